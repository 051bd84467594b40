"""How far diabetes went on in a year."""

from __future__ import annotations

import numpy as np

from playground.datasets._sklearn import bunch, release
from playground.datasets.base import About, Dataset, Raw, Values
from playground.i18n import N_


def load(_params: Values) -> Raw:
    """Ten columns as they were measured (not the pre-scaled ones, whose scaling has seen the test part)."""
    found = bunch("load_diabetes", as_frame=True, scaled=False)
    frame = found.data.astype(np.float64)
    y = np.asarray(found.target, np.float64)[:, None]
    return Raw("regression", frame, y, feature_names=tuple(frame.columns), target_names=(N_("progression"),))


DATASET = Dataset(
    About(
        "diabetes",
        N_("Diabetes"),
        N_("Ten measurements of 442 patients, and how far the disease had gone on a year later. Few and noisy."),
        "table",
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least Angle Regression, 2004; scikit-learn load_diabetes",
        "BSD-3-Clause (as distributed with scikit-learn)",
    ),
    load,
    identity=release,
)
