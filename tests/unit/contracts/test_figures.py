"""What every figure must do, on every kind of data that it says it fits."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from playground import figures
from playground.core.info import Info
from playground.core.params import check, defaults
from playground.figures.base import Figure, RunView, theme
from playground.runs import events
from playground.runs.history import History
from playground.runs.store import Store
from playground.ui.components import plot_encoding
from tests.support.recorded import CASES, Recorded, facts, record

FIGURES = list(figures.all_figures().values())
PAIRS = [(figure, case) for figure in FIGURES for case in CASES if figure.applies_to(facts(case))]
LOOKS = [{}, {"dark": True, "projector": True}]


@cache
def _recorded(root: Path, case: str) -> tuple[Recorded, RunView]:
    recorded = record(case, Store(root / case))
    return recorded, recorded.context()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


def _name(value: object) -> str:
    return value.name if isinstance(value, Figure) else str(value)


@pytest.mark.parametrize("figure", FIGURES, ids=_name)
def test_fits_every_kind_or_says_no(figure: Figure) -> None:
    for kind, shape in (("points", (2,)), ("table", (13,)), ("images", (28, 28, 1))):
        for task, outputs in (
            ("binary", 1),
            ("multiclass", 3),
            ("regression", 1),
            ("reconstruction", 4),
            ("generation", 1),
        ):
            assert isinstance(figure.applies_to(Info(kind, task, shape, outputs)), bool)


@pytest.mark.parametrize("figure", FIGURES, ids=_name)
def test_options_fit_their_own_declaration(figure: Figure) -> None:
    assert check(figure.options, defaults(figure.options)) == {}
    assert figure.title
    assert figure.help
    assert figure.placeholder


@pytest.mark.parametrize(("figure", "case"), PAIRS, ids=_name)
def test_draws_says_and_tabulates(figure: Figure, case: str, root: Path) -> None:
    _, context = _recorded(root, case)
    info = figure.compute(context)
    assert info is not None
    for look in LOOKS:
        plot = figure.plot(info, theme(**look))
        drawn = go.Figure(plot)
        assert drawn.data or drawn.layout.annotations
        sent = json.dumps(plot_encoding.encode_plot(plot), allow_nan=False)
        assert len(sent) < 64_000
    said = figure.alt_text(info)
    assert said.endswith((".", "。"))
    assert not re.search(r"\bnan\b", said, re.IGNORECASE)
    table = figure.table(info)
    back = pd.read_csv(io.StringIO(table.to_csv(index=False)), dtype_backend="numpy_nullable")
    assert list(back.columns) == list(table.columns)
    assert len(back) == len(table)
    if figure.heading is not None:
        assert figure.heading(context, info)
        assert figure.heading(context, None)


@pytest.mark.parametrize(("figure", "case"), PAIRS, ids=_name)
def test_draws_without_a_run_only_where_it_says_so(figure: Figure, case: str, root: Path) -> None:
    recorded, _ = _recorded(root, case)
    empty = RunView(History(), recorded.run.folder, recorded.run.experiment(), recorded.info, lambda: recorded.prepared)
    info = figure.compute(empty)
    assert (info is None) == figure.needs_run


@pytest.mark.parametrize("case", CASES)
def test_no_number_breaks_it(case: str, tmp_path: Path) -> None:
    """Loss and outputs that are NaN or infinite: something to show or nothing, never an error."""
    recorded = record(case, Store(tmp_path), state="failed", until_epoch=6)
    history = recorded.history
    for name, steps in history.frames.items():
        step = max(steps)
        with np.load(recorded.run.folder / steps[step]) as stored:
            arrays = {key: stored[key] for key in stored.files}
        for key in arrays:
            numbers = arrays[key].dtype.kind == "f"
            if numbers and (
                key in ("output", "predicted", "samples", "belief", "arrows", "warp", "codes", "moved")
                or key.startswith("node_")
            ):
                arrays[key] = np.full_like(arrays[key], np.nan)
                arrays[key].flat[0] = np.inf
        np.savez(recorded.run.folder / f"frames/{name}/000009999.npz", **arrays)
        file = f"frames/{name}/000009999.npz"
        recorded.run.append_events(events.Frame(time=1.0, name=name, step=9999, epoch=7, file=file))
    metric = recorded.run.experiment().metrics[0].name
    logs = {"loss": float("nan"), "val_loss": float("inf"), metric: float("nan"), f"val_{metric}": float("nan")}
    recorded.run.append_events(events.EpochEnded(time=1.0, epoch=7, step=9999, logs=logs, seconds=1.0))
    for figure in figures.figures_for(recorded.info):
        names = {option.name for option in figure.options}
        for options in ({}, {"log": True, "smoothing": 0.9}, {"axis": "step"}):
            info = figure.compute(recorded.context(**options)) if options.keys() <= names else None
            if info is not None:
                plot = figure.plot(info, theme())
                go.Figure(plot)
                json.dumps(plot_encoding.encode_plot(plot), allow_nan=False)
                assert figure.alt_text(info)
                figure.table(info).to_csv()


def test_a_frame_that_was_thinned_away_gives_way_to_the_one_before(tmp_path: Path) -> None:
    recorded = record("points_binary", Store(tmp_path))
    (recorded.run.folder / recorded.history.newest_frame("field")[1]).unlink()
    info = figures.get("boundary").compute(recorded.context())
    assert info is not None
    assert info.plane.epoch < recorded.history.epoch


def test_time_travel_shows_what_was(tmp_path: Path) -> None:
    recorded = record("points_binary", Store(tmp_path))
    first = figures.get("boundary").compute(recorded.context(step=0))
    assert first is not None
    assert first.plane.step == 0
    assert figures.get("confusion").compute(recorded.context(step=0, part="validation")).epoch == 0
