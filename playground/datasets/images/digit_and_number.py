"""A small handwritten digit with a number beside it: which of the two is larger?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from playground.core.i18n import N_
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.images import digits
from playground.datasets.points.point_set import seed_param
from playground.datasets.tables.sklearn_table import sklearn_release

NUMBERS = 10
CLASSES = (N_("no"), N_("yes"))


def load(params: Values) -> RawDataset:
    """The pictures of :mod:`.digits`; beside each a whole number from 0 to 9, each as likely, drawn by ``seed``: the
    column ``number`` of the table, float64. Raises as :func:`.digits.load`.

    Who sees the picture alone, or the number alone, is right in 3 of 4 at best: of a digit d the share d/10 of the
    numbers is smaller, so the better guess is right with max(d, 10 - d)/10, which is 0.75 on average.
    """
    pictures = digits.load(params)
    number = np.random.default_rng([int(str(params["seed"])), 0xD161]).integers(0, NUMBERS, len(pictures.y))
    larger = (pictures.y.astype(np.int64) > number).astype(np.int64)
    table = pd.DataFrame({"number": number.astype(np.float64)})
    return RawDataset("binary", pictures.x, larger, class_names=CLASSES, table=table)


DATASET = Dataset(
    DatasetCard(
        "digit_and_number",
        N_("Digit and number"),
        N_(
            "A handwritten digit with a number beside it: is the digit larger? The images are real, the numbers are "
            "random."
        ),
        "images",
        digits.DATASET.card.source,
        digits.DATASET.card.licence,
        (seed_param(N_("The same seed gives the same numbers; another seed gives others.")),),
    ),
    load,
    fingerprint=sklearn_release,
    class_names=CLASSES,
)
