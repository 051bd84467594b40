"""The Data page: every data set, what it holds, what its preparation does, and the way to the bench."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground import datasets
from playground.checks import autofix
from playground.core.i18n import N_, Text, _
from playground.core.params import with_defaults
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.preparation.preview import Preview, preview
from playground.experiment import spec
from playground.ui.app import session
from playground.ui.app.forms import localized_key
from playground.ui.data import changes, show
from playground.ui.data.form import own_form, preparation_form, split_form
from playground.ui.data.upload import uploader

LOOKED_AT = "data_page"
"""In the session: the data that the page shows, as JSON. The document changes only when it is used on the bench."""


def render() -> None:
    """The page of the app: what is used goes into the draft, and the bench opens."""

    def use(data: spec.Data) -> None:
        session.apply_edit(lambda experiment: autofix.retarget_data(experiment, data))
        st.switch_page("pages/bench.py")

    render_data_page(session.draft().experiment.data, use)


def render_data_page(data: spec.Data, on_change: Callable[[spec.Data], None]) -> None:
    """The page, opening on *data*; *on_change* gets what is shown when a person wants it on the bench."""
    looked_at = _viewed_data(data)
    sets, middle, side = st.columns([1.0, 3.1, 1.5], gap="large")
    with sets:
        _list(looked_at)
    data_preview, problems = _preview(looked_at)
    with middle:
        _about(looked_at)
        if (own := datasets.get(looked_at.name).upload) is not None:
            uploader(looked_at, own, _view_data, key="page")
        _problems(looked_at, problems)
        if data_preview is not None:
            show.examples(data_preview)
            show.numbers(data_preview)
    with side:
        if st.button(_("Use on the workbench"), type="primary", disabled=data_preview is None, width="stretch"):
            on_change(looked_at)
        own_form(looked_at, _view_data, key="page", upload=False)
        if not problems or data_preview is not None:
            _heading(_("Preparation"))
            regression = data_preview is not None and data_preview.info.task == "regression"
            preparation_form(looked_at, _view_data, key="page", regression=regression)
            _heading(_("Split"))
            split_form(looked_at, _view_data, key="page")


def _heading(words: str) -> None:
    st.markdown(f"**{words}**")


def _viewed_data(data: spec.Data) -> spec.Data:
    """What the page shows: what was chosen here, until the document has other data than when the page was opened."""
    opening_document, viewed_document = st.session_state.get(LOOKED_AT, ("", ""))
    document = data.model_dump_json()
    if opening_document != document:
        st.session_state[LOOKED_AT] = (document, document)
        return data
    return spec.Data.model_validate_json(viewed_document)


def _view_data(data: spec.Data) -> None:
    opening_document, _viewed_document = st.session_state[LOOKED_AT]
    st.session_state[LOOKED_AT] = (opening_document, data.model_dump_json())


def _list(data: spec.Data) -> None:
    datasets_by_name, state = datasets.all_datasets(), localized_key("page.name")
    if st.session_state.get(state) != data.name and data.name in datasets_by_name:
        st.session_state[state] = data.name
    st.radio(
        _("Data sets"),
        list(datasets_by_name),
        format_func=lambda name: _(datasets_by_name[name].card.title),
        key=state,
        on_change=lambda: _view_data(changes.with_dataset(data, st.session_state[state])),
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _cached_preview(document: str, _identity: str) -> Preview:
    return preview(spec.Data.model_validate_json(document))


def _preview(data: spec.Data) -> tuple[Preview | None, tuple[Problem, ...]]:
    """The preview, or why there is none."""
    try:
        if problems := datasets.problems(data):
            return None, problems
        dataset = datasets.get(data.name)
        identity = dataset.fingerprint(with_defaults(dataset.card.params, data.params))
        with st.spinner(_("Reading the data…")):
            return _cached_preview(data.model_dump_json(), identity), ()
    except PlaygroundError as error:
        return None, error.problems


def _about(data: spec.Data) -> None:
    about = datasets.get(data.name).card
    st.html(show.heading_html(about))
    if about.source:
        caption = Text(N_("Source: {source}. Licence: {licence}."), {"source": about.source, "licence": about.licence})
        st.caption(str(caption))


def _problems(data: spec.Data, problems: tuple[Problem, ...]) -> None:
    """Each problem with the buttons that repair it; missing files are told beside their download."""
    for number, problem in enumerate(problems):
        if problem.code == "missing_files":
            continue
        st.html(show.problem_html(problem))
        with st.container(horizontal=True):
            for place, repair in enumerate(problem.repairs):
                st.button(
                    str(repair.label),
                    key=f"repair.{number}.{place}.{problem.code}",
                    on_click=lambda repair=repair: _view_data(changes.apply_repair(data, repair)),
                )
