"""What a browser says of a place among the codes, before anything is asked of a worker."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from playground.ui.components.latent_pad import PadRequest, parse_place


def test_a_place_is_two_numbers_of_the_film_that_is_on() -> None:
    said = {"film": "run/0", "code": [1, -0.5], "turn": 3}
    assert parse_place(said, "run/0") == PadRequest((1.0, -0.5), 3)
    assert parse_place(said, "run/1") is None


@pytest.mark.parametrize(
    "code", [[1.0], [1.0, 2.0, 3.0], "12", [1.0, "2"], [None, 1.0], [float("nan"), 0.0], [1e9, 0.0], None]
)
def test_what_is_no_code_is_not_heard(code: object) -> None:
    assert parse_place({"film": "f", "code": code, "turn": 1}, "f") is None
    assert parse_place({"film": "f", "code": [0.0, 0.0], "turn": code}, "f") is None


def _app() -> None:
    import numpy as np

    from playground.ui.components.latent_pad import PadRequest, latent_pad

    common = {"film": "f", "figure": "figure_codes", "extent": (-3.0, 3.0, -3.0, 3.0), "caption": "here"}
    latent_pad(PadRequest((0.0, 0.0)), np.zeros((8, 8, 1), np.uint8), key="one", is_pending=False, **common)
    latent_pad(PadRequest((0.0, 0.0)), None, key="two", is_pending=True, **common)


def test_it_mounts_in_a_page() -> None:
    assert not AppTest.from_function(_app, default_timeout=30).run().exception
