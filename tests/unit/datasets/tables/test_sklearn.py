"""What is read from scikit-learn's files is what its own loaders answer."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn.datasets

from playground import datasets


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer"])
def test_tables(name: str) -> None:
    theirs, ours = getattr(sklearn.datasets, f"load_{name}")(), datasets.get(name).load({})
    assert np.array_equal(theirs.data, np.asarray(ours.x))
    assert np.array_equal(theirs.target, ours.y)
    assert [str(feature).replace("_", " ") for feature in theirs.feature_names] == list(ours.feature_names)
    if name != "wine":
        assert list(theirs.target_names) == list(ours.class_names)


def test_diabetes() -> None:
    theirs, ours = sklearn.datasets.load_diabetes(scaled=False), datasets.get("diabetes").load({})
    assert np.array_equal(theirs.data, np.asarray(ours.x))
    assert np.array_equal(theirs.target[:, None], ours.y)
    assert tuple(theirs.feature_names) == ours.feature_names


def test_digits() -> None:
    theirs, ours = sklearn.datasets.load_digits(), datasets.get("digits").load({})
    assert np.array_equal(np.rint(theirs.images * 255 / 16), np.asarray(ours.x)[..., 0])
    assert np.array_equal(theirs.target, ours.y)
