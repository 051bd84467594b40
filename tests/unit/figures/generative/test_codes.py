"""The map of codes: where points and pictures lie, what is said, what long codes become."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_sample_images

from playground import figures
from playground.figures.base import theme
from playground.runs.store import Store
from playground.ui.components import plot_encoding
from tests.support.recorded import record

FIGURE = figures.get("codes")


def opened(address: str) -> np.ndarray:
    with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as image:
        return np.asarray(image)


def test_pictures_stand_where_their_codes_are(tmp_path: Path) -> None:
    info = FIGURE.compute(record("images_coded", Store(tmp_path)).context())
    layout = FIGURE.plot(info, theme())["layout"]
    image, (x0, x1, y0, y1) = layout["images"][0], info.extent
    assert (image["x"], image["y"], image["sizex"], image["sizey"]) == (x0, y1, x1 - x0, y1 - y0)
    assert layout["xaxis"]["range"] == [x0, x1]
    assert layout["yaxis"]["scaleanchor"] == "x"
    pixels = opened(image["source"])
    factor = pixels.shape[0] // (15 * 8)
    lowest_left = pixels[::factor, ::factor][-8:, :8]
    assert np.array_equal(lowest_left, info.tiles[0, 0, ..., 0])


def test_each_part_can_be_left_out(tmp_path: Path) -> None:
    recorded = record("images_coded", Store(tmp_path))
    plots = [
        FIGURE.plot(FIGURE.compute(recorded.context(**options)), theme())
        for options in ({"tiles": False}, {"points": False})
    ]
    assert not plots[0]["layout"]["images"]
    assert len(plots[0]["data"]) == 10
    assert plots[1]["layout"]["images"]
    assert [len(trace["x"]) for trace in plots[1]["data"]] == [0]


def test_another_class_is_another_map(tmp_path: Path) -> None:
    recorded = record("images_coded_asked", Store(tmp_path))
    first, second, beyond = (FIGURE.compute(recorded.context(**{"class": name})) for name in ("0", "1", "7"))
    assert np.array_equal(second.tiles, 255 - first.tiles)
    assert (first.tile_class, second.tile_class, beyond.tile_class) == ("0", "1", "1"), (
        "what is not kept is not called so"
    )
    assert "1" in FIGURE.note(second)


def test_long_codes_lie_in_the_plane_of_their_principal_components(tmp_path: Path) -> None:
    info = FIGURE.compute(record("table_coded", Store(tmp_path)).context())
    assert info.tiles is None
    assert info.explained_variance_ratio is not None
    total = np.square(info.codes - info.codes.mean(0)).sum()
    assert np.square(info.positions).sum() / total == pytest.approx(sum(info.explained_variance_ratio))
    assert info.explained_variance_ratio[0] >= info.explained_variance_ratio[1]
    titles = [FIGURE.plot(info, theme())["layout"][axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
    assert all("%" in title for title in titles)
    assert {"z1", "z2", "z3", "pc1", "pc2"} < set(FIGURE.table(info).columns)


def test_it_says_how_well_classes_lie_apart(tmp_path: Path) -> None:
    from playground.figures.generative import codes

    info = FIGURE.compute(record("images_coded", Store(tmp_path)).context())
    apart = info._replace(labels=np.array([0, 0, 1, 1]), codes=np.array([[0, 0], [0, 1], [9, 9], [9, 8.0]]))
    assert codes.neighbor_agreement(apart) == 1.0
    assert codes.neighbor_agreement(apart._replace(labels=np.array([0, 1, 0, 1]))) == 0.0
    assert "nearest" in FIGURE.alt_text(info)


def test_time_travel_shows_where_codes_were(tmp_path: Path) -> None:
    recorded = record("images_coded", Store(tmp_path))
    first, last = FIGURE.compute(recorded.context(step=0)), FIGURE.compute(recorded.context())
    assert first.step == 0
    assert first.positions.std() < 0.5 * last.positions.std()


@pytest.mark.parametrize("shape", [(15, 15, 28, 28, 1), (15, 15, 32, 32, 3), (5, 5, 128, 128, 3)])
def test_large_pictures_travel_small(shape: tuple[int, ...], tmp_path: Path) -> None:
    info = FIGURE.compute(record("images_coded", Store(tmp_path)).context())
    photograph, random = load_sample_images().images[0], np.random.default_rng(0)
    _rows, _columns, height, width, channels = shape
    patches = [
        photograph[y : y + height, x : x + width, :channels]
        for y, x in zip(random.integers(0, 290, shape[0] ** 2), random.integers(0, 500, shape[0] ** 2), strict=True)
    ]
    plot = FIGURE.plot(info._replace(tiles=np.stack(patches).reshape(shape)), theme())
    assert len(json.dumps(plot_encoding.encode_plot(plot))) < 64_000
