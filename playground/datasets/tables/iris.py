"""Fisher's irises."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.tables.sklearn_table import classification_dataset, sklearn_release

CLASSES = (N_("setosa"), N_("versicolor"), N_("virginica"))
COLUMNS = (
    N_("sepal length (cm)"),
    N_("sepal width (cm)"),
    N_("petal length (cm)"),
    N_("petal width (cm)"),
)


def load(_params: Values) -> RawDataset:
    """150 rows of four columns, float64, and class numbers ``(150,)`` int64. Raises :class:`PlaygroundError` where
    scikit-learn's file is not installed."""
    return classification_dataset("iris.csv", COLUMNS, CLASSES)


DATASET = Dataset(
    DatasetCard(
        "iris",
        N_("Iris"),
        N_("Four lengths of 150 flowers, of three species. One species stands apart, the other two overlap."),
        "table",
        "R. A. Fisher, 1936; https://archive.ics.uci.edu/dataset/53/iris; scikit-learn load_iris",
        "CC-BY-4.0 (UCI Machine Learning Repository)",
    ),
    load,
    fingerprint=sklearn_release,
    class_names=CLASSES,
)
