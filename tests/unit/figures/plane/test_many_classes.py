"""Figures of points stay legible where there are more classes than colours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground import datasets
from playground.core import colors
from playground.experiment import spec
from playground.figures.base import Theme
from playground.figures.plane import boundary
from playground.figures.plane.field import Plane, points
from playground.ui.data import figures as page_figures


def believed(data: spec.Data) -> boundary.Boundary:
    """What a network that is right everywhere believes: each place is the class of its nearest example."""
    prepared = datasets.prepare(data)
    training, held_out = points(prepared)
    along = np.linspace(-3, 3, 20, dtype=np.float32)
    across, up = np.meshgrid(along, along)
    places = np.stack([across, up], -1)[:, :, None]
    nearest = ((places - prepared.train.x[None, None]) ** 2).sum(-1).argmin(-1)
    classes = prepared.info.class_names
    belief = np.eye(len(classes), dtype=np.float32)[prepared.train.y[nearest]].transpose(2, 0, 1)
    return boundary.Boundary(Plane(along, along, "x", "y", 1, 1.0), belief, classes, training, held_out)


@pytest.mark.parametrize(
    ("name", "given", "named"), [("ring", {"modes": 5}, 5), ("ring", {}, 0), ("grid", {}, 0), ("grid", {"side": 2}, 4)]
)
def test_the_legend_of_the_boundary_names_a_few_classes_or_none(name: str, given: dict[str, int], named: int) -> None:
    info = believed(spec.Data.model_validate({"name": name, "params": given}))
    drawn = boundary.plot(info, Theme(colors.LIGHT))
    entries = [trace["name"] for trace in drawn["data"] if trace.get("showlegend")]
    assert entries == list(info.classes[:named])
    assert drawn["layout"]["showlegend"] == bool(named)
    marks = drawn["data"][0]["marker"]["color"]
    assert len(set(marks)) == min(len(info.classes), len(colors.LIGHT.classes))
    assert len(boundary.alt_text(info)) < 300
    assert (f"among {len(info.classes)} classes" in boundary.alt_text(info)) == (not named)


@pytest.mark.parametrize(("name", "entries"), [("moons", 4), ("ring", 8), ("grid", 0)])
def test_the_legend_of_the_data_page_too(name: str, entries: int, tmp_path: Path) -> None:
    seen = datasets.preview(spec.Data(name=name))
    drawn = page_figures.points(seen, Theme(colors.LIGHT))
    assert sum(bool(trace["showlegend"]) for trace in drawn["data"]) == entries


def test_the_axes_of_what_is_drawn_stay_while_somebody_draws() -> None:
    for text in ("4095ab", "2000a96b2000a"):
        seen = datasets.preview(spec.Data(name="drawn", params={"drawing": text}))
        drawn = page_figures.points(seen, Theme(colors.LIGHT))
        assert drawn["layout"]["xaxis"]["range"] == drawn["layout"]["yaxis"]["range"] == [-3, 3]
        assert max(abs(number) for trace in drawn["data"] for number in (*trace["x"], *trace["y"])) <= 3
