"""The point sets are what their names say."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

from playground import datasets
from playground.core.params import with_defaults
from playground.datasets.dataset import RawDataset
from playground.datasets.points import grid, ring
from playground.datasets.preparation import cache
from playground.experiment import spec


def drawn(name: str, **params: object) -> RawDataset:
    dataset = datasets.get(name)
    return dataset.load(with_defaults(dataset.card.params, params))


@pytest.mark.parametrize("name", ["gaussians", "circles", "xor", "spirals", "moons", "line"])
@pytest.mark.parametrize("size", [20, 21, 500])
def test_classes_are_balanced_and_within_the_axes(name: str, size: int) -> None:
    raw = drawn(name, size=size, noise=0.0)
    counts = np.bincount(raw.y)
    assert counts.sum() == size
    assert abs(counts[0] - counts[1]) <= 1
    assert np.abs(np.asarray(raw.x)).max() < 6.5


@pytest.mark.parametrize(
    "name", ["gaussians", "circles", "xor", "spirals", "moons", "plane", "bumps", "line", "ring", "grid"]
)
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
    prepared = datasets.prepare(spec.Data(name="spirals"))
    assert 4 < np.abs(prepared.train.x).max() < 6
    assert np.allclose(prepared.scale_inputs(prepared.train.x).std(axis=0), 1, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "given", "centres", "noise"),
    [
        ("ring", {}, ring.cluster_centers(8), 0.1),
        ("ring", {"modes": 2, "noise": 0.02}, np.array([[2.0, 0.0], [-2.0, 0.0]]), 0.02),
        ("ring", {"modes": 16}, ring.cluster_centers(16), 0.1),
        ("grid", {}, grid.cluster_centers(5), 0.05),
        ("grid", {"side": 2, "noise": 0.2}, np.array([[-0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, 0.5]]), 0.2),
    ],
)
def test_each_class_is_a_mode_around_its_centre(
    name: str, given: dict[str, object], centres: np.ndarray, noise: float
) -> None:
    raw = drawn(name, size=10_000, **given)
    x = np.asarray(raw.x, np.float64)
    assert raw.has_modes
    assert raw.class_names == tuple(str(number) for number in range(1, len(centres) + 1))
    counts = np.bincount(raw.y)
    assert len(counts) == len(centres)
    assert counts.max() - counts.min() <= 1
    for number, centre in enumerate(centres):
        cloud = x[raw.y == number]
        assert np.abs(cloud.mean(0) - centre).max() < 5 * noise / np.sqrt(len(cloud))
        assert cloud.std(0) == pytest.approx(noise, rel=0.15)


def test_the_ring_has_radius_two_and_the_grid_a_spacing_of_one() -> None:
    assert np.hypot(*ring.cluster_centers(8).T) == pytest.approx(2)
    angles = np.unwrap(np.arctan2(ring.cluster_centers(8)[:, 1], ring.cluster_centers(8)[:, 0]))
    assert np.diff(angles) == pytest.approx(np.pi / 4)
    assert sorted({tuple(centre) for centre in grid.cluster_centers(5).tolist()}) == [
        (x, y) for x in (-2.0, -1.0, 0.0, 1.0, 2.0) for y in (-2.0, -1.0, 0.0, 1.0, 2.0)
    ]


def test_without_noise_the_line_is_straight_and_slanted() -> None:
    raw = drawn("line", noise=0.0)
    x = np.asarray(raw.x)
    assert x[:, 1] == pytest.approx(x[:, 0] / 2, abs=1e-6)
    assert np.abs(x).max(0) == pytest.approx([2, 1], rel=0.01)
    assert np.array_equal((x[:, 0] > 0).astype(int), raw.y)
    assert not raw.has_modes


@pytest.mark.parametrize(("name", "modes"), [("ring", True), ("grid", True), ("line", False), ("moons", False)])
def test_facts_say_whether_each_class_is_a_mode_and_keep_it_in_json(name: str, modes: bool) -> None:
    info = datasets.describe(spec.Data(name=name))
    assert info.has_modes == modes
    assert cache.info_from_json(json.loads(json.dumps(asdict(info)))) == info


def test_two_modes_are_a_yes_or_no() -> None:
    info = datasets.describe(spec.Data(name="ring", params={"modes": 2}))
    assert (info.task, info.outputs) == ("binary", 1)
