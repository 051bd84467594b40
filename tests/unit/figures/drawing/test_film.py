"""Grids, stills and the GIF: composed as told, the same every time, and what Pillow reads back."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from playground import figures
from playground.core import i18n
from playground.figures.base import theme
from playground.figures.drawing import animation, image_grid
from playground.figures.drawing.animation import AnimationFrame
from playground.figures.generative import sample_grid
from playground.runs.store import Store
from tests.support.recorded import Recorded, record


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def digits(stored: Store) -> Recorded:
    return record("images_drawn", stored)


def _samples(recorded: Recorded, **options: object):
    return figures.get("samples").compute(recorded.context(**options))


def test_a_grid_holds_each_picture_at_its_place_with_lines_between() -> None:
    pictures = np.arange(3 * 2 * 3, dtype=np.uint8).reshape(3, 2, 3, 1)
    made = image_grid.tile(pictures, np.array([[0, 1], [2, -1]]), least=6, line=200, empty=250)
    assert made.cell == (4, 6)
    assert made.pixels.shape == (4 + 2 + 4, 6 + 2 + 6)
    np.testing.assert_array_equal(made.pixels[:4:2, :6:2], pictures[0, ..., 0])
    np.testing.assert_array_equal(made.pixels[1:4:2, 9::2], pictures[1, ..., 0])
    np.testing.assert_array_equal(made.pixels[6::2, :6:2], pictures[2, ..., 0])
    assert (made.pixels[4:6] == 200).all()
    assert (made.pixels[:, 6:8] == 200).all()
    assert (made.pixels[6:, 8:] == 250).all()


def test_a_grid_keeps_colours() -> None:
    pictures = np.random.default_rng(0).integers(0, 255, (4, 3, 3, 3), np.uint8)
    made = image_grid.tile(pictures, np.array([[0, 1], [2, 3]]), least=3, line=0, empty=0)
    np.testing.assert_array_equal(made.pixels[5:, 5:], pictures[3])


def test_pictures_stand_in_their_order_and_large_ones_are_fewer(digits: Recorded) -> None:
    info = _samples(digits)
    np.testing.assert_array_equal(sample_grid.cell_indices(info, 8), np.arange(64).reshape(8, 8))
    np.testing.assert_array_equal(sample_grid.cell_indices(info, 6), np.arange(36).reshape(6, 6))
    ten = info._replace(samples=info.samples[:10])
    np.testing.assert_array_equal(sample_grid.cell_indices(ten, 8), [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, -1, -1]])
    large = info._replace(samples=np.zeros((64, 64, 64, 3), np.uint8))
    assert sample_grid.cell_indices(large, 8).shape == (3, 3)


def test_with_classes_asked_for_each_has_its_row(stored: Store) -> None:
    info = _samples(record("images_asked", stored))
    which = sample_grid.cell_indices(info, 8)
    assert len(which) == 10
    for label, row in enumerate(which):
        assert set(info.labels[row[row >= 0]]) == {label}
    notes = figures.get("samples").plot(info, theme())["layout"]["annotations"]
    assert [note["text"] for note in notes] == [str(digit) for digit in range(10)]


def test_the_picture_of_64_digits_is_cheap(digits: Recorded) -> None:
    plot = figures.get("samples").plot(_samples(digits), theme())
    (image,) = plot["layout"]["images"]
    assert len(image["source"]) < 16_000


def test_points_keep_their_axes_and_say_what_lies_beyond(stored: Store) -> None:
    recorded = record("points_drawn", stored)
    first, last = (_samples(recorded, step=step) for step in (0, recorded.history.step))
    plots = [figures.get("samples").plot(info, theme())["layout"] for info in (first, last)]
    assert plots[0]["xaxis"]["range"] == plots[1]["xaxis"]["range"]
    assert plots[0]["yaxis"]["range"] == plots[1]["yaxis"]["range"]
    assert "100.0 % of them lie among real ones" in figures.get("samples").alt_text(last)
    x1 = first.extent[1]
    strayed = last._replace(samples=np.concatenate([last.samples, [[x1 + 1, 0]]]).astype(np.float32))
    assert "1 lie beyond the axes" in figures.get("samples").alt_text(strayed)


def test_pictures_that_are_all_alike_are_said_to_be(digits: Recorded) -> None:
    info = _samples(digits)
    assert "differ by 0 of 255" in figures.get("samples").alt_text(info._replace(samples=np.zeros_like(info.samples)))
    pair = np.zeros((2, 4, 4, 1), np.uint8)
    pair[1] = 30
    assert "differ by 30 of 255" in figures.get("samples").alt_text(info._replace(samples=pair))


def test_the_table_holds_every_number(stored: Store, digits: Recorded) -> None:
    table = figures.get("samples").table
    info = _samples(digits)
    np.testing.assert_array_equal(table(info).iloc[:, 1:].to_numpy().reshape(info.samples.shape), info.samples)
    flat = _samples(record("table_drawn", stored))
    np.testing.assert_array_equal(table(flat)[list(flat.names)].to_numpy(), flat.samples)


def test_only_what_draws_has_the_figure(digits: Recorded) -> None:
    assert figures.get("samples").applies_to(digits.info)
    assert not figures.get("samples").applies_to(replace(digits.info, is_generative=False))
    assert "64 noise vectors" in figures.get("samples").note(figures.get("samples").compute(digits.context()))


@pytest.mark.parametrize(
    ("figure", "case"),
    [
        ("samples", "images_drawn"),
        ("samples", "images_asked"),
        ("samples", "points_drawn"),
        ("samples", "points_asked"),
        ("reconstructions", "images_back"),
        ("boundary", "points_binary"),
        ("boundary", "points_multiclass"),
    ],
)
def test_a_film_has_every_frame_loops_and_rests_on_the_last(figure: str, case: str, stored: Store) -> None:
    recorded = record(case, stored)
    chosen, context = figures.get(figure), recorded.context()
    assert animation.can_animate(chosen, context)
    content = animation.figure_gif(chosen, context)
    assert content == animation.figure_gif(chosen, context)
    with Image.open(io.BytesIO(content)) as made:
        times = [frame.info["duration"] for frame in ImageSequence.Iterator(made)]
        assert made.info["loop"] == 0
        assert min(made.size) >= 256
    assert len(times) == len(context.frame_steps(chosen.frame_name))
    assert times == [animation.FRAME_MILLISECONDS] * (len(times) - 1) + [animation.LAST_FRAME_MILLISECONDS]


def test_tables_are_not_filmed(stored: Store) -> None:
    assert not animation.can_animate(figures.get("samples"), record("table_drawn", stored).context())
    assert not animation.can_animate(figures.get("reconstructions"), record("table_back", stored).context())


def test_grey_pictures_come_back_exactly() -> None:
    still = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    other = Image.fromarray(np.arange(256, dtype=np.uint8)[::-1].reshape(16, 16))
    with Image.open(
        io.BytesIO(animation.encode_gif([AnimationFrame(still, "step 0"), AnimationFrame(other, "step 1")]))
    ) as made:
        for number, wanted in enumerate((still, other)):
            made.seek(number)
            seen = np.asarray(made.convert("RGB"))[8 : 8 + 256, 8 : 8 + 256]
            np.testing.assert_array_equal(seen[::16, ::16, 0], np.asarray(wanted))
            assert (seen[..., 0] == seen[..., 1]).all()


def test_a_long_run_gives_a_film_of_128_frames() -> None:
    chosen = animation.evenly_spaced(range(0, 10_000, 10))
    assert len(chosen) == 128
    assert (chosen[0], chosen[-1]) == (0, 9990)
    assert chosen == sorted(set(chosen))


def test_frames_thinned_meanwhile_leave_the_rest(digits: Recorded, tmp_path: Path) -> None:
    recorded = record("images_drawn", Store(tmp_path))
    context = recorded.context()
    for file in list(recorded.history.frames["samples"].values())[:2]:
        (recorded.run.folder / file).unlink()
    with Image.open(io.BytesIO(animation.figure_gif(figures.get("samples"), context))) as made:
        assert made.n_frames == 7


def test_the_step_is_drawn_in_every_language(digits: Recorded) -> None:
    i18n.use_language(lambda: "zh")
    try:
        assert animation.figure_gif(figures.get("samples"), digits.context()).startswith(b"GIF89a")
    finally:
        i18n.use_language(lambda: "en")
