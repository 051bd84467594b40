"""Pictures: split, and scaled when they are decoded; what is stored stays bytes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.core.info import Info
from playground.datasets.dataset import AffineScaling, DataSplit, ImageHeader, RawDataset
from playground.datasets.preparation.scale import affine_scaling
from playground.datasets.splitting import split_indices, split_sizes
from playground.experiment import spec

FIXED_SCALES = {"none": (1.0, 0.0), "unit": (1 / 255, 0.0), "signed": (2 / 255, -1.0)}
CHUNK = 2000
"""Pictures that are summed at a time, so that a large set needs no large copy."""

ChannelStats = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def split_images(raw: RawDataset, data: spec.Data) -> tuple[DataSplit, DataSplit, DataSplit]:
    """Train, validation and test part of pictures ``(n, height, width, channels) uint8``; a set's own test part stays
    what it is. A table beside them becomes an extra input ``(n, columns)`` float32."""
    x, y = np.asarray(raw.x), raw.y
    test = 0.0 if raw.test else data.split.test
    labels = y.astype(np.int64) if data.split.stratify else None
    rows = split_indices(len(x), labels, validation=data.split.validation, test=test, seed=data.split.seed)
    extra_inputs = () if raw.table is None else (raw.table.to_numpy(np.float32),)
    whole = DataSplit(x, y, extra_inputs)
    own = DataSplit(*raw.test) if raw.test else whole.take(rows.test)
    return whole.take(rows.train), whole.take(rows.validation), own


def channel_stats(x: npt.NDArray[np.uint8]) -> ChannelStats:
    """Mean and standard deviation of each channel of *x* ``(n, h, w, c)``: ``(c,)`` float64 each, in 0..255; 0 where
    there are no pictures."""
    counts = np.zeros((x.shape[-1], 256))
    for start in range(0, len(x), CHUNK):
        chunk = x[start : start + CHUNK]
        for channel in range(x.shape[-1]):
            counts[channel] += np.bincount(chunk[..., channel].ravel(), minlength=256)
    total = np.maximum(counts.sum(axis=1), 1.0)
    levels = np.arange(256)
    mean = counts @ levels / total
    return mean, np.sqrt(np.maximum(counts @ levels**2 / total - mean**2, 0.0))


def pixel_scaling(scale: str, channels: ChannelStats) -> AffineScaling:
    """What leads bytes to the range that the network gets; ``standard`` uses the training part's *channels*
    (:func:`channel_stats`)."""
    if scale in FIXED_SCALES:
        factor, shift = FIXED_SCALES[scale]
        return affine_scaling(factor, shift)
    mean, deviation = channels
    deviation = np.where(deviation > 0, deviation, 1.0)
    return affine_scaling(1.0 / deviation, -mean / deviation)


def value_range(decode: AffineScaling, channels: int) -> tuple[float, float]:
    """What 0 and 255 become, the least and the greatest over all *channels*, to six digits."""
    ends = decode(np.array([[0.0] * channels, [255.0] * channels]))
    return round(float(ends.min()), 6), round(float(ends.max()), 6)


def info_from_header(header: ImageHeader, class_names: tuple[str, ...], data: spec.Data) -> Info:
    """What the head of the files and the document say, for a scale of :data:`FIXED_SCALES`; no picture is read."""
    own_test = header.test_examples
    train, validation, test = split_sizes(
        header.train_examples, data.split.validation, 0.0 if own_test else data.split.test
    )
    fixed = pixel_scaling(data.preparation.scale, (np.zeros(1), np.ones(1)))
    binary = len(class_names) == 2
    return Info(
        kind="images",
        task="binary" if binary else "multiclass",
        input_shape=header.image_shape,
        outputs=1 if binary else len(class_names),
        class_names=class_names,
        train_examples=train,
        validation_examples=validation,
        test_examples=own_test or test,
        value_range=value_range(fixed, header.image_shape[-1]),
    )
