"""Small pictures of units as bytes."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from playground.core import pixels


def test_a_map_is_a_picture_from_the_top() -> None:
    values = np.zeros((2, 3, 4), np.float16)
    values[0, 0] = -1  # The lowest y.
    values[1, 2] = 1
    found = pixels.node_maps({"node_dense_1": values, "output": values, "extent": np.zeros(4)})
    assert list(found) == ["dense_1"]
    entry = found["dense_1"]
    drawn = np.frombuffer(base64.b64decode(entry["data"]), np.uint8).reshape(entry["shape"])
    assert drawn[0, 2].tolist() == [0, 0, 0, 0]
    assert drawn[1, 0].tolist() == [255] * 4
    assert set(drawn[0, 0].tolist()) <= {127, 128}
    assert entry["limit"] == 1


@pytest.mark.parametrize(
    ("largest", "end"), [(0.0, 1.0), (0.7, 1.0), (1.0, 1.0), (1.004, 1.0), (1.3, 2.0), (37.0, 50.0)]
)
def test_the_scale_is_round(largest: float, end: float) -> None:
    assert pixels.symmetric_limit(np.array([largest, -largest / 2, np.nan])) == pytest.approx(end)


def test_what_is_no_number_has_its_own_level() -> None:
    assert pixels.to_byte_levels(np.array([np.nan, -1.0, 1.0, np.inf]), -1, 1, 254).tolist() == [255, 0, 254, 255]


def test_the_first_units_alone_travel_but_the_scale_holds_all():
    values = np.ones((12, 40, 40), np.float32)
    values[11] = 4.0
    found = pixels.node_maps({"node_dense_1": values}, 8)["dense_1"]
    assert found["shape"] == [8, 40, 40]
    assert found["limit"] == 5.0
