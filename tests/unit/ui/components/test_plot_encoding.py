"""Plots as they travel."""

from __future__ import annotations

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.ui.components import plot_encoding


def test_series_travel_as_plotlys_own_typed_arrays() -> None:
    x = np.linspace(0, 1, 7)
    sent = plot_encoding.encode_plot({"data": [{"type": "scatter", "x": x, "y": np.arange(7)}], "layout": {}})
    trace = sent["data"][0]
    assert trace["x"]["dtype"] == "f4"
    assert np.frombuffer(base64.b64decode(trace["x"]["bdata"]), np.float32) == pytest.approx(x)
    assert trace["y"]["dtype"] == "i4"
    assert len(go.Figure(sent).data[0].x) == 7 or "bdata" in go.Figure(sent).data[0].x


def test_a_grid_is_one_byte_a_cell() -> None:
    z = np.array([[0.0, 0.5], [1.0, np.nan]], np.float32)
    sent = plot_encoding.encode_plot({"data": [{"type": "heatmap", "z": z, "zmin": 0, "zmax": 1}], "layout": {}})
    grid = sent["data"][0]["z"]
    assert grid["shape"] == [2, 2]
    assert list(base64.b64decode(grid["grid"])) == [0, 127, 254, 255]


def test_what_is_no_number_is_json_still() -> None:
    plot = {
        "data": [{"type": "bar", "x": [1.0, float("nan")], "customdata": np.array([[1, 2]])}],
        "layout": {"a": np.inf},
    }
    sent = json.loads(json.dumps(plot_encoding.encode_plot(plot), allow_nan=False))
    assert sent["data"][0]["x"] == [1.0, None]
    assert sent["data"][0]["customdata"] == [[1, 2]]
    assert sent["layout"]["a"] is None
