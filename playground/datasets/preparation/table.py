"""A table made fit for a network: cleaned, split, completed, encoded.

Whatever is learned from values (what to fill in, where outliers begin, which categories there are, how to scale)
is learned from the training part alone. Rows are dropped from every part only where they cannot be used at all
(no target, or missing values where "drop" is chosen) or would stand in two parts at once (duplicates).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import RawDataset
from playground.datasets.preparation.limits import refuse_many_categories, refuse_too_large
from playground.datasets.splitting import SplitIndices, split_indices
from playground.experiment import spec

OUTLIER_IQRS = 1.5
"""Interquartile ranges beyond the quartiles where outliers begin (J. W. Tukey, 1977)."""


class CleaningCounts(NamedTuple):
    """How many rows (and, for *clipped_values* and *filled_values*, values) each step touched."""

    rows_read: int = 0
    rows_without_target: int = 0
    duplicate_rows: int = 0
    incomplete_rows: int = 0
    outlier_rows: int = 0
    clipped_values: int = 0
    filled_values: int = 0


@dataclass(frozen=True, slots=True)
class EncodedTable:
    """*x* ``(n, k)`` float32 of all kept rows in the units of the data, *y* ``(n,)`` int64 class numbers or
    ``(n, outputs)`` float64 values; *split* numbers the rows."""

    x: npt.NDArray[np.float32]
    y: npt.NDArray[np.generic]
    split: SplitIndices
    feature_names: tuple[str, ...]
    is_one_hot: npt.NDArray[np.bool_]
    """Which columns are 0 or 1 and are not scaled."""
    cleaning_counts: CleaningCounts = field(default_factory=CleaningCounts)


def encode(raw: RawDataset, data: spec.Data) -> EncodedTable:
    """*raw* after every step of ``data.preparation`` but the scaling. Raises :class:`PlaygroundError` where nothing is
    left, a column has too many categories, or the table is too large."""
    frame, y, steps = _usable_rows(raw, data.preparation)
    labels = y.astype(np.int64) if raw.class_names and data.split.stratify else None
    rows = split_indices(
        len(frame), labels, validation=data.split.validation, test=data.split.test, seed=data.split.seed
    )
    train = np.zeros(len(frame), bool)
    train[rows.train] = True
    numbers, texts = numeric_columns(frame), [name for name in frame.columns if not is_number(frame[name])]
    values = frame[numbers].to_numpy(np.float64)
    low, high = outlier_bounds(values[train])
    outside = (values < low) | (values > high)
    if data.preparation.outliers == "clip":
        steps = steps._replace(clipped_values=int(outside.sum()))
        values = np.where(np.isnan(values), np.nan, np.clip(values, low, high))
    elif data.preparation.outliers == "drop":
        dropped = train & outside.any(axis=1)
        if dropped.sum() >= train.sum():
            raise _nothing_left_error(N_("Every training row has an outlier; choose to clip or keep them."))
        steps = steps._replace(outlier_rows=int(dropped.sum()))
        train &= ~dropped
    steps = steps._replace(filled_values=int(np.isnan(values).sum() + frame[texts].isna().to_numpy().sum()))
    values = _fill_missing(values, train, data.preparation.missing)
    text_stats = {name: _categories_and_mode(frame[name], train) for name in texts}
    wide = data.preparation.encode == "one_hot"
    for name, (categories, _) in text_stats.items():
        refuse_many_categories(name, len(categories), data)
    refuse_too_large(len(frame), len(numbers) + sum(len(entry[0]) if wide else 1 for entry in text_stats.values()))
    blocks = [values.astype(np.float32)]
    names = list(numbers)
    for name, (categories, usual) in text_stats.items():
        blocks.append(_encode_column(frame[name], categories, usual, wide))
        names += [f"{name}={category}" for category in categories] if wide else [name]
    one_hot = np.arange(len(names)) >= (len(numbers) if wide else len(names))
    x = np.concatenate(blocks, axis=1)
    parts = SplitIndices(np.flatnonzero(train), rows.validation, rows.test)
    return EncodedTable(x, y, parts, tuple(names), one_hot, steps)


def is_number(column: pd.Series) -> bool:
    """Whether *column* holds numbers (or truth values), not text."""
    return pd.api.types.is_numeric_dtype(column.dtype)


def numeric_columns(frame: pd.DataFrame) -> list[str]:
    """The names of the columns of *frame* that hold numbers, in their order."""
    return [str(name) for name in frame.columns if is_number(frame[name])]


def missing_target_mask(y: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """``(n,)`` bool: which rows of *y*, ``(n,)`` int or ``(n, k)`` float as
    :class:`~playground.datasets.dataset.RawDataset` has it, have no target."""
    if np.issubdtype(y.dtype, np.integer):
        return np.asarray(y.astype(np.int64) < 0)
    return np.asarray(np.isnan(y.astype(np.float64)).any(axis=1))


def duplicate_mask(frame: pd.DataFrame, y: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """``(n,)`` bool: which of the *n* rows of *frame* repeat an earlier one, their target in *y* ``(n,)`` or ``(n, k)``
    included."""
    targets = pd.DataFrame(y.reshape(len(y), -1), index=frame.index).add_prefix("\0")
    return pd.concat([frame, targets], axis=1).duplicated().to_numpy(bool)


def outlier_bounds(values: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Where outliers begin below and above, by column of *values* ``(n, k)``, NaN where missing: ``(k,)`` float64 each
    (J. W. Tukey 1977, "Exploratory Data Analysis"). A column with no spread has none: minus and plus infinity."""
    low, high = np.full(values.shape[1], -np.inf), np.full(values.shape[1], np.inf)
    for column in range(values.shape[1]):
        valid_values = values[~np.isnan(values[:, column]), column]
        if valid_values.size:
            first, third = np.percentile(valid_values, [25, 75])
            if third > first:
                low[column] = first - OUTLIER_IQRS * (third - first)
                high[column] = third + OUTLIER_IQRS * (third - first)
    return low, high


def _usable_rows(
    raw: RawDataset, preparation: spec.Preparation
) -> tuple[pd.DataFrame, npt.NDArray[np.generic], CleaningCounts]:
    frame, y = pd.DataFrame(raw.x).reset_index(drop=True), raw.y
    keep = ~missing_target_mask(y)
    steps = CleaningCounts(rows_read=len(frame), rows_without_target=int((~keep).sum()))
    if preparation.missing == "drop":
        incomplete = keep & frame.isna().any(axis=1).to_numpy(bool)
        steps = steps._replace(incomplete_rows=int(incomplete.sum()))
        keep &= ~incomplete
    if preparation.duplicates == "drop":
        duplicates = np.zeros(len(frame), bool)
        duplicates[keep] = duplicate_mask(frame[keep], y[keep])
        steps = steps._replace(duplicate_rows=int(duplicates.sum()))
        keep &= ~duplicates
    frame, y = frame[keep].reset_index(drop=True), y[keep]
    if len(frame) < 3:
        message = Text(N_("Only {rows} rows are left after cleaning; at least 3 are needed."), {"rows": len(frame)})
        raise PlaygroundError(Problem("too_few_rows", message, field="data.preparation"))
    if raw.class_names and len(np.unique(y)) < 2:
        raise _nothing_left_error(N_("Only one class is left after cleaning; there is nothing to tell apart."))
    return frame, y, steps


def _nothing_left_error(message: str) -> PlaygroundError:
    return PlaygroundError(Problem("nothing_left", Text(message), field="data.preparation"))


def _fill_missing(values: npt.NDArray[np.float64], train: npt.NDArray[np.bool_], how: str) -> npt.NDArray[np.float64]:
    """*values* with what is missing filled by what the training rows say; 0 where they have nothing to say."""
    if not np.isnan(values).any():
        return values
    filled = values.copy()
    for column in np.flatnonzero(np.isnan(values).any(axis=0)):
        valid_values = values[train, column]
        valid_values = valid_values[~np.isnan(valid_values)]
        filled[np.isnan(values[:, column]), column] = _fill_value(valid_values, how) if valid_values.size else 0.0
    return filled


def _fill_value(valid_values: npt.NDArray[np.float64], how: str) -> float:
    if how == "median":
        return float(np.median(valid_values))
    if how == "most_frequent":
        unique_values, counts = np.unique(valid_values, return_counts=True)
        return float(unique_values[counts.argmax()])
    return float(valid_values.mean())


def _categories_and_mode(column: pd.Series, train: npt.NDArray[np.bool_]) -> tuple[list[str], str]:
    """The categories of the training rows, in order, and the most frequent of them (the first where several are)."""
    counts = column[train].dropna().astype(str).value_counts()
    return sorted(counts.index), min(counts.index[counts == counts.max()], default="")


def _encode_column(column: pd.Series, categories: list[str], usual: str, wide: bool) -> npt.NDArray[np.float32]:
    """One-hot columns (all 0 for a category the training part has not) or one column of numbers (-1 for such).

    A missing category becomes the training part's most frequent one: text has no mean.
    """
    texts = column.astype(object).where(column.notna(), usual).astype(str)
    codes = pd.Index(categories, dtype=object).get_indexer(pd.Index(texts, dtype=object))
    if not wide:
        return codes.astype(np.float32)[:, None]
    return np.asarray(codes[:, None] == np.arange(len(categories)), np.float32)
