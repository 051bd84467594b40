"""Another run on the same data beside the one on the bench: which one, and a button that trains the one to compare."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache, partial

import streamlit as st

from playground import datasets, families, gallery
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import PlaygroundError
from playground.experiment.spec import Data, Experiment
from playground.figures.base import RunView
from playground.figures.generative import comparison
from playground.gallery import Entry
from playground.ports import connections
from playground.runs import store
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.forms import localized_key, param_form, show_value
from playground.ui.bench import figure_options

FIGURE = comparison.FIGURE.name
"""The picture that this is for."""
HEIGHT = 62
"""Pixels under it that are kept for the choice."""
MOST = 200
"""Runs that are looked at, the newest."""
_CHOSEN, _KEY = "beside_run", "beside_choice"


def has_same_data(one: Data, other: Data) -> bool:
    """Whether both are made of the same examples, however they are scaled: what is drawn is scored against those, by
    features learned on those, so that other scores could not be compared."""
    dataset = datasets.all_datasets().get(one.name)
    if dataset is None or one.name != other.name:
        return False
    params = dataset.card.params
    return with_defaults(params, one.params) == with_defaults(params, other.params)


def candidates(experiment: Experiment, info: Info, without: str | None) -> list[tuple[Run, Experiment]]:
    """Runs that draw on the data of *experiment*, the newest first; not the run *without*."""
    other_runs = []
    for _place, run in zip(range(MOST), store.default().runs(), strict=False):
        if run.id == without:
            continue
        try:
            other = _document(run)
            draws = (
                has_same_data(experiment.data, other.data) and families.get(other.family).task_info(info).is_generative
            )
        except (PlaygroundError, OSError):
            continue
        if draws:
            other_runs.append((run, other))
    return other_runs


@lru_cache(maxsize=1024)
def _document(run: Run) -> Experiment:
    """A run's document never changes, and all of them are looked at twice a second while something trains."""
    return run.experiment()


def suggested_entry(experiment: Experiment, info: Info) -> Entry | None:
    """The ready experiment to train for comparison: the one that the entry of *experiment* names, else another that
    draws on the same data, of another family where there is one."""
    entries_by_name = {entry.name: entry for entry in gallery.all_entries()}
    mine = entries_by_name.get(experiment.name)
    if mine is not None and mine.counterpart:
        return entries_by_name[mine.counterpart]
    fitting = [
        entry
        for entry in entries_by_name.values()
        if entry.name != experiment.name
        and has_same_data(experiment.data, entry.experiment.data)
        and families.get(entry.experiment.family).task_info(info).is_generative
    ]
    return min(fitting, key=lambda entry: entry.experiment.family == experiment.family, default=None)


def compared_run(experiment: Experiment, info: Info, this: str | None) -> Run | None:
    """The run to put beside: the one picked, else the newest of what is made for that, else the newest one."""
    other_runs = candidates(experiment, info, this)
    chosen_id = st.session_state.get(_CHOSEN)
    suggestion = suggested_entry(experiment, info)
    orders = (
        (run for run, _other in other_runs if run.id == chosen_id),
        (run for run, other in other_runs if suggestion is not None and other.name == suggestion.name),
        (run for run, other in other_runs if other.family != experiment.family),
        (run for run, _other in other_runs),
    )
    return next((run for order in orders for run in order), None)


def is_training() -> bool:
    """Whether the run beside is on the screen and has not ended."""
    run = compared_run_shown()
    return run is not None and not session.history(run).has_ended


def compared_run_shown() -> Run | None:
    """The run beside, where it is on the screen."""
    if st.session_state.get("picture_chosen") != FIGURE:
        return None
    current = session.draft()
    run = session.shown_run(current)
    try:
        experiment = run.experiment() if run is not None else current.experiment
        return compared_run(experiment, session.info(experiment.data), run.id if run is not None else None)
    except PlaygroundError:
        return None


def with_compared_run(this: RunView, run: Run | None) -> RunView:
    """*this* with the run that is put beside it."""
    other = compared_run(this.experiment, session.info(this.experiment.data), run.id if run is not None else None)
    if other is None:
        return this
    experiment = other.experiment()
    info = connections.task_info(experiment, session.info(experiment.data))
    names = _names(this.experiment, experiment)
    load = partial(session.prepared_data, experiment.data)
    options = {name: value for name, value in this.options.items() if name != "step"}
    second = RunView(session.history(other), other.folder, experiment, info, load, options, name=names[1])
    return replace(this, other=second, name=names[0])


def _names(one: Experiment, other: Experiment) -> tuple[str, str]:
    """What the two are called in the picture: by their families where these differ."""
    titles = [_(families.get(experiment.family).title) for experiment in (one, other)]
    if titles[0] != titles[1]:
        return titles[0], titles[1]
    return (
        str(Text(N_("{name}, this run"), {"name": titles[0]})),
        str(Text(N_("{name}, the other run"), {"name": titles[1]})),
    )


def render(this: RunView, run: Run | None) -> None:
    """Under the picture: which run stands beside, and whether samples or what comes back is compared."""
    info = session.info(this.experiment.data)
    other_runs = candidates(this.experiment, info, run.id if run is not None else None)
    if not other_runs:
        _train_button(this.experiment, info, other_runs)
        return
    left, right = st.columns(2, gap="small")
    with left:
        selected_run = compared_run(this.experiment, info, run.id if run is not None else None)
        titles = {other.id: _run_title(other, document) for other, document in other_runs}
        key = localized_key(_KEY)
        ids = list(titles)
        shown = show_value(key, selected_run.id if selected_run is not None else ids[0])
        st.selectbox(
            _("Compare with"),
            ids,
            index=ids.index(shown),
            format_func=titles.__getitem__,
            key=key,
            on_change=_pick,
        )
    both = [this.info, *([this.other.info] if this.other is not None else [])]
    if len(both) == 2 and this.info.is_image and all(run_info.task == "reconstruction" for run_info in both):
        with right:
            param_form(
                comparison.FIGURE.options,
                dict(figure_options.options(FIGURE)),
                key=f"option.{FIGURE}",
                on_change=lambda values: figure_options.set_options(FIGURE, values),
            )


def train_button(experiment: Experiment, run: Run | None) -> None:
    """Beside the picture, where other runs can be picked but what is made for comparison is not among them: a button
    that trains it."""
    info = session.info(experiment.data)
    if other_runs := candidates(experiment, info, run.id if run is not None else None):
        _train_button(experiment, info, other_runs)


def _train_button(experiment: Experiment, info: Info, other_runs: list[tuple[Run, Experiment]]) -> None:
    suggestion = suggested_entry(experiment, info)
    if suggestion is not None and all(document.name != suggestion.name for _run, document in other_runs):
        title = str(Text(N_("Train “{name}” too"), {"name": Text(suggestion.title)}))
        st.button(title, key="beside_train", on_click=_train, args=(suggestion.name,))


def _run_title(run: Run, experiment: Experiment) -> str:
    created_at = session.history(run).created_at
    clock = time.strftime("%H:%M", time.localtime(created_at)) if created_at is not None else ""
    return f"{clock} {_(gallery.called(experiment))}".strip()


def _pick() -> None:
    st.session_state[_CHOSEN] = st.session_state[localized_key(_KEY)]


def _train(name: str) -> None:
    """The ready experiment into the queue; the bench stays where it is."""
    run = store.default().create(gallery.get(name).experiment)
    session.launcher().train(run)
    st.session_state[_CHOSEN] = run.id
