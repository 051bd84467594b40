"""Splits: exact sizes, shares of classes, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.datasets.splitting import split_indices, split_sizes, stratified_sample

labels_of = st.lists(st.integers(0, 5), min_size=3, max_size=200)
fractions = st.floats(0.0, 0.5)


@given(labels_of, fractions, fractions, st.integers(0, 2**31 - 1), st.booleans())
def test_every_row_once_and_sizes_as_told(
    labels: list[int], validation: float, test: float, seed: int, stratify: bool
) -> None:
    count = len(labels)
    found = split_indices(count, np.array(labels) if stratify else None, validation=validation, test=test, seed=seed)
    assert sorted(np.concatenate(found).tolist()) == list(range(count))
    assert tuple(len(part) for part in found) == split_sizes(count, validation, test)
    assert len(found.train) >= 1


@given(labels_of, st.integers(0, 200), st.integers(0, 99))
def test_a_subset_takes_of_each_class_its_share(labels: list[int], size: int, seed: int) -> None:
    values = np.array(labels)
    size = min(size, len(values))
    chosen = stratified_sample(values, len(values), size, np.random.default_rng(seed))
    assert len(chosen) == size == len(set(chosen.tolist()))
    for label in set(labels):
        wanted = (values == label).sum() * size / len(values)
        alone = (values == label).sum() == 1
        assert alone or abs((values[chosen] == label).sum() - wanted) <= 6


def test_a_class_keeps_its_last_example_in_training() -> None:
    labels = np.array([0] * 50 + [1])
    assert 50 in split_indices(51, labels, validation=0.2, test=0.3, seed=0).train


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_tiny_sets(count: int) -> None:
    train, validation, test = split_sizes(count, 0.5, 0.5)
    assert train + validation + test == count
    assert train >= min(count, 1)
