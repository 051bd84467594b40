"""Small pictures drawn without a browser: the shelf's cards and the demo that already runs."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from playground.core import colors
from playground.core.info import Array

Floats = npt.NDArray[np.floating]
OVER = 3
"""Drawn this many times larger and scaled down, which smooths every edge."""


def field(
    output: Floats,
    extent: Sequence[float],
    x: Array,
    y: Array,
    size: tuple[int, int],
    *,
    limits: tuple[float, float] = (0.0, 1.0),
) -> Image.Image:
    """What a network believes over the plane, with points on it.

    *output* ``(k, h, w)``, row 0 the lowest y; one plane is read on the diverging scale between *limits*, several are
    class probabilities from 0 to 1. *x* ``(n, 2)`` in the units of *extent* (x0, x1, y0, y1); *y* ``(n,)`` class
    numbers, or values between *limits*. The picture fills *size* (width, height), in pixels, by cutting the plane's
    longer side, never by stretching.
    """
    width, height = size[0] * OVER, size[1] * OVER
    plane = Image.fromarray(np.flipud(_painted(output, limits)))
    side = max(width, height)
    plane = plane.resize((side, side), Image.Resampling.BICUBIC)
    left, top = (side - width) // 2, (side - height) // 2
    plane = plane.crop((left, top, left + width, top + height))
    _points(plane, extent, x, _of_points(output, y, limits), side, (left, top))
    return plane.resize(size, Image.Resampling.LANCZOS)


def _painted(output: Floats, limits: tuple[float, float]) -> npt.NDArray[np.uint8]:
    if len(output) == 1:
        return colors.diverging_table("light")[_bytes(output[0], limits)]
    inks = np.array([colors.rgb(colors.LIGHT.of_class(number).line) for number in range(len(output))], float)
    share = np.clip(np.asarray(output, float), 0, 1)
    share = share / np.maximum(share.sum(0), 1e-9)
    mixed = np.einsum("khw,kc->hwc", share, inks)
    certain = (share.max(0) - 1 / len(output))[..., None] / (1 - 1 / len(output))
    pixels: npt.NDArray[np.uint8] = np.rint(255 + (mixed - 255) * np.clip(certain, 0, 1)).astype(np.uint8)
    return pixels


def _bytes(values: Floats, limits: tuple[float, float]) -> npt.NDArray[np.uint8]:
    low, high = limits
    share = (np.asarray(values, float) - low) / max(high - low, 1e-9)
    return np.rint(np.clip(np.nan_to_num(share, nan=0.5), 0, 1) * 255).astype(np.uint8)


def _of_points(output: Floats, y: Array, limits: tuple[float, float]) -> list[tuple[int, int, int]]:
    if len(output) == 1:
        shades = colors.diverging_table("light")[_bytes(np.asarray(y, float).ravel(), limits)]
        return [(int(r), int(g), int(b)) for r, g, b in shades]
    return [_rgb(colors.LIGHT.of_class(int(number)).line) for number in np.ravel(y)]


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in colors.rgb(colour))
    return red, green, blue


def _points(
    plane: Image.Image,
    extent: Sequence[float],
    x: Array,
    fills: list[tuple[int, int, int]],
    side: int,
    corner: tuple[int, int],
) -> None:
    draw = ImageDraw.Draw(plane)
    x0, x1, y0, y1 = (float(value) for value in extent)
    radius, rim = 3.0 * OVER, OVER
    for (px, py), fill in zip(np.asarray(x, float), fills, strict=True):
        cx = (px - x0) / (x1 - x0) * side - corner[0]
        cy = (1 - (py - y0) / (y1 - y0)) * side - corner[1]
        draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=fill, outline="white", width=rim)


def grid(images: npt.NDArray[np.uint8], size: tuple[int, int], cell: int, background: str = "#101318") -> Image.Image:
    """Examples ``(n, h, w, 1 or 3) uint8`` side by side, each *cell* pixels wide and unsmoothed, as many as fill *size*
    (width, height), in pixels."""
    picture = Image.new("RGB", size, background)
    gap = 3
    columns, rows = -(-size[0] // (cell + gap)), -(-size[1] // (cell + gap))
    for place, example in enumerate(images[: columns * rows]):
        tile = Image.fromarray(example[..., 0] if example.shape[-1] == 1 else example).convert("RGB")
        tile = tile.resize((cell, cell), Image.Resampling.NEAREST)
        picture.paste(tile, ((place % columns) * (cell + gap), (place // columns) * (cell + gap)))
    return picture


def scatter(
    x: Floats, y: Floats, fills: Sequence[str], size: tuple[int, int], *, diagonal: bool = False
) -> Image.Image:
    """Dots at (*x*, *y*), ``(n,)`` each, with a colour of *fills* for each, scaled to fill *size* (width, height), in
    pixels; *diagonal* draws the line y = x over the common range."""
    width, height = size[0] * OVER, size[1] * OVER
    picture = Image.new("RGB", (width, height), colors.LIGHT.surface)
    draw = ImageDraw.Draw(picture)
    pad = 16 * OVER
    if diagonal:
        low = high = (float(min(x.min(), y.min())), float(max(x.max(), y.max())))
        draw.line((pad, height - pad, width - pad, pad), fill=colors.LIGHT.quiet, width=2 * OVER)
    else:
        low, high = (float(x.min()), float(x.max())), (float(y.min()), float(y.max()))
    across = pad + (x - low[0]) / max(low[1] - low[0], 1e-9) * (width - 2 * pad)
    down = height - pad - (y - high[0]) / max(high[1] - high[0], 1e-9) * (height - 2 * pad)
    radius = 4 * OVER
    for cx, cy, fill in zip(across, down, fills, strict=True):
        draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=fill, outline="white", width=OVER)
    return picture.resize(size, Image.Resampling.LANCZOS)


def png(picture: Image.Image) -> bytes:
    """The bytes of *picture* as a PNG."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def webp(pictures: Sequence[Image.Image], milliseconds: int = 120, hold: int = 2500) -> bytes:
    """The bytes of one picture as a WebP, or of an animation that shows each for *milliseconds*, loops and rests *hold*
    milliseconds on its last frame."""
    stream = io.BytesIO()
    times = [milliseconds] * (len(pictures) - 1) + [hold]
    pictures[0].save(
        stream, "WEBP", save_all=True, append_images=list(pictures[1:]), duration=times, loop=0, quality=82, method=4
    )
    return stream.getvalue()
