"""Geometry among codes, against answers that are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.evaluation import latent_geometry


def test_axes_do_not_turn_over_and_a_single_code_is_no_error() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 5)) * [5, 3, 1, 1, 1]
    plane, same = latent_geometry.pca_plane(rows), latent_geometry.pca_plane(rows[::-1])
    np.testing.assert_allclose(plane.project(rows), same.project(rows), atol=1e-9)
    alone = latent_geometry.pca_plane(np.zeros((1, 3)))
    assert alone.project(np.zeros((1, 3))).tolist() == [[0.0, 0.0]]
    assert alone.explained_variance_ratio == (0.0, 0.0)


def test_the_principal_plane_of_a_flat_cloud_holds_all_of_it() -> None:
    random = np.random.default_rng(1)
    across, up = np.array([0.6, 0.8, 0.0, 0.0]), np.array([0.0, 0.0, 1.0, 0.0])
    places = random.normal(size=(200, 2)) * [4.0, 1.0]
    rows = [1.0, 2.0, 3.0, 4.0] + places @ np.stack([across, up])
    plane = latent_geometry.pca_plane(rows)
    np.testing.assert_allclose(np.abs(plane.axes), np.abs([across, up]), atol=0.05)
    assert sum(plane.explained_variance_ratio) == pytest.approx(1.0)
    np.testing.assert_allclose(plane.unproject(plane.project(rows)), rows, atol=1e-9)
    assert np.square(plane.project(rows)).sum() == pytest.approx(np.square(rows - rows.mean(0)).sum())


def test_the_plane_of_two_numbers_is_the_numbers() -> None:
    rows = np.array([[1.0, -2.0], [0.5, 3.0]])
    assert np.array_equal(latent_geometry.identity_plane().project(rows), rows)
    assert np.array_equal(latent_geometry.identity_plane().unproject(rows), rows)


def test_divergence_is_that_of_two_normal_distributions() -> None:
    assert latent_geometry.kl_per_dimension([[0.0, 0.0]], [[0.0, 0.0]]).tolist() == [0.0, 0.0]
    found = latent_geometry.kl_per_dimension([[1.0, 0.0], [-1.0, 0.0]], [[0.0, math.log(4.0)]] * 2)
    assert found == pytest.approx([0.5, 0.5 * (4 - 1 - math.log(4.0))])


def test_what_moves_more_has_more_effect() -> None:
    noise = np.zeros((3, 2))
    probes = latent_geometry.perturb(noise, 1.0)
    assert probes.shape == (2, 2, 3, 2)
    assert probes[0, 0, 0].tolist() == [-1.0, 0.0]
    assert probes[1, 1, 2].tolist() == [0.0, 1.0]
    pictures = np.stack([5.0 * probes[..., 0] + probes[..., 1], 0.0 * probes[..., 0]], -1)
    assert latent_geometry.sensitivity(pictures).tolist() == [5.0, 1.0]
    assert latent_geometry.sensitivity(np.array([[[[250]], [[5]]]], np.uint8)).tolist() == [245.0], (
        "bytes do not run over"
    )


def test_a_line_goes_in_equal_steps() -> None:
    found = latent_geometry.lerp([0.0, 2.0], [4.0, 0.0], 5)
    assert found.tolist() == [[0.0, 2.0], [1.0, 1.5], [2.0, 1.0], [3.0, 0.5], [4.0, 0.0]]


def test_a_sphere_goes_in_equal_angles_and_keeps_its_distance() -> None:
    found = latent_geometry.slerp([1.0, 0.0], [0.0, 1.0], 4)
    angles = np.deg2rad([0, 30, 60, 90])
    np.testing.assert_allclose(found, np.stack([np.cos(angles), np.sin(angles)], 1), atol=1e-12)
    random = np.random.default_rng(2)
    start, end = random.normal(size=(2, 64))
    way = latent_geometry.slerp(start, end, 9)
    np.testing.assert_allclose(way[[0, -1]], [start, end])
    lengths = np.linalg.norm(way, axis=1)
    assert lengths.min() > 0.95 * min(np.linalg.norm(start), np.linalg.norm(end))
    assert np.linalg.norm(latent_geometry.lerp(start, end, 9), axis=1).min() < 0.85 * lengths.min()


@pytest.mark.parametrize("end", [[2.0, 0.0], [-1.0, 0.0], [0.0, 0.0], [1.0, 0.0]])
def test_where_there_is_no_angle_it_is_the_line(end: list[float]) -> None:
    np.testing.assert_allclose(
        latent_geometry.slerp([1.0, 0.0], end, 5), latent_geometry.lerp([1.0, 0.0], end, 5), atol=1e-6
    )


def test_means_steps_and_choices() -> None:
    rows, labels = np.array([[0.0, 1.0], [2.0, 3.0], [9.0, 9.0]]), np.array([1, 1, 0])
    assert latent_geometry.class_mean(rows, labels, 1).tolist() == [1.0, 2.0]
    assert latent_geometry.top_k([0.5, -3.0, 0.0, 1.0], 2) == [(1, -3.0), (3, 1.0)]
    assert latent_geometry.top_k([0.0, 0.0], 3) == []
    assert latent_geometry.variance_per_dimension([[0.0, 5.0], [2.0, 5.0]]).tolist() == [1.0, 0.0]
    assert latent_geometry.stratified_pick([1, 0, 1, 0, 1, 2], 6).tolist() == [1, 3, 0, 2, 5]
    assert len(latent_geometry.stratified_pick(np.arange(100), 60)) == 60
    assert latent_geometry.stratified_pick([], 5).tolist() == []
