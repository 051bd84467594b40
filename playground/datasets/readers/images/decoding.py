"""What the picture sets share: one array layout, checks, and the number of examples to use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from playground.core.i18n import N_, Text
from playground.core.params import Int
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import ImageHeader, RawDataset, Values
from playground.datasets.splitting import stratified_sample

EXAMPLES = Int(
    name="examples",
    label=N_("examples"),
    help=N_("How many training examples are used, the same share of each class; not set: all. The test set stays."),
    default=None,
    optional=True,
    low=20,
    high=1_000_000,
    step=1000,
)
Pair = tuple[npt.NDArray[np.generic], npt.NDArray[np.generic]]


def limit_header(header: ImageHeader, params: Values) -> ImageHeader:
    """*header* with the examples that are used."""
    limit = params.get("examples")
    if not isinstance(limit, int):
        return header
    return replace(header, train_examples=min(limit, header.train_examples))


def raw_image_dataset(train: Pair, test: Pair, class_names: tuple[str, ...], params: Values, path: Path) -> RawDataset:
    """The set of *train* and *test* pictures ``(n, h, w)`` or ``(n, h, w, c)`` uint8 and labels ``(n,)`` int; of the
    training part as many as *params* ask for.

    Raises :class:`PlaygroundError` (naming *path*) where pictures and labels do not belong together.
    """
    x, y = _check_pair(*train, len(class_names), path)
    test_x, test_y = _check_pair(*test, len(class_names), path)
    if x.shape[1:] != test_x.shape[1:]:
        raise PlaygroundError(
            _broken_file_problem(path, N_("the test images have another size than the training images."))
        )
    limit = params.get("examples")
    if isinstance(limit, int) and limit < len(x):
        # A fixed seed: the same examples whatever the split's seed, so that runs differ in one thing only.
        rows = stratified_sample(y, len(y), limit, np.random.default_rng(0))
        x, y = x[rows], y[rows]
    return RawDataset("multiclass", x, y, class_names=class_names, test=(test_x, test_y))


def _check_pair(
    x: npt.NDArray[np.generic], y: npt.NDArray[np.generic], classes: int, path: Path
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    y = y.reshape(-1)
    if x.ndim not in (3, 4) or x.dtype != np.uint8:
        raise PlaygroundError(_broken_file_problem(path, N_("it does not hold images of bytes.")))
    if len(x) != len(y) or not len(x):
        raise PlaygroundError(_broken_file_problem(path, N_("there are not as many labels as images.")))
    if not np.issubdtype(y.dtype, np.integer) or y.min() < 0 or y.max() >= classes:
        raise PlaygroundError(_broken_file_problem(path, N_("it has labels that are no class of the set.")))
    return (x if x.ndim == 4 else x[..., None]), y.astype(np.int64)  # type: ignore[return-value]  # dtype tested above


def _broken_file_problem(path: Path, why: str) -> Problem:
    message = Text(N_("{file} does not fit: {why}"), {"file": str(path), "why": Text(why)})
    return Problem("broken_file", message, field="data.name")
