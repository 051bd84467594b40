"""What the run is doing: one large picture, its numbers, and the curves; redrawn in place while it trains."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from playground import figures
from playground.figures.base import Context, Figure, Theme, theme
from playground.history import History
from playground.i18n import _
from playground.problems import PlaygroundError
from playground.specs import Experiment
from playground.ui import session
from playground.ui.bench import scores
from playground.ui.bench.section import section
from playground.ui.components.figure import live_figure
from playground.ui.forms import param_form

TICK = 0.5
PICTURE_HEIGHT = 385
CURVE_HEIGHT = 205
HEADING = 36
SLOTS = ("loss", "metric")
"""The curves that stand below the picture until a person chooses others."""


def render() -> None:
    section("watching", _watching, lambda: session.trains(session.draft()), TICK)


def theme_now() -> Theme:
    return theme(dark=st.context.theme.type == "dark", projector=bool(st.session_state.get("projector")))


def _watching(_ticks: bool) -> None:
    current = session.draft()
    run = session.run_of(current)
    try:
        experiment = run.experiment() if run is not None else current.experiment
        info = session.info(experiment.data)
    except PlaygroundError as error:
        st.write(str(error))
        return
    known = session.history(run) if run is not None else History()
    fitting = figures.fitting(info)
    pictures = [figure for figure in fitting if figure.picture]
    folder = run.folder if run is not None else session.nowhere()

    def context(figure: Figure[Any]) -> Context:
        load = partial(session.prepared, experiment.data)
        return Context(known, folder, experiment, info, load, _options(figure.name))

    chosen = _choose(pictures)
    if chosen is not None:
        chosen = _ready(chosen, pictures, context)
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        if chosen is not None:
            if chosen.heading is not None:
                st.html(f"<h4 class='figure-title'>{html.escape(chosen.heading(context(chosen)))}</h4>")
            _draw(chosen, context(chosen), PICTURE_HEIGHT - (HEADING if chosen.heading else 0))
    with right, st.container(key="numbers", gap="small"):
        scores.render(known, experiment.metrics[0].name if experiment.metrics else None)
        if known.problem is not None:
            scores.trouble(known.problem)
        elif chosen is not None:
            st.html(f"<p class='caption'>{_(chosen.help)}</p>")
            if chosen.options:
                _option_form(chosen, experiment)
    _curves([figure for figure in fitting if not figure.picture], context, experiment)


def _choose(pictures: list[Figure[Any]]) -> Figure[Any] | None:
    if not pictures:
        return None
    names = [figure.name for figure in pictures]
    asked = st.session_state.pop("show_picture", None)
    if asked in names:
        st.session_state["picture"] = asked
    elif st.session_state.get("picture") not in names:
        st.session_state["picture"] = names[0]
    titles = {figure.name: figure.title for figure in pictures}
    picked = st.segmented_control(
        _("Picture"),
        names,
        format_func=lambda name: _(titles[name]),
        key="picture",
        label_visibility="collapsed",
        required=True,
    )
    return next((figure for figure in pictures if figure.name == picked), pictures[0])


def _all_options() -> dict[str, dict[str, object]]:
    chosen: dict[str, dict[str, object]] = st.session_state.setdefault("figure_options", {})
    return chosen


def _options(name: str) -> Mapping[str, object]:
    return _all_options().get(name, {})


def set_options(name: str, values: Mapping[str, object]) -> None:
    _all_options()[name] = dict(values)


def show(name: str, options: Mapping[str, object]) -> None:
    """Make *name* the large picture, with *options*; :func:`show_again` goes back to the one before."""
    if st.session_state.get("picture") != name:
        st.session_state["picture_before"] = st.session_state.get("picture")
    st.session_state["show_picture"] = name
    set_options(name, options)


def show_again() -> None:
    before = st.session_state.pop("picture_before", None)
    if before is not None:
        st.session_state["show_picture"] = before


def _draw(figure: Figure[Any], context: Context, height: int) -> None:
    info = figure.info(context)
    drawn = theme_now()
    clicked = live_figure(
        figure.plot(info, drawn) if info is not None else None,
        key=f"figure_{figure.name}",
        height=height,
        alt=figure.say(info) if info is not None else "",
        empty=_(figure.empty),
        csv=(lambda: figure.table(info)) if info is not None else None,
        name=figure.name,
        clicks=figure.clicks is not None,
        dark=drawn.palette.name == "dark",
    )
    if clicked is not None and figure.clicks is not None and isinstance(clicked.customdata, Mapping):
        show(figure.clicks, clicked.customdata)
        st.rerun(scope="fragment")


def _ready(figure: Figure[Any], pictures: list[Figure[Any]], context: Callable[[Figure[Any]], Context]) -> Figure[Any]:
    """*figure*, or a picture of the data until the run has something to draw."""
    if figure.info(context(figure)) is not None:
        return figure
    return next((other for other in pictures if not other.needs_run), figure)


def _option_form(figure: Figure[Any], experiment: Experiment) -> None:
    layers = [node.id for network in experiment.networks for node in network.nodes if node.enabled]
    param_form(
        figure.options,
        _options(figure.name),
        key=f"option.{figure.name}",
        on_change=lambda values: set_options(figure.name, values),
        options={"metric": [pick.name for pick in experiment.metrics], "node": layers},
    )


def _curves(curves: list[Figure[Any]], context: Callable[[Figure[Any]], Context], experiment: Experiment) -> None:
    known = {figure.name: figure for figure in curves}
    for place, (slot, column) in enumerate(zip(SLOTS, st.columns(len(SLOTS), gap="medium"), strict=True)):
        key = f"curve_{place}"
        if st.session_state.get(key) not in known:
            st.session_state[key] = slot
        figure = known[st.session_state[key]]
        with column:
            _curve(figure, context(figure), known, key, experiment)


def _curve(
    figure: Figure[Any], context: Context, known: Mapping[str, Figure[Any]], key: str, experiment: Experiment
) -> None:
    title = figure.heading(context) if figure.heading else _(figure.title)
    with st.container(horizontal=True, vertical_alignment="center", key=f"head_{key}"):
        st.html(f"<h4 class='figure-title'>{html.escape(title)}</h4>")
        with st.popover(_("View"), key=f"view_{key}", type="tertiary"):
            names = list(known)
            st.selectbox(
                _("Curve"),
                names,
                index=names.index(figure.name),
                format_func=lambda name: _(known[name].title),
                key=key,
            )
            st.caption(_(figure.help))
            _option_form(figure, experiment)
    _draw(figure, context, CURVE_HEIGHT)
