"""The Fréchet distance, precision and recall, and the nearest example, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from playground.evaluation import distribution

RANDOM = np.random.default_rng(0)


def test_a_cloud_is_at_no_distance_from_itself() -> None:
    cloud = RANDOM.normal(size=(300, 5))
    assert distribution.frechet_distance(cloud, cloud) == pytest.approx(0, abs=1e-8)
    assert distribution.precision_recall(cloud, cloud) == (1.0, 1.0)


def test_the_distance_of_two_normal_distributions_is_the_formula() -> None:
    """Means apart by 3 and 4, deviations 1 and 2 in both directions: 25 + 2 (1 - 2)² (Dowson and Landau 1982)."""
    one, other = (RANDOM.normal(size=(200_000, 2)) for _cloud in range(2))
    assert distribution.frechet_distance(one, 2 * other + [3, 4]) == pytest.approx(27, rel=0.01)


def test_the_distance_does_not_depend_on_the_order_nor_on_a_turn() -> None:
    one, other = RANDOM.normal(size=(500, 4)), RANDOM.normal(size=(400, 4)) @ RANDOM.normal(size=(4, 4))
    turn, _upper = np.linalg.qr(RANDOM.normal(size=(4, 4)))
    distance = distribution.frechet_distance(one, other)
    assert distribution.frechet_distance(other, one) == pytest.approx(distance)
    assert distribution.frechet_distance(one @ turn, other @ turn) == pytest.approx(distance)


def test_a_cloud_without_spread_is_measured() -> None:
    assert distribution.frechet_distance(np.ones((50, 3)), np.zeros((50, 3))) == pytest.approx(3)


def test_what_is_never_drawn_lowers_recall_and_what_is_nowhere_lowers_precision() -> None:
    left, right = RANDOM.normal(size=(400, 2)) - 20, RANDOM.normal(size=(400, 2)) + 20
    both = np.concatenate([left, right])
    precision, recall = distribution.precision_recall(both, left + 0.1 * RANDOM.normal(size=left.shape))
    assert precision > 0.9
    assert recall == pytest.approx(0.5, abs=0.06)
    precision, recall = distribution.precision_recall(left, both)
    assert precision == pytest.approx(0.5, abs=0.06)
    assert recall > 0.9


def test_the_nearest_example_is_found_with_its_distance() -> None:
    real = RANDOM.integers(0, 255, (40, 4, 4, 1)).astype(np.uint8)
    rows, far = distribution.nearest_rows(real[[7, 3]], real)
    assert rows.tolist() == [7, 3]
    assert far == pytest.approx([0, 0], abs=1e-5)
    rows, far = distribution.nearest_rows(real[:1].astype(float) + 2.0, real[:1])
    assert far == pytest.approx([2.0])
