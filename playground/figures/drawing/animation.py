"""A figure's frames as an animation: one still for each, the step below it, for a slide.

The GIF depends on the stills and the words alone, so that the same run gives the same file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from playground.core import colors, formatting
from playground.core.i18n import N_, Text
from playground.figures.base import Context, Figure

MOST = 128
"""Frames of one animation."""
LEAST = 256
"""Pixels of a still's shorter side, at least."""
LASTS, HOLD = 120, 1500
"""Milliseconds of a frame, and of the last one."""
FONT, FOOT, MARGIN = 15, 28, 8
INK = "#202020"
"""Of the words: a grey, so that grey pictures keep their 256 levels."""


class Frame(NamedTuple):
    """A still and what stands below it."""

    still: Image.Image
    words: str


def can_film(figure: Figure[Any], context: Context) -> bool:
    """Whether there are at least two stills to put behind each other."""
    if figure.still is None or figure.frames is None or not figure.films(context.info):
        return False
    return len(context.steps(figure.frames)) > 1


def film(figure: Figure[Any], context: Context) -> bytes:
    """The GIF of all frames of *figure* that are kept (128 of them, where there are more), or nothing
    where none can be shown: frames are thinned while this reads them."""
    frames = []
    for step in chosen(context.steps(figure.frames or "")):
        info = figure.info(context.at(step))
        if figure.still is not None and info is not None:
            frames.append(Frame(figure.still(info), _told(step)))
    return gif(frames) if frames else b""


def chosen(steps: Sequence[int], most: int = MOST) -> list[int]:
    """At most *most* of *steps*, evenly, the first and the last among them."""
    if len(steps) <= most:
        return list(steps)
    return [steps[round(place)] for place in np.linspace(0, len(steps) - 1, most)]


def _told(step: int) -> str:
    words = str(Text(N_("step {step}"), {"step": formatting.count(step)}))
    # Pillow's own font, which is the same on every machine, has no Chinese.
    return words if words.isascii() else formatting.count(step)


def gif(frames: Sequence[Frame]) -> bytes:
    """*frames*, all of one size, as a GIF that loops for ever and rests on its last frame."""
    pages = [_paletted(_page(frame)) for frame in frames]
    times = [LASTS] * (len(pages) - 1) + [HOLD]
    stream = io.BytesIO()
    pages[0].save(stream, "GIF", save_all=True, append_images=pages[1:], duration=times, loop=0, disposal=1)
    return stream.getvalue()


def _page(frame: Frame) -> Image.Image:
    """The still, enlarged by a whole factor, on white with the words below it."""
    factor = max(-(-LEAST // min(frame.still.size)), 1)
    width, height = (side * factor for side in frame.still.size)
    still = frame.still.resize((width, height), Image.Resampling.NEAREST)
    page = Image.new("RGB", (width + 2 * MARGIN, height + MARGIN + FOOT), colors.LIGHT.background)
    page.paste(still, (MARGIN, MARGIN))
    place = (page.width - MARGIN, page.height - FOOT / 2)
    font = ImageFont.load_default(FONT)
    ImageDraw.Draw(page).text(place, frame.words, fill=INK, font=font, anchor="rm")
    return page


def _paletted(page: Image.Image) -> Image.Image:
    """*page* in 256 colours: its own where they are as few, else the nearest, without dots of noise."""
    counted = page.getcolors(256)
    if counted is None:
        return page.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    # Pillow's own search for the nearest colour merges greys that are close.
    found = np.array(sorted(colour for _count, colour in counted), np.uint32)
    place = np.searchsorted(_packed(found), _packed(np.asarray(page, np.uint32)))
    paletted = Image.fromarray(place.astype(np.uint8), "P")
    paletted.putpalette([int(part) for part in found.ravel()])
    return paletted


def _packed(colour: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """(..., 3) bytes as one number each."""
    return np.asarray((colour[..., 0] << 16) | (colour[..., 1] << 8) | colour[..., 2], np.uint32)
