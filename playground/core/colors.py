"""The one place of colours: the same thing has the same colour in figures, network, legends and lessons.

The hues are Okabe and Ito's set for colour-blind people (2008, https://jfly.uni-koeln.de/color/). A line may be
brighter than its label: words need contrast 4.5 with the background, so both strengths are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ink:
    """Two strengths of one hue: *line* for marks, *text* for words in the same colour."""

    line: str
    text: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Everything that has a colour, for one background. Colours are ``#rrggbb``."""

    name: str
    background: str
    surface: str
    text: str
    quiet: str
    """Second-rank words: axis titles, ticks, captions."""
    grid: str
    rim: str
    """Rim of training points: they lie on the coloured field."""
    test_rim: str
    training: Ink
    validation: Ink
    test: Ink
    generator: Ink
    discriminator: Ink
    classes: tuple[Ink, ...]
    diverging: tuple[str, str, str]
    """Negative, zero, positive."""
    sequential: tuple[str, str]
    """None, most."""
    kinds: dict[str, str]
    """By layer kind (``layers.LayerRow.kind``)."""

    def of_class(self, number: int) -> Ink:
        """The colour of class *number*; after the last the order begins anew."""
        return self.classes[number % len(self.classes)]


_BLUE, _ORANGE = Ink("#0072b2", "#0069a5"), Ink("#e69f00", "#8a5f00")
_GREEN, _VERMILION = Ink("#009e73", "#00775a"), Ink("#d55e00", "#b04e00")

LIGHT = Palette(
    name="light",
    background="#ffffff",
    surface="#f6f7f9",
    text="#1f2430",
    quiet="#5a6270",
    grid="#e6e8ec",
    rim="#ffffff",
    test_rim="#14181f",
    training=_BLUE,
    validation=_ORANGE,
    test=Ink("#3d4451", "#3d4451"),
    generator=_GREEN,
    discriminator=_VERMILION,
    classes=(
        _BLUE,
        _ORANGE,
        _GREEN,
        Ink("#cc79a7", "#a1447a"),
        _VERMILION,
        Ink("#56b4e9", "#1f71a3"),
        Ink("#7a5ab5", "#6e4fa8"),
        Ink("#b3a100", "#736700"),
        Ink("#8c5a3c", "#804f32"),
        Ink("#7d8590", "#636a75"),
    ),
    diverging=("#0072b2", "#ffffff", "#e69f00"),
    sequential=("#ffffff", "#005a93"),
    kinds={
        "input": "#6b7380",
        "output": "#6b7380",
        "dense": "#0072b2",
        "convolution": "#0f948a",
        "pooling": "#6fc7bf",
        "recurrent": "#7b4fb5",
        "attention": "#c2378f",
        "normalisation": "#7f8b1d",
        "regularisation": "#d08a0e",
        "activation": "#a3475f",
        "augmentation": "#5b7f3a",
        "shape": "#7a8fb0",
        "merge": "#8c5a3c",
        "block": "#14181f",
    },
)

_BLUE_D, _ORANGE_D = Ink("#4ba3e3", "#64b1ea"), Ink("#f0b030", "#f0b030")
_GREEN_D, _VERMILION_D = Ink("#2fbf92", "#3dcb9e"), Ink("#f07f3c", "#f58d50")

DARK = Palette(
    name="dark",
    background="#0f1218",
    surface="#181d25",
    text="#e8eaee",
    quiet="#a3abb8",
    grid="#272d37",
    rim="#f2f4f7",
    test_rim="#05070a",
    training=_BLUE_D,
    validation=_ORANGE_D,
    test=Ink("#d5dae2", "#d5dae2"),
    generator=_GREEN_D,
    discriminator=_VERMILION_D,
    classes=(
        _BLUE_D,
        _ORANGE_D,
        _GREEN_D,
        Ink("#dd8fba", "#e39fc5"),
        _VERMILION_D,
        Ink("#8ad0f5", "#8ad0f5"),
        Ink("#a98ae0", "#b399e6"),
        Ink("#d6c840", "#d6c840"),
        Ink("#c08a68", "#cb9878"),
        Ink("#9aa2ad", "#a7afb9"),
    ),
    # Zero stays white, a little dimmed so that it does not glare in a dark room.
    diverging=("#2b83c4", "#eceef1", "#dc9a18"),
    sequential=("#181d25", "#4ba3e3"),
    kinds={
        "input": "#98a1ae",
        "output": "#98a1ae",
        "dense": "#4ba3e3",
        "convolution": "#2bb8ac",
        "pooling": "#8ed9d2",
        "recurrent": "#a98ae0",
        "attention": "#e071b8",
        "normalisation": "#a9b545",
        "regularisation": "#f0b030",
        "activation": "#d67d93",
        "augmentation": "#8fb46c",
        "shape": "#93a7c6",
        "merge": "#c08a68",
        "block": "#f2f4f7",
    },
)


def palette(dark: bool) -> Palette:
    """The colours for a dark or a light page."""
    return DARK if dark else LIGHT


def as_json(colours: Palette) -> dict[str, object]:
    """What the JavaScript components draw with."""
    return {
        "name": colours.name,
        "background": colours.background,
        "surface": colours.surface,
        "text": colours.text,
        "quiet": colours.quiet,
        "grid": colours.grid,
        "training": colours.training.line,
        "validation": colours.validation.line,
        "classes": [ink.line for ink in colours.classes],
        "diverging": list(colours.diverging),
        "kinds": dict(colours.kinds),
    }


def rgb(colour: str) -> Rgb:
    """``#rrggbb`` as three bytes ``(3,) uint8``."""
    return np.frombuffer(bytes.fromhex(colour.removeprefix("#")), np.uint8)


def mix(colour: str, other: str, part: float) -> str:
    """*colour* with *part* (0 to 1) of *other* in it."""
    blend = rgb(colour) * (1 - part) + rgb(other) * part
    return "#" + bytes(np.rint(blend).astype(np.uint8)).hex()


@cache
def diverging_table(colours_name: str) -> Rgb:
    """The diverging scale of the palette *colours_name* by byte, ``(256, 3) uint8``: 0 is the lowest value, 128 near
    zero."""
    low, middle, high = (rgb(colour).astype(float) for colour in palette(colours_name == "dark").diverging)
    along = np.linspace(-1, 1, 256)[:, None]
    towards = np.where(along < 0, low, high)
    table: Rgb = np.rint(middle + (towards - middle) * np.abs(along)).astype(np.uint8)
    return table


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour) / 255]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(colour: str, other: str) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def readable_text_color(colour: str) -> str:
    """Black or white, whichever reads better on *colour*: one of them always has contrast 4.5."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))
