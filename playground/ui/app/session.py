"""What a page knows: the draft of this browser, its language, the runs, the launcher of this server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from playground import datasets, gallery, launch
from playground.checks.check import check_experiment
from playground.core import i18n, paths
from playground.core.info import Info
from playground.core.params import with_defaults
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import Prepared
from playground.experiment.report import Report
from playground.experiment.spec import Data, Experiment
from playground.figures.base import Theme, theme
from playground.runs import live_history, store
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import draft as drafts
from playground.ui.app.draft import Draft

FIRST = "mlp-spirals"
"""The experiment that a new bench opens with."""


def language() -> str:
    """Chosen on the page or in the address (``?lang=zh``), else what the browser prefers."""
    language_code = st.session_state.get("language")
    if language_code in i18n.LANGUAGES:
        return str(language_code)
    locale = st.context.locale or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def start_script() -> None:
    """Called once at the top of each run of the app, before anything is said."""
    i18n.use_language(language)
    language_code = st.query_params.get("lang")
    if language_code in i18n.LANGUAGES and "language" not in st.session_state:
        st.session_state["language"] = language_code


@st.cache_resource(show_spinner=False)
def launcher() -> launch.Launcher:
    """The one launcher of this server; workers are ready before somebody presses Train."""
    started = launch.get()
    started.start()
    started.mark_orphans(store.default())
    return started


def draft() -> Draft:
    """The draft of this browser: the one at hand, else from the address (after a refresh), else a new one."""
    names = (st.session_state.get("draft_id"), st.query_params.get("draft"))
    current = next((saved_draft for name in names if name and (saved_draft := drafts.load(name))), None)
    if current is None:
        current = drafts.new(gallery.get(FIRST).experiment)
        drafts.save(current)
    put_in_url(current)
    return current


def put_in_url(current: Draft) -> None:
    """Name *current* in the address, so that a refresh opens it again."""
    st.session_state["draft_id"] = current.id
    if st.query_params.get("draft") != current.id:
        st.query_params["draft"] = current.id


def save_draft(current: Draft) -> None:
    """Keep *current* and name it in the address."""
    drafts.save(current)
    put_in_url(current)


def apply_edit(change: Callable[[Experiment], Experiment]) -> PlaygroundError | None:
    """Apply *change* to the document; what is refused leaves it as it was and comes back as the error."""
    current = draft()
    try:
        save_draft(current.with_edit(change(current.experiment)))
    except PlaygroundError as error:
        return error
    return None


def new_draft(experiment: Experiment, run: str | None = None) -> Draft:
    """A new draft of *experiment*; the one before stays on disk under its own address."""
    fresh_draft = drafts.new(experiment, run)
    save_draft(fresh_draft)
    return fresh_draft


def open_run(run_id: str) -> None:
    """A draft that shows the run *run_id*; where there is none, the draft at hand stays."""
    try:
        run = store.default().open(run_id)
        new_draft(run.experiment(), run.id)
    except PlaygroundError:
        return


def shown_run(current: Draft) -> Run | None:
    """The run that the bench shows, or ``None`` where there is none: it is gone, or it has ended and the document has
    moved to other data."""
    if current.run is None:
        return None
    try:
        run = store.default().open(current.run)
        has_other_data = run.experiment().data != current.experiment.data
    except PlaygroundError:
        return None
    return None if has_other_data and history(run).has_ended else run


def is_training(current: Draft) -> bool:
    """Whether the run that the bench shows has not ended."""
    run = shown_run(current)
    return run is not None and not history(run).has_ended


def history(run: Run) -> History:
    """What is known of *run* now (:func:`playground.runs.live_history.history`)."""
    return live_history.history(run)


@dataclass(frozen=True)
class CheckState:
    """What is thought of a document: the facts of its data, Keras's report, and all problems. *is_waiting*: the workers
    are still getting ready, and only what can be told without Keras is told."""

    info: Info | None
    report: Report | None
    problems: tuple[Problem, ...]
    is_waiting: bool = False


def check_state(experiment: Experiment) -> CheckState:
    """Keras's verdict, cached by the launcher; until its workers are ready, that of the static checks."""
    try:
        data_info = info(experiment.data)
    except PlaygroundError as error:
        return CheckState(None, None, error.problems)
    if not launcher().ready():
        launcher().start()  # Where its workers are gone, they are made again.
        return CheckState(data_info, None, check_experiment(experiment, data_info).problems, is_waiting=True)
    report = launcher().check(experiment)
    return CheckState(data_info, report, tuple(report.problems))


def empty_run_folder() -> Path:
    """A folder without a run, for figures that have nothing to look at yet."""
    return paths.cache() / "none"


def _identity(data: Data) -> str:
    """What changes when the files of a data set come, go or are replaced; the name alone where there is no such set."""
    dataset = datasets.all_datasets().get(data.name)
    return dataset.fingerprint(with_defaults(dataset.card.params, data.params)) if dataset is not None else data.name


@st.cache_data(max_entries=256, show_spinner=False)
def _info(document: str, identity: str) -> Info:  # noqa: ARG001 - part of the cache's key
    return datasets.describe(Data.model_validate_json(document))


def info(data: Data) -> Info:
    """Facts of a data set. Raises :class:`PlaygroundError` where they cannot be had."""
    return _info(data.model_dump_json(), _identity(data))


@st.cache_resource(max_entries=8, show_spinner=False)
def _prepared_data(document: str, identity: str) -> Prepared:  # noqa: ARG001 - part of the cache's key
    return datasets.prepare(Data.model_validate_json(document))


def prepared_data(data: Data) -> Prepared:
    """Arrays of a data set, memory-mapped, as :class:`~playground.datasets.dataset.DataSplit` has them. Raises
    :class:`PlaygroundError` where they cannot be had."""
    return _prepared_data(data.model_dump_json(), _identity(data))


def is_on_projector() -> bool:
    """Whether this session is shown to a room: figures, their type and their lines are larger."""
    return bool(st.session_state.get("projector"))


def current_theme() -> Theme:
    """How figures are drawn in this session."""
    return theme(dark=st.context.theme.type == "dark", projector=is_on_projector())
