"""The hands of the latent studio: what is heard of a browser, and that they mount."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.ui.components import latent_component
from playground.ui.components.code_grid import columns
from playground.ui.components.latent_component import LatentRequest
from playground.ui.components.latent_sliders import dimension_name


def test_a_wish_is_a_code_of_the_film_that_is_on() -> None:
    said = {"film": "run/0", "code": [1, -0.5, 2], "turn": 3}
    assert latent_component.parse_request(said, "run/0", 3) == LatentRequest((1.0, -0.5, 2.0), 3)
    assert latent_component.parse_request({**said, "place": 9}, "run/0", 3) == LatentRequest((1.0, -0.5, 2.0), 3, 2)
    assert latent_component.parse_request(said, "run/1", 3) is None
    assert latent_component.parse_request(said, "run/0", 2) is None


@pytest.mark.parametrize(
    "bad",
    [
        {"code": "123"},
        {"code": [1.0, "2", 3.0]},
        {"code": [float("nan"), 0.0, 0.0]},
        {"code": [1e9, 0.0, 0.0]},
        {"code": [True, {}, None]},
        {"turn": True},
        {"turn": "1"},
        {"place": 0.5},
    ],
)
def test_what_is_no_wish_is_not_heard(bad: dict[str, Any]) -> None:
    assert latent_component.parse_request({"film": "f", "code": [0.0, 0.0, 0.0], "turn": 1, **bad}, "f", 3) is None
    assert latent_component.parse_request(None, "f", 3) is None


def test_numbers_have_names_and_cells_stand_in_a_square() -> None:
    assert [dimension_name(0), dimension_name(11)] == ["z₁", "z₁₂"]
    assert [columns(length) for length in (1, 7, 8, 16, 12, 64, 13)] == [1, 7, 4, 4, 4, 8, 8]


def _app() -> None:
    import numpy as np

    from playground.ui.components.code_grid import code_grid, requested_code
    from playground.ui.components.example_strip import StripItem, chosen_item, example_strip
    from playground.ui.components.latent_component import LatentRequest
    from playground.ui.components.latent_sliders import SliderValues, latent_sliders

    grey = np.zeros((8, 8, 1), np.uint8)
    use = np.array([0.1, 2.0, 0.0])
    numbers = SliderValues(np.array([1, 0, 2]), use, use - 3, use + 3, np.zeros(3))
    common = {"film": "f", "caption": "here"}
    latent_sliders(LatentRequest((0.0, 0.0, 0.0)), numbers, grey, key="one", is_pending=False, **common)
    latent_sliders(
        LatentRequest((0.0, 0.0, 0.0)), numbers._replace(use=np.zeros(3)), None, key="two", is_pending=True, **common
    )
    code_grid(
        LatentRequest((1.0, 0.0)),
        [1, 0],
        grey,
        [(0, 0.5, grey), (1, 0.5, None)],
        2,
        key="three",
        is_pending=False,
        **common,
    )
    assert requested_code("three", "f", 2, 2) is None
    items = [StripItem("row 0", "No. 0", grey), StripItem("class 1", "all of 1")]
    example_strip(items, chosen_item("four", "f", items, "class 1"), key="four", film="f", title="Begin at")
    assert chosen_item("four", "f", items, "nowhere") == "row 0"


def test_they_mount_in_a_page() -> None:
    assert not AppTest.from_function(_app, default_timeout=30).run().exception
