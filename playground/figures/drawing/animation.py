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
from playground.figures.base import Figure, RunView

MOST = 128
"""Frames of one animation."""
LEAST = 256
"""Pixels of a still's shorter side, at least."""
FRAME_MILLISECONDS, LAST_FRAME_MILLISECONDS = 120, 1500
"""Milliseconds of a frame, and of the last one."""
FONT, FOOT, MARGIN = 15, 28, 8
INK = "#202020"
"""Of the words: a grey, so that grey pictures keep their 256 levels."""


class AnimationFrame(NamedTuple):
    """A still and what stands below it."""

    image: Image.Image
    caption: str


def can_animate(figure: Figure[Any], context: RunView) -> bool:
    """Whether there are at least two stills to put behind each other."""
    if figure.render_image is None or figure.frame_name is None or not figure.can_animate(context.info):
        return False
    return len(context.frame_steps(figure.frame_name)) > 1


def figure_gif(figure: Figure[Any], context: RunView) -> bytes:
    """The GIF of all frames of *figure* that are kept (128 of them, where there are more), or nothing (no bytes) where
    none can be shown: frames are thinned while this reads them."""
    frames = []
    for step in evenly_spaced(context.frame_steps(figure.frame_name or "")):
        info = figure.compute(context.at_step(step))
        if figure.render_image is not None and info is not None:
            frames.append(AnimationFrame(figure.render_image(info), _step_text(step)))
    return encode_gif(frames) if frames else b""


def evenly_spaced(steps: Sequence[int], most: int = MOST) -> list[int]:
    """At most *most* of *steps*, evenly, the first and the last among them."""
    if len(steps) <= most:
        return list(steps)
    return [steps[round(place)] for place in np.linspace(0, len(steps) - 1, most)]


def _step_text(step: int) -> str:
    words = str(Text(N_("step {step}"), {"step": formatting.count(step)}))
    # Pillow's own font, which is the same on every machine, has no Chinese.
    return words if words.isascii() else formatting.count(step)


def encode_gif(frames: Sequence[AnimationFrame]) -> bytes:
    """*frames*, at least one and all of one size, as a GIF that loops for ever and rests on its last frame."""
    pages = [_quantize(_page(frame)) for frame in frames]
    times = [FRAME_MILLISECONDS] * (len(pages) - 1) + [LAST_FRAME_MILLISECONDS]
    stream = io.BytesIO()
    pages[0].save(stream, "GIF", save_all=True, append_images=pages[1:], duration=times, loop=0, disposal=1)
    return stream.getvalue()


def _page(frame: AnimationFrame) -> Image.Image:
    """The still, enlarged by a whole factor, on white with the words below it."""
    factor = max(-(-LEAST // min(frame.image.size)), 1)
    width, height = (side * factor for side in frame.image.size)
    still = frame.image.resize((width, height), Image.Resampling.NEAREST)
    page = Image.new("RGB", (width + 2 * MARGIN, height + MARGIN + FOOT), colors.LIGHT.background)
    page.paste(still, (MARGIN, MARGIN))
    place = (page.width - MARGIN, page.height - FOOT / 2)
    font = ImageFont.load_default(FONT)
    ImageDraw.Draw(page).text(place, frame.caption, fill=INK, font=font, anchor="rm")
    return page


def _quantize(page: Image.Image) -> Image.Image:
    """*page* in 256 colours: its own where they are as few, else the nearest, without dots of noise."""
    counted = page.getcolors(256)
    if counted is None:
        return page.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    # Pillow's own search for the nearest colour merges greys that are close.
    palette = np.array(sorted(colour for _count, colour in counted), np.uint32)
    place = np.searchsorted(_as_numbers(palette), _as_numbers(np.asarray(page, np.uint32)))
    paletted = Image.fromarray(place.astype(np.uint8), "P")
    paletted.putpalette([int(part) for part in palette.ravel()])
    return paletted


def _as_numbers(colour: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """(..., 3) bytes as one number each."""
    return np.asarray((colour[..., 0] << 16) | (colour[..., 1] << 8) | colour[..., 2], np.uint32)
