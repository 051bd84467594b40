"""One picture, from the bytes of its file to a square of pixels."""

from __future__ import annotations

import io
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from PIL import Image

ResizeMode = Literal["crop", "pad", "stretch"]
RESIZE_MODES: tuple[ResizeMode, ...] = get_args(ResizeMode)


def resize_mode(name: str) -> ResizeMode:
    """The way that is called *name*, one of :data:`RESIZE_MODES`."""
    return next(fit for fit in RESIZE_MODES if fit == name)


Pixels = npt.NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
MOST_PIXELS = 50_000_000
"""Of one picture: decoded, it takes four bytes for each."""
LIGHT = 224
"""Mean brightness from which a transparent picture would be lost over white."""
GREY_SPREAD = 8
"""How far red, green and blue may be apart in a grey picture; JPEG leaves them a little apart."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by EXIF's number for how the camera was held."""


class Unreadable(Exception):
    """The bytes are no picture that is whole."""


class TooManyPixels(Exception):
    """A picture of more than :data:`MOST_PIXELS`."""


def open_image(data: bytes) -> Image.Image:
    """The picture of which only the head was read; its size is known. Raises :class:`Unreadable` or
    :class:`TooManyPixels`."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except Exception as error:
        raise Unreadable from error
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels
    return image


def to_square_rgb(image: Image.Image, side: int, fit: ResizeMode) -> Pixels:
    """*image* upright, as ``(side, side, 3) uint8``: its middle cut out (``crop``), whole between black bars (``pad``),
    or drawn out (``stretch``). What is transparent is white, or black under a picture that is nearly white itself.

    Raises :class:`Unreadable` where it cannot be decoded.
    """
    try:
        # A JPEG is decoded at an eighth to a half where that is still twice as large as what is wanted.
        image.draft(None, (2 * side, 2 * side))
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
        small = _to_opaque(_resize(_to_plain_mode(image), side, fit))
        if small.size != (side, side):
            canvas = Image.new("RGB", (side, side))
            canvas.paste(small, ((side - small.width) // 2, (side - small.height) // 2))
            small = canvas
        return np.asarray(small if turn is None else small.transpose(turn), np.uint8)
    except Exception as error:
        # Decoders of foreign bytes raise whatever they stumble over.
        raise Unreadable from error


def _to_plain_mode(image: Image.Image) -> Image.Image:
    """*image* in grey, colour, or colour with transparency, eight bits each."""
    if image.mode.startswith("I"):
        values = np.asarray(image)
        return Image.fromarray((values >> 8 if values.max(initial=0) > 255 else values).astype(np.uint8))
    if image.mode in ("L", "RGB", "RGBA"):
        return image.convert("RGBA") if "transparency" in image.info else image
    see_through = image.mode in ("LA", "La", "PA", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if see_through else "RGB")


def _resize(image: Image.Image, side: int, fit: ResizeMode) -> Image.Image:
    width, height = image.size
    size, box = (side, side), (0.0, 0.0, float(width), float(height))
    if fit == "crop":
        short = min(width, height)
        left, top = (width - short) / 2, (height - short) / 2
        box = (left, top, left + short, top + short)
    elif fit == "pad":
        scale = side / max(width, height)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=3.0)


def _to_opaque(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    values = np.asarray(image, np.float64)
    alpha = values[..., 3]
    light = (values[..., :3].mean(axis=-1) * alpha).sum() / max(alpha.sum(), 1.0)
    behind = Image.new("RGBA", image.size, (0, 0, 0, 255) if light >= LIGHT else (255, 255, 255, 255))
    return Image.alpha_composite(behind, image).convert("RGB")


def is_grey(pixels: Pixels) -> bool:
    """Whether *pixels* ``(h, w, 3) uint8`` have no colour."""
    return bool(np.ptp(pixels, axis=-1).max() <= GREY_SPREAD)


def to_grey(pixels: Pixels) -> Pixels:
    """The brightness of *pixels* ``(..., 3) uint8``, as ``(..., 1) uint8``: ITU-R 601, as Pillow and Keras weigh
    colours."""
    weighed = pixels.astype(np.uint16) @ np.array([77, 150, 29], np.uint16)
    return (weighed >> 8).astype(np.uint8)[..., None]
