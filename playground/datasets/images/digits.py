"""Small handwritten digits."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, ImageHeader, RawDataset, Values
from playground.datasets.tables.sklearn_table import load_numbers, sklearn_release

CLASSES = tuple("0123456789")


def load(_params: Values) -> RawDataset:
    """1,797 pictures ``(1797, 8, 8, 1) uint8``; ink 0..16 becomes 0..255 so that they are bytes as other pictures are.
    Raises :class:`PlaygroundError` where scikit-learn's file is not installed."""
    values = load_numbers("digits.csv.gz")
    x = np.rint(values[:, :-1] * (255 / 16)).astype(np.uint8).reshape(-1, 8, 8, 1)
    return RawDataset("multiclass", x, values[:, -1].astype(np.int64), class_names=CLASSES)


def header(_params: Values) -> ImageHeader:
    """The size and the number of the pictures, which is always the same; there is no test part."""
    return ImageHeader((8, 8, 1), 1797, 0)


DATASET = Dataset(
    DatasetCard(
        "digits",
        N_("Digits 8 × 8"),
        N_("1,797 handwritten digits of 8 by 8 pixels: small enough to learn in seconds."),
        "images",
        "E. Alpaydin and C. Kaynak, 1998; https://archive.ics.uci.edu/dataset/80; scikit-learn load_digits",
        "CC-BY-4.0 (UCI Machine Learning Repository)",
    ),
    load,
    fingerprint=sklearn_release,
    header=header,
    class_names=CLASSES,
)
