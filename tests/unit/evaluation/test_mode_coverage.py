"""Which clusters are covered, and how many points are good ones."""

from __future__ import annotations

import numpy as np
import pytest

from playground.evaluation import mode_coverage

CENTRES = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [10.0, 10.0]])
RANDOM = np.random.default_rng(1)


def cluster(place: int, count: int = 200, deviation: float = 0.5) -> np.ndarray:
    return CENTRES[place] + deviation * RANDOM.normal(size=(count, 2))


KNOWN = mode_coverage.clusters(np.concatenate([cluster(place) for place in range(4)]), np.repeat(np.arange(4), 200))


def test_clusters_are_found_where_they_are() -> None:
    assert pytest.approx(CENTRES, abs=0.15) == KNOWN.centres
    assert KNOWN.deviation == pytest.approx(0.5, rel=0.1)


def test_all_drawn_is_all_covered() -> None:
    drawn = np.concatenate([cluster(place) for place in range(4)])
    found = mode_coverage.coverage(drawn, KNOWN)
    assert (found.covered, found.total) == (4, 4)
    # Of a normal distribution in the plane, 1 - exp(-9 / 2) lies within three deviations.
    assert found.good_share == pytest.approx(0.989, abs=0.02)


def test_a_collapse_is_counted() -> None:
    found = mode_coverage.coverage(cluster(2, 800), KNOWN)
    assert found.covered == 1
    assert found.good_share > 0.95


def test_what_lies_between_is_no_good_point_and_covers_nothing() -> None:
    found = mode_coverage.coverage(np.full((100, 2), 5.0), KNOWN)
    assert (found.covered, found.good_share) == (0, 0.0)


def test_a_stray_point_does_not_make_a_cluster_drawn() -> None:
    drawn = np.concatenate([cluster(0, 999), CENTRES[3][None]])
    assert mode_coverage.coverage(drawn, KNOWN).covered == 1
