"""Two runs on the same data beside each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.figures.base import Context, theme
from playground.figures.generative.comparison import FIGURE, Beside
from playground.runs.store import Store
from tests.recorded import record


def pair(case: str, tmp_path: Path, **options: object) -> Context:
    """A finished run, and beside it the same after five epochs."""
    store = Store(tmp_path)
    early = record(case, store, state="running", until_epoch=5).context(**options)
    return replace(record(case, store).context(**options), name="One", other=replace(early, name="Two", other=None))


def found(context: Context) -> Beside:
    info = FIGURE.info(context)
    assert isinstance(info, Beside)
    return info


def test_each_has_its_own_samples_and_scores(tmp_path: Path) -> None:
    info = found(pair("images_drawn", tmp_path))
    one, two = info.drawn
    assert (one.name, two.name) == ("One", "Two")
    assert one.step > two.step
    assert not np.array_equal(one.drawn, two.drawn)
    assert one.scores["frechet"] < two.scores["frechet"]
    said = FIGURE.say(info)
    assert "One at step" in said
    assert "0.25 and 2" in said
    plot = FIGURE.plot(info, theme())
    assert len(plot["layout"]["images"]) == 2
    assert [note["text"] for note in plot["layout"]["annotations"]][::3] == ["<b>One</b>", "<b>Two</b>"]


def test_points_lie_on_the_same_axes(tmp_path: Path) -> None:
    layout = FIGURE.plot(found(pair("points_drawn", tmp_path)), theme())["layout"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"]
    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"]


def back(context: Context) -> Context:
    """*context*, whose runs draw too, as those of a VAE do."""
    assert context.other is not None
    drawing = replace(context.info, draws=True)
    return replace(context, info=drawing, other=replace(context.other, info=drawing))


def test_what_comes_back_is_compared_where_both_give_back(tmp_path: Path) -> None:
    drawn = pair("images_drawn", tmp_path / "drawn", shown="reconstructions")
    assert found(drawn).given is None, "who gives nothing back is compared by what it draws"


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
        _step, file = context.other.history.latest("reconstructions")  # type: ignore[misc]
        with np.load(context.other.folder / file) as stored:
            arrays = {name: stored[name] for name in stored.files}
        np.savez(context.other.folder / file, **{**arrays, "given": arrays["given"][::-1]})
    info = found(context)
    assert (info.given is not None) == same
    if same:
        assert info.off[0] != info.off[1] or np.array_equal(*info.back)
        assert "255 levels off" in FIGURE.say(info)
        assert len(FIGURE.table(info)) == len(info.given)  # type: ignore[arg-type]


def test_alone_there_is_nothing_to_compare(tmp_path: Path) -> None:
    assert FIGURE.info(replace(pair("images_drawn", tmp_path), other=None)) is None
