"""Two runs on the same data beside each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.figures.base import RunView, theme
from playground.figures.generative.comparison import FIGURE, Comparison
from playground.runs.store import Store
from tests.support.recorded import record


def pair(case: str, tmp_path: Path, **options: object) -> RunView:
    """A finished run, and beside it the same after five epochs."""
    store = Store(tmp_path)
    early = record(case, store, state="running", until_epoch=5).context(**options)
    return replace(record(case, store).context(**options), name="One", other=replace(early, name="Two", other=None))


def found(context: RunView) -> Comparison:
    info = FIGURE.compute(context)
    assert isinstance(info, Comparison)
    return info


def test_each_has_its_own_samples_and_scores(tmp_path: Path) -> None:
    info = found(pair("images_drawn", tmp_path))
    one, two = info.sides
    assert (one.name, two.name) == ("One", "Two")
    assert one.step > two.step
    assert not np.array_equal(one.samples, two.samples)
    assert one.scores["frechet"] < two.scores["frechet"]
    said = FIGURE.alt_text(info)
    assert "One at step" in said
    assert "0.25 and 2" in said
    plot = FIGURE.plot(info, theme())
    assert len(plot["layout"]["images"]) == 2
    assert [note["text"] for note in plot["layout"]["annotations"]][::3] == ["<b>One</b>", "<b>Two</b>"]


def test_points_lie_on_the_same_axes(tmp_path: Path) -> None:
    layout = FIGURE.plot(found(pair("points_drawn", tmp_path)), theme())["layout"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"]
    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"]


def back(context: RunView) -> RunView:
    """*context*, whose runs draw too, as those of a VAE do."""
    assert context.other is not None
    drawing = replace(context.info, is_generative=True)
    return replace(context, info=drawing, other=replace(context.other, info=drawing))


def test_what_comes_back_is_compared_where_both_give_back(tmp_path: Path) -> None:
    drawn = pair("images_drawn", tmp_path / "drawn", shown="reconstructions")
    assert found(drawn).originals is None, "who gives nothing back is compared by what it draws"


@pytest.mark.parametrize("same", [True, False])
def test_only_the_same_examples_are_compared(tmp_path: Path, same: bool) -> None:
    context = back(pair("images_coded", tmp_path, shown="reconstructions"))
    assert context.other is not None
    drawn = record("images_drawn", Store(tmp_path / "drawn"))
    for side in (context, context.other):  # The samples of another recording: of such a case there is none.
        side.history.frames["samples"] = drawn.history.frames["samples"]
        for file in drawn.history.frames["samples"].values():
            target = side.folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((drawn.run.folder / file).read_bytes())
    if not same:
        _step, file = context.other.history.newest_frame("reconstructions")  # type: ignore[misc]
        with np.load(context.other.folder / file) as stored:
            arrays = {name: stored[name] for name in stored.files}
        np.savez(context.other.folder / file, **{**arrays, "given": arrays["given"][::-1]})
    info = found(context)
    assert (info.originals is not None) == same
    if same:
        assert info.errors[0] != info.errors[1] or np.array_equal(*info.reconstructions)
        assert "255 levels off" in FIGURE.alt_text(info)
        assert len(FIGURE.table(info)) == len(info.originals)  # type: ignore[arg-type]


def test_alone_there_is_nothing_to_compare(tmp_path: Path) -> None:
    assert FIGURE.compute(replace(pair("images_drawn", tmp_path), other=None)) is None
