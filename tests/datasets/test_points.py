"""The point sets are what their names say."""

from __future__ import annotations

import numpy as np
import pytest

from playground import datasets, specs
from playground.datasets.base import Raw
from playground.params import filled


def drawn(name: str, **params: object) -> Raw:
    dataset = datasets.get(name)
    return dataset.load(filled(dataset.about.params, params))


@pytest.mark.parametrize("name", ["gaussians", "circles", "xor", "spirals", "moons"])
@pytest.mark.parametrize("size", [20, 21, 500])
def test_classes_are_balanced_and_within_the_axes(name: str, size: int) -> None:
    raw = drawn(name, size=size, noise=0.0)
    counts = np.bincount(raw.y)
    assert counts.sum() == size
    assert abs(counts[0] - counts[1]) <= 1
    assert np.abs(np.asarray(raw.x)).max() < 6.5


@pytest.mark.parametrize("name", ["gaussians", "circles", "xor", "spirals", "moons", "plane", "bumps"])
def test_seed_and_noise_do_what_they_say(name: str) -> None:
    assert np.array_equal(np.asarray(drawn(name).x), np.asarray(drawn(name).x))
    assert not np.array_equal(np.asarray(drawn(name).x), np.asarray(drawn(name, seed=1).x))


def nearest_other(name: str, noise: float) -> float:
    """Share of points whose nearest neighbour is of the other class."""
    raw = drawn(name, noise=noise, size=400)
    x = np.asarray(raw.x)
    far = ((x[:, None] - x[None]) ** 2).sum(-1) + np.eye(len(x)) * 1e9
    return float((raw.y[far.argmin(1)] != raw.y).mean())


@pytest.mark.parametrize("name", ["gaussians", "circles", "xor", "spirals", "moons"])
def test_without_noise_the_classes_are_apart_and_with_much_they_mix(name: str) -> None:
    assert nearest_other(name, 0.0) == 0
    assert nearest_other(name, 0.1) <= 0.03
    assert nearest_other(name, 1.0) > 0.05


def test_the_plane_is_one_and_the_bumps_are_none() -> None:
    for name, flat in (("plane", True), ("bumps", False)):
        raw = drawn(name, noise=0.0)
        inputs = np.column_stack([np.asarray(raw.x), np.ones(len(raw.y))])
        solved = np.linalg.lstsq(inputs, raw.y, rcond=None)[0]
        explained = 1 - ((inputs @ solved - raw.y) ** 2).sum() / ((raw.y - raw.y.mean()) ** 2).sum()
        assert (explained > 0.999) == flat
        assert np.abs(raw.y).max() <= 1.1


def test_xor_by_sign() -> None:
    raw = drawn("xor", noise=0.0)
    x = np.asarray(raw.x)
    assert np.array_equal((x[:, 0] * x[:, 1] > 0).astype(int), raw.y)


def test_a_point_in_the_units_of_the_axes_after_scaling_and_back() -> None:
    prepared = datasets.prepare(specs.Data(name="spirals"))
    assert 4 < np.abs(prepared.train.x).max() < 6
    assert np.allclose(prepared.decode(prepared.train.x).std(axis=0), 1, atol=1e-4)
