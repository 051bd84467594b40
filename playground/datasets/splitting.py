"""Which examples go into which part: exact sizes, in proportion to the classes, the same for the same seed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]


class SplitIndices(NamedTuple):
    """Row numbers of each part, ascending; together every row once."""

    train: Index
    validation: Index
    test: Index


def split_size(count: int, fraction: float) -> int:
    """How many of *count* examples the *fraction* is; at least one where a fraction is wanted and three are there."""
    size = int(count * fraction + 0.5)
    return max(size, 1) if fraction > 0 and count >= 3 else size


def split_sizes(count: int, validation: float, test: float) -> tuple[int, int, int]:
    """Training, validation and test examples of *count*; the training part keeps at least one."""
    tests = min(split_size(count, test), max(count - 1, 0))
    validations = min(split_size(count, validation), max(count - tests - 1, 0))
    return count - validations - tests, validations, tests


def split_indices(count: int, labels: Index | None, *, validation: float, test: float, seed: int) -> SplitIndices:
    """*count* rows in three parts, each ``(k,)`` int64; stratified by *labels* ``(count,)`` int64 unless ``None``."""
    _, validations, tests = split_sizes(count, validation, test)
    rng = np.random.default_rng([seed, 0x5911])
    rest = np.arange(count)
    chosen_test = stratified_sample(labels, count, tests, rng)
    rest = np.setdiff1d(rest, chosen_test, assume_unique=True)
    chosen_validation = stratified_sample(None if labels is None else labels[rest], len(rest), validations, rng)
    return SplitIndices(
        np.setdiff1d(rest, rest[chosen_validation], assume_unique=True), rest[chosen_validation], chosen_test
    )


def stratified_sample(labels: Index | None, count: int, size: int, rng: np.random.Generator) -> Index:
    """*size* of *count* rows at random, ``(size,)`` int64, ascending; of each class in *labels* ``(count,)`` int64 its
    share, and never its last row if others serve."""
    if labels is None:
        return np.sort(rng.permutation(count)[:size])
    values, number = np.unique(labels, return_inverse=True)
    shuffled = rng.permutation(count)
    grouped = shuffled[np.argsort(number[shuffled], kind="stable")]
    counts = np.bincount(number, minlength=len(values))
    ends = np.cumsum(counts)
    takes = _counts_per_class(counts, size)
    class_rows = [grouped[end - have : end - have + take] for have, end, take in zip(counts, ends, takes, strict=True)]
    return np.sort(np.concatenate(class_rows)) if class_rows else np.zeros(0, np.int64)


def _counts_per_class(counts: Index, size: int) -> Index:
    """How many to take of each class: the largest remainders get what rounding down left over."""
    exact = counts * (size / max(int(counts.sum()), 1))
    takes = np.minimum(np.floor(exact).astype(np.int64), np.maximum(counts - 1, 0))
    for most in (np.maximum(counts - 1, 0), counts):
        while (short := size - int(takes.sum())) > 0 and (open_ := np.flatnonzero(takes < most)).size:
            order = open_[np.argsort(takes[open_] - exact[open_], kind="stable")]
            takes[order[:short]] += 1
    return np.asarray(takes)
