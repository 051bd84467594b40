"""Cells seen under the microscope, from tumours."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.tables.sklearn_table import classification_dataset, sklearn_release

CLASSES = (N_("malignant"), N_("benign"))
MEASUREMENTS = (
    *("radius", "texture", "perimeter", "area", "smoothness"),
    *("compactness", "concavity", "concave points", "symmetry", "fractal dimension"),
)
COLUMNS = tuple(
    [f"mean {name}" for name in MEASUREMENTS]
    + [f"{name} error" for name in MEASUREMENTS]
    + [f"worst {name}" for name in MEASUREMENTS]
)


def load(_params: Values) -> RawDataset:
    """569 rows of 30 columns, float64, and class numbers ``(569,)`` int64. Raises :class:`PlaygroundError` where
    scikit-learn's file is not installed."""
    return classification_dataset("breast_cancer.csv", COLUMNS, CLASSES)


DATASET = Dataset(
    DatasetCard(
        "breast_cancer",
        N_("Breast cancer"),
        N_("Thirty measurements of cell nuclei from 569 tumours, malignant or benign."),
        "table",
        "W. Wolberg and others, 1995; https://archive.ics.uci.edu/dataset/17; scikit-learn load_breast_cancer",
        "CC-BY-4.0 (UCI Machine Learning Repository)",
    ),
    load,
    fingerprint=sklearn_release,
    class_names=CLASSES,
)
