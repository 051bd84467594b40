"""Three cultivars of wine."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.tables.sklearn_table import classification_dataset, sklearn_release

CLASSES = (N_("cultivar 1"), N_("cultivar 2"), N_("cultivar 3"))
COLUMNS = (
    N_("alcohol"),
    N_("malic acid"),
    N_("ash"),
    N_("alcalinity of ash"),
    N_("magnesium"),
    N_("total phenols"),
    N_("flavanoids"),
    N_("nonflavanoid phenols"),
    N_("proanthocyanins"),
    N_("color intensity"),
    N_("hue"),
    N_("od280/od315 of diluted wines"),
    N_("proline"),
)


def load(_params: Values) -> RawDataset:
    """178 rows of 13 columns, float64, and class numbers ``(178,)`` int64. Raises :class:`PlaygroundError` where
    scikit-learn's file is not installed."""
    return classification_dataset("wine_data.csv", COLUMNS, CLASSES)


DATASET = Dataset(
    DatasetCard(
        "wine",
        N_("Wine"),
        N_("Thirteen measurements of 178 wines from three cultivars, on very different scales: scaling matters."),
        "table",
        "S. Aeberhard and M. Forina, 1992; https://archive.ics.uci.edu/dataset/109/wine; scikit-learn load_wine",
        "CC-BY-4.0 (UCI Machine Learning Repository)",
    ),
    load,
    fingerprint=sklearn_release,
    class_names=CLASSES,
)
