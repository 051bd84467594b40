"""Convolutions over tiny pictures as matrix products, on a CPU.

TensorFlow's convolutions are made for large pictures: over 8 × 8 pixels and 64 examples a step of a small DCGAN took
10 ms of a core, and 6 ms with these products (TensorFlow 2.21). A convolution is linear in the picture, so it is one
matrix of pixels × channels by pixels × channels, put together from the kernel; where the picture is hardly larger than
the kernel, few of its numbers are 0. The only place to say so for every layer is the function that Keras's layers
ask. Where a later Keras has no such function, training is slow and right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.families.base import Tensor

MAX_AREA_RATIO, MAX_MATRIX_NUMBERS = 4, 2**18
"""How many times the kernel's places the picture may have, and how many numbers a matrix."""
Pair = tuple[int, int]
Places = npt.NDArray[np.int32]


class Window(NamedTuple):
    """How a kernel goes over a picture of *size*, giving one of *out*, in pixels; *same*: the edge is padded."""

    size: Pair
    out: Pair
    kernel: Pair
    strides: Pair
    same: bool

    def is_faster(self, channels: int) -> bool:
        """Whether a matrix is faster; *channels*: those that enter times those that leave."""
        pixels, places = self.size[0] * self.size[1], self.kernel[0] * self.kernel[1]
        return pixels <= MAX_AREA_RATIO * places and pixels * self.out[0] * self.out[1] * channels <= MAX_MATRIX_NUMBERS


@contextmanager
def tiny_conv_as_matmul() -> Iterator[None]:
    """While a step is traced, let convolutions over tiny pictures be matrix products."""
    import tensorflow as tf
    from keras.src.backend.tensorflow import nn

    plain = getattr(nn, "conv", None), getattr(nn, "conv_transpose", None)
    if None in plain or tf.config.list_physical_devices("GPU"):
        yield
        return
    nn.conv, nn.conv_transpose = _conv(plain[0]), _conv_transpose(plain[1])
    try:
        yield
    finally:
        nn.conv, nn.conv_transpose = plain


def _conv(plain: Any) -> Callable[..., Tensor]:
    """Keras's ``conv``, *plain* where a matrix is no faster: from pictures ``(batch, height, width, a)`` and a kernel
    ``(rows, columns, a, b)``, ``(batch, height out, width out, b)``."""

    def conv(
        inputs: Tensor,
        kernel: Tensor,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
    ) -> Tensor:
        if not _are_plain_images(inputs, kernel, data_format, dilation_rate) or inputs.shape[-1] != kernel.shape[-2]:
            return plain(inputs, kernel, strides, padding, data_format, dilation_rate)
        size, shape, steps = _pair(inputs.shape[1:3]), _pair(kernel.shape[:2]), _pair(strides)
        window = Window(size, _output_size(size, shape, steps, same=padding == "same"), shape, steps, padding == "same")
        if not window.is_faster(inputs.shape[-1] * kernel.shape[-1]):
            return plain(inputs, kernel, strides, padding, data_format, dilation_rate)
        return _conv_matmul(inputs, _matrix(window, kernel), (*window.out, kernel.shape[-1]))

    return conv


def _conv_transpose(plain: Any) -> Callable[..., Tensor]:
    """Keras's ``conv_transpose``, *plain* where a matrix is no faster: from pictures ``(batch, height, width, b)`` and
    a kernel ``(rows, columns, a, b)``, ``(batch, height out, width out, a)``."""

    def conv_transpose(
        inputs: Tensor,
        kernel: Tensor,
        strides: Any = 1,
        padding: str = "valid",
        output_padding: Any = None,
        data_format: str | None = None,
        dilation_rate: Any = 1,
    ) -> Tensor:
        options = (strides, padding, output_padding, data_format, dilation_rate)
        if not _are_plain_images(inputs, kernel, data_format, dilation_rate) or output_padding is not None:
            return plain(inputs, kernel, *options)
        # It is the convolution from what leaves to what enters, turned round.
        size, shape, steps = _pair(inputs.shape[1:3]), _pair(kernel.shape[:2]), _pair(strides)
        more = [0, 0] if padding == "same" else [max(k - s, 0) for k, s in zip(shape, steps, strict=True)]
        large = size[0] * steps[0] + more[0], size[1] * steps[1] + more[1]
        window = Window(large, size, shape, steps, padding == "same")
        if not window.is_faster(inputs.shape[-1] * kernel.shape[-2]):
            return plain(inputs, kernel, *options)
        return _conv_matmul(inputs, _matrix(window, kernel), (*large, kernel.shape[-2]), transpose=True)

    return conv_transpose


def _are_plain_images(inputs: Tensor, kernel: Tensor, data_format: str | None, dilation_rate: Any) -> bool:
    """Whether *inputs* are float32 ``(batch, height, width, channels)`` of known size, and *kernel* goes over them
    without gaps."""
    import keras

    if len(inputs.shape) != 4 or None in inputs.shape[1:] or "float32" not in str(inputs.dtype):
        return False
    whole = (data_format or keras.config.image_data_format()) == "channels_last" and inputs.dtype == kernel.dtype
    return whole and _pair(dilation_rate) == (1, 1)


def _pair(value: Any) -> Pair:
    rows, columns = value if isinstance(value, Sequence) or np.ndim(value) or hasattr(value, "rank") else (value, value)
    return int(rows), int(columns)


def _output_size(size: Pair, kernel: Pair, strides: Pair, *, same: bool) -> Pair:
    """How many pixels leave a convolution."""
    if same:
        return -(-size[0] // strides[0]), -(-size[1] // strides[1])
    return (size[0] - kernel[0]) // strides[0] + 1, (size[1] - kernel[1]) // strides[1] + 1


def _conv_matmul(inputs: Tensor, matrix: Tensor, shape: tuple[int, ...], *, transpose: bool = False) -> Tensor:
    """*inputs* ``(batch, ...)``, flat, times *matrix* of :func:`_matrix`: ``(batch, *shape)``; *transpose*: from the
    small picture to the large one."""
    import tensorflow as tf

    flat = tf.reshape(inputs, (-1, matrix.shape[1 if transpose else 0]))
    return tf.reshape(tf.matmul(flat, matrix, transpose_b=transpose), (-1, *shape))


def _matrix(window: Window, kernel: Tensor) -> Tensor:
    """*kernel* ``(rows, columns, a, b)`` at all its places: ``(large pixels * a, small pixels * b)``."""
    import tensorflow as tf

    a, b = kernel.shape[2:]
    rows = tf.concat([tf.reshape(kernel, (-1, b)), tf.zeros((1, b), kernel.dtype)], 0)
    order = _kernel_rows(window, a)
    return tf.reshape(tf.gather(rows, order.reshape(-1)), (order.shape[0] * a, -1))


@lru_cache(maxsize=64)
def _kernel_rows(window: Window, a: int) -> Places:
    """``(large pixels, a, small pixels)``: which row of the kernel stands there, one behind the last where
    none does."""
    down, along = _kernel_offsets(window, 0), _kernel_offsets(window, 1)
    none = window.kernel[0] * window.kernel[1]
    outside = (down < 0)[:, None, :, None] | (along < 0)[None, :, None, :]
    places = np.where(outside, none, down[:, None, :, None] * window.kernel[1] + along[None, :, None, :])
    places = places.reshape(window.size[0] * window.size[1], 1, -1)
    return np.minimum(places * a + np.arange(a)[:, None], none * a).astype(np.int32)


def _kernel_offsets(window: Window, axis: int) -> Places:
    """Along one axis ``(large pixels, small pixels)``: which place of the kernel lies over the pixel of the large
    picture when it stands for that of the small one, -1 where none does."""
    size, out, kernel, stride = (pair[axis] for pair in window[:4])
    before = max((out - 1) * stride + kernel - size, 0) // 2 if window.same else 0
    place: Places = np.arange(size, dtype=np.int32)[:, None] - np.arange(out, dtype=np.int32) * stride + before
    return np.where((place >= 0) & (place < kernel), place, np.int32(-1))
