"""How far diabetes went on in a year."""

from __future__ import annotations

import pandas as pd

from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.tables.sklearn_table import load_numbers, sklearn_release

COLUMNS = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")


def load(_params: Values) -> RawDataset:
    """442 rows of ten columns, float64, as they were measured (not the pre-scaled ones, whose scaling has seen the test
    part), and values ``(442, 1)`` float64. Raises :class:`PlaygroundError` where scikit-learn's files are not
    installed."""
    frame = pd.DataFrame(load_numbers("diabetes_data_raw.csv.gz", delimiter=None), columns=list(COLUMNS))
    y = load_numbers("diabetes_target.csv.gz")
    return RawDataset("regression", frame, y, feature_names=COLUMNS, target_names=(N_("progression"),))


DATASET = Dataset(
    DatasetCard(
        "diabetes",
        N_("Diabetes"),
        N_("Ten measurements of 442 patients, and how far the disease had gone on a year later. Few and noisy."),
        "table",
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least Angle Regression, 2004; scikit-learn load_diabetes",
        "BSD-3-Clause (as distributed with scikit-learn)",
    ),
    load,
    fingerprint=sklearn_release,
)
