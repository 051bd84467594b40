"""What the run is doing: one large picture, its numbers, and the curves; redrawn in place while it trains."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground import edits, figures
from playground.datasets.base import Info
from playground.figures.base import Context, Figure, Theme, theme
from playground.history import History
from playground.i18n import N_, Text, _
from playground.metrics import METRICS
from playground.numbers import count, percent, short
from playground.problems import PlaygroundError, Problem
from playground.store import Run
from playground.ui import session
from playground.ui.components.figure import live_figure
from playground.ui.forms import param_form

TICK = 0.5
PICTURE_HEIGHT = 385
CURVE_HEIGHT = 205


@dataclass(frozen=True)
class Watched:
    """What the figures look at: the run of the bench, or nothing yet."""

    run: Run
    history: History
    info: Info


def render() -> None:
    run = session.run_of(session.draft())
    live = run is not None and not session.history(run).ended
    st.fragment(_watching, run_every=TICK if live else None, key="watching")()


def theme_now() -> Theme:
    return theme(dark=st.context.theme.type == "dark", projector=bool(st.session_state.get("projector")))


def _watching() -> None:
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
        options = {**_shared(), **_options(figure.name)}
        return Context(known, folder, experiment, info, lambda: session.prepared(experiment.data), options)

    chosen = _choose(pictures)
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        if chosen is not None:
            _draw(chosen, context(chosen), PICTURE_HEIGHT)
    with right, st.container(key="numbers", gap="small"):
        _numbers(known, experiment.metrics[0].name if experiment.metrics else None)
        if known.problem is not None:
            _trouble(known.problem)
        elif chosen is not None:
            st.html(f"<p class='caption'>{_(chosen.help)}</p>")
            if chosen.options:
                _option_form(chosen)
    _curves([figure for figure in fitting if not figure.picture], context)


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


def _shared() -> Mapping[str, object]:
    return st.session_state.get("figure_shared", {})


def _options(name: str) -> Mapping[str, object]:
    return st.session_state.setdefault("figure_options", {}).get(name, {})


def set_options(name: str, values: Mapping[str, object]) -> None:
    st.session_state.setdefault("figure_options", {})[name] = dict(values)


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


def _option_form(figure: Figure[Any]) -> None:
    param_form(
        figure.options,
        _options(figure.name),
        key=f"option.{figure.name}",
        on_change=lambda values: set_options(figure.name, values),
    )


def _draw(figure: Figure[Any], context: Context, height: int) -> None:
    info = figure.info(context)
    if info is None:
        st.html(f"<div class='to-come' style='height:{height}px'><p>{_(figure.empty)}</p></div>")
        return
    drawn = theme_now()
    clicked = live_figure(
        figure.plot(info, drawn),
        key=f"figure_{figure.name}",
        height=height,
        alt=figure.say(info),
        csv=lambda: figure.table(info),
        name=figure.name,
        clicks=figure.clicks is not None,
        dark=drawn.palette.name == "dark",
    )
    if clicked is not None and figure.clicks is not None and isinstance(clicked.customdata, Mapping):
        show(figure.clicks, clicked.customdata)
        st.rerun(scope="fragment")


def _curves(curves: list[Figure[Any]], context: Any) -> None:
    shown = [figure for figure in curves if figure.name in ("loss", "metric")]
    for place, figure in zip(st.columns(max(1, len(shown)), gap="medium"), shown, strict=False):
        with place:
            known = context(figure)
            title = figure.heading(known) if figure.heading else _(figure.title)
            with st.container(horizontal=True, vertical_alignment="center", key=f"head_{figure.name}"):
                st.html(f"<h4 class='figure-title'>{title}</h4>")
                with st.popover(_("View"), key=f"view_{figure.name}", type="tertiary"):
                    _option_form(figure)
            _draw(figure, known, CURVE_HEIGHT)


def _numbers(known: History, metric: str | None) -> None:
    """The scores that matter, with their place kept from the start."""
    name = metric or "loss"
    if known.tested is not None:
        st.html(_number(_told("test", name), _value(name, known.tested.metrics.get(name)), large=True))
        st.html(_number(_told("validation", name), _last(known, f"val_{name}", name)))
    else:
        st.html(_number(_told("validation", name), _last(known, f"val_{name}", name), large=True))
    st.html(_number(_told("training", name), _last(known, name, name)))
    st.html(_number(_("epoch"), count(known.epoch)))


def _trouble(told: dict[str, Any]) -> None:
    """Why the run ended, where, and what to press."""
    problem = Problem.from_json(told)
    st.html(f"<p class='trouble' role='alert'>{html.escape(str(problem))}</p>")
    for place, repair in enumerate(problem.repairs):
        if st.button(str(repair.label), key=f"repair_{place}"):
            refused = session.edit(lambda experiment, made=repair.edits: edits.apply(experiment, *made))
            if refused is None:
                st.rerun()
            st.caption(str(refused))


_PARTS = {
    "test": N_("test {metric}"),
    "validation": N_("validation {metric}"),
    "training": N_("training {metric}"),
}


def _told(part: str, name: str) -> str:
    title = METRICS[name].title if name in METRICS else N_("loss")
    return str(Text(_PARTS[part], {"metric": _(title).lower()}))


def _last(known: History, series: str, name: str) -> str:
    values = known.by_epoch.get(series)
    return _value(name, values.y[-1] if values and values.y else None)


def _value(name: str, value: float | None) -> str:
    return percent(value) if name in ("accuracy", "precision", "recall", "top_k") else short(value)


def _number(label: str, value: str, *, large: bool = False) -> str:
    kind = "number large" if large else "number"
    return f"<div class='{kind} numbers'><div class='quiet'>{label}</div><div class='value'>{value}</div></div>"
