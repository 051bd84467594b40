"""Cleaning, splitting, encoding and scaling of tables: learned from the training part alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from playground.core.problems import PlaygroundError
from playground.datasets.dataset import RawDataset
from playground.datasets.preparation import scale, table
from playground.datasets.preparation.table import EncodedTable, encode
from playground.experiment import spec


def raw(frame: dict[str, object], y: list[int] | None = None) -> RawDataset:
    made = pd.DataFrame(frame)
    target = np.array(y if y is not None else [row % 2 for row in range(len(made))], np.int64)
    return RawDataset("binary", made, target, class_names=("no", "yes"), feature_names=tuple(made.columns))


def encoded(source: RawDataset, **preparation: object) -> EncodedTable:
    data = spec.Data.model_validate({"name": "iris", "preparation": preparation})
    return encode(source, data)


def column(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def test_duplicates() -> None:
    source = raw({"a": [1.0, 1.0, 2.0, 2.0, 3.0, 4.0]}, [0, 0, 0, 1, 0, 1])
    assert len(encoded(source).x) == 6
    found = encoded(source, duplicates="drop")
    assert found.cleaning_counts.duplicate_rows == 1, "the same features with another class are no repetition"
    assert len(found.x) == 5


@pytest.mark.parametrize("how", ["mean", "median", "most_frequent"])
def test_missing_numbers_are_filled_from_the_training_part(how: str) -> None:
    values = column([None if row % 10 == 0 else float(row % 4 == 1) * 100 + row for row in range(100)])
    found = encoded(raw({"a": values}), missing=how)
    train = values[found.split.train]
    known = train[~np.isnan(train)]
    wanted = {"mean": known.mean(), "median": np.median(known), "most_frequent": known.min()}[how]
    filled = found.x[np.isnan(values), 0]
    assert np.allclose(filled, wanted, rtol=1e-5)
    assert found.cleaning_counts.filled_values == 10


def test_rows_with_missing_values_can_be_dropped() -> None:
    source = raw({"a": column([1, None, 3, 4, 5, 6]), "b": pd.Categorical(["x", "y", None, "x", "y", "x"])})
    found = encoded(source, missing="drop")
    assert len(found.x) == 4
    assert found.cleaning_counts.incomplete_rows == 2


def test_rows_without_a_target_are_dropped() -> None:
    found = encoded(raw({"a": np.arange(6.0)}, [0, 1, -1, 0, 1, 0]))
    assert len(found.x) == 5
    assert found.cleaning_counts.rows_without_target == 1


def spiked() -> tuple[np.ndarray, RawDataset]:
    values = np.random.default_rng(0).normal(size=200)
    values[::20] = 50.0
    return values, raw({"a": values})


def test_outliers_are_clipped_at_the_fences_of_the_training_part() -> None:
    values, source = spiked()
    found = encoded(source, outliers="clip")
    low, high = table.outlier_bounds(values[found.split.train][:, None])
    assert np.isclose(found.x.max(), high[0], rtol=1e-5)
    assert found.x.min() >= low[0] - 1e-5
    assert found.cleaning_counts.clipped_values >= 10


def test_outliers_are_dropped_from_the_training_part_only() -> None:
    _, source = spiked()
    kept, dropped = encoded(source), encoded(source, outliers="drop")
    assert dropped.x[dropped.split.train].max() < 50
    assert np.array_equal(kept.split.test, dropped.split.test)
    assert np.array_equal(kept.split.validation, dropped.split.validation)
    gone = set(kept.split.train) - set(dropped.split.train)
    assert len(gone) == dropped.cleaning_counts.outlier_rows > 0
    spikes = np.flatnonzero(np.asarray(source.x["a"]) == 50)  # type: ignore[call-overload]
    assert set(spikes) & set(kept.split.train) <= gone


def test_a_column_without_spread_has_no_outliers() -> None:
    low, high = table.outlier_bounds(np.array([[0.0]] * 90 + [[1.0]] * 10))
    assert np.isinf([low[0], high[0]]).all()


def test_categories_of_the_training_part_and_unknown_ones() -> None:
    words = ["rare"] + ["often", "also"] * 30
    source = raw({"word": pd.Categorical(words)})
    for seed in range(50):
        data = spec.Data.model_validate({"name": "iris", "split": {"seed": seed, "test": 0.5}})
        found = encode(source, data)
        if 0 in found.split.test:
            break
    assert found.feature_names == ("word=also", "word=often")
    assert found.x[0].tolist() == [0, 0], "a category that training never saw has no column"
    assert set(found.x[1:].sum(axis=1)) == {1}
    ordinal = encode(source, data.model_copy(update={"preparation": spec.Preparation(encode="ordinal")}))
    assert ordinal.feature_names == ("word",)
    assert ordinal.x[0, 0] == -1
    assert set(ordinal.x[1:, 0]) == {0, 1}


def test_a_missing_category_becomes_the_most_frequent_one() -> None:
    found = encoded(raw({"word": pd.Categorical(["a", "a", "a", "b", None] * 10)}))
    assert found.x.sum(axis=1).tolist() == [1] * 50
    assert (found.x[4::5, 0] == 1).all()


def test_nothing_left_is_told() -> None:
    with pytest.raises(PlaygroundError, match="rows are left"):
        encoded(raw({"a": column([1, None, None, None])}), missing="drop")
    with pytest.raises(PlaygroundError, match="one class"):
        encoded(raw({"a": column([1, 2, 3, None])}, [0, 0, 0, 1]), missing="drop")


@pytest.mark.parametrize("how", ["standard", "min_max", "robust"])
def test_scaling_is_fitted_where_it_is_told_and_can_be_undone(how: str) -> None:
    x = np.random.default_rng(0).normal(5, 3, (100, 3)).astype(np.float32)
    x[:, 2] = 7
    step = scale.fit_scaling(x, how)
    y = step(x)
    assert np.allclose(y[:, 2], 0, atol=1e-5), "a column that never changes is only shifted"
    told = {
        "standard": (y.mean(axis=0)[:2], y.std(axis=0)[:2]),
        "min_max": (y.min(axis=0)[:2], y.max(axis=0)[:2]),
        "robust": (np.median(y, axis=0)[:2], np.subtract(*np.percentile(y, [75, 25], axis=0))[:2]),
    }[how]
    assert np.allclose(told[0], 0, atol=1e-4)
    assert np.allclose(told[1], 1, atol=1e-4)
    assert np.allclose(scale.inverse(step)(y), x, atol=1e-4)


def test_one_hot_columns_are_not_scaled() -> None:
    x = np.array([[1.0, 0], [3.0, 1], [5.0, 1]], np.float32)
    step = scale.fit_scaling(x, "standard", np.array([False, True]))
    assert step(x)[:, 1].tolist() == [0, 1, 1]


def test_the_test_part_changes_nothing_that_training_sees() -> None:
    """Values of the test part made absurd: what the training part becomes stays bit for bit the same."""
    values = np.random.default_rng(1).normal(size=100)
    values[::9] = np.nan
    words = np.array(["a", "b", "c", None] * 25, object)
    options = {"outliers": "clip", "missing": "mean"}
    first = encoded(raw({"v": values, "w": pd.Categorical(words)}), **options)
    spoiled, other = values.copy(), words.copy()
    spoiled[first.split.test] = 1e6
    other[first.split.test] = "never seen"
    second = encoded(raw({"v": spoiled, "w": pd.Categorical(other)}), **options)
    assert first.feature_names == second.feature_names
    assert np.array_equal(first.x[first.split.train], second.x[second.split.train])
    assert np.array_equal(first.x[first.split.validation], second.x[second.split.validation])
