"""What the run is doing: one large picture, its numbers, and the curves; redrawn in place while it trains."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from playground import figures
from playground.core.i18n import _
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.experiment.spec import Experiment
from playground.figures.base import Context, Figure, Theme, theme
from playground.figures.drawing import animation
from playground.ports import connections
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.forms import in_words, param_form
from playground.ui.app.fragments import again
from playground.ui.bench import beside, film, scores, showing, slowly, studio, wrong
from playground.ui.bench.section import section
from playground.ui.components.figure import live_figure
from playground.ui.studio import drawing_runs

TICK = 0.5
STUDIO = "pages/studio.py"
PICTURE_HEIGHT = 385
CURVE_HEIGHT = 205
HEADING = 36
FEW_OPTIONS = 3
"""Options of a picture that stand beside it; more of them open in place."""
SLOTS = ("loss", "metric")
DRAWING_SLOTS = ("terms", "quality")
"""The curves that stand below the picture until a person chooses others; the second, of networks that draw."""


def render() -> None:
    section("watching", _watching, lambda: session.trains(session.draft()) or beside.trains(), TICK)


def theme_now() -> Theme:
    return theme(dark=st.context.theme.type == "dark", projector=bool(st.session_state.get("projector")))


def _watching() -> None:
    current = session.draft()
    run = session.run_of(current)
    try:
        experiment = run.experiment() if run is not None else current.experiment
        info = connections.facts(experiment, session.info(experiment.data))
    except PlaygroundError as error:
        st.write(str(error))
        return
    known = session.history(run) if run is not None else History()
    fitting = figures.fitting(info)
    pictures = [figure for figure in fitting if figure.picture]
    folder = run.folder if run is not None else session.nowhere()

    picked = _choose(pictures)
    moment = film.opened(run.id if run is not None else "", picked.name if picked is not None else "")

    def context(figure: Figure[Any]) -> Context:
        load = partial(session.prepared, experiment.data)
        options = {**showing.options(figure.name), **(film.options(moment) if figure is picked else {})}
        made = Context(known, folder, experiment, info, load, options)
        return beside.context(made, run) if figure.name == beside.FIGURE else made

    if picked is not None and picked.name == slowly.NAME:
        slowly.advance(context(picked))
    chosen = _ready(picked, pictures, context) if picked is not None else None
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        if picked is not None and chosen is not None:
            _large(picked, chosen, moment, context, run)
    with right, st.container(key="numbers", gap="small"):
        if picked is not None and picked.name == slowly.NAME and known.problem is None:
            slowly.render(context(picked))
        else:
            _numbers(known, experiment, info)
            if drawing_runs.draws_pictures(experiment):
                _to_studio(run)
            if known.problem is not None:
                wrong.trouble(known.problem)
            elif picked is not None and chosen is not None:
                _told(picked, chosen, experiment, info, known, run)
    _curves([figure for figure in fitting if not figure.picture], context, experiment, draws=info.draws)


def _numbers(known: History, experiment: Experiment, info: Info) -> None:
    if info.draws:
        scores.drawn(known, info)
    else:
        scores.render(known, experiment.metrics[0].name if experiment.metrics else None)


def _told(
    picked: Figure[Any], chosen: Figure[Any], experiment: Experiment, info: Info, known: History, run: Run | None
) -> None:
    """What to look for in the picture, and what may be chosen of it; a sign of what goes wrong takes the place of the
    caption, so that what stands below does not move."""
    if not wrong.sign(experiment, info, known):
        _caption(picked, chosen)
    if picked.name == beside.FIGURE:
        beside.offer(experiment, run)
    else:
        _options(chosen, experiment)


def _large(
    picked: Figure[Any],
    chosen: Figure[Any],
    moment: film.Film,
    context: Callable[[Figure[Any]], Context],
    run: Run | None,
) -> None:
    """The picture *chosen*, which stands in for the *picked* one until that has something to show, and what belongs
    under it; together they are always as high."""
    if chosen.heading is not None:
        _heading(chosen, context(chosen))
    height = PICTURE_HEIGHT - (HEADING if chosen.heading else 0)
    with st.container(key="picture_place", gap=None):
        if picked.name == beside.FIGURE:
            _draw(chosen, context(chosen), height - beside.HEIGHT)
            beside.render(context(picked), run)
        elif picked.frames is not None:
            _draw(chosen, context(chosen), height - film.HEIGHT)
            film.render(moment, chosen, context(chosen))
        else:
            _draw(chosen, context(chosen), height)
    if run is not None and chosen.name == "codes":
        studio.render(run, context(chosen))


def _caption(picked: Figure[Any], chosen: Figure[Any]) -> None:
    for told in [picked.empty, chosen.help] if picked is not chosen else [chosen.help]:
        st.html(f"<p class='caption'>{_(told)}</p>")


def _options(chosen: Figure[Any], experiment: Experiment) -> None:
    """Beside the picture; where there are many, behind a button."""
    if len(chosen.options) > FEW_OPTIONS:
        with st.popover(_("What is shown"), key="view_picture"):
            _option_form(chosen, experiment)
    elif chosen.options:
        _option_form(chosen, experiment)


def _to_studio(run: Run | None) -> None:
    """It has its place before there is a run, so that nothing moves when one begins."""
    told = _("Choose codes, and see what is drawn")
    if st.button(_("Latent studio"), type="tertiary", key="to_studio", help=told, disabled=run is None) and run:
        drawing_runs.look_at(run)
        st.switch_page(STUDIO)


def _heading(figure: Figure[Any], context: Context) -> None:
    title = figure.heading(context) if figure.heading is not None else _(figure.title)
    note = figure.note(context) if figure.note is not None else ""
    quiet = f" <span class='quiet'>{html.escape(note)}</span>" if note else ""
    st.html(f"<h4 class='figure-title'>{html.escape(title)}{quiet}</h4>")


def _choose(pictures: list[Figure[Any]]) -> Figure[Any] | None:
    if not pictures:
        return None
    names = [figure.name for figure in pictures]
    asked, key = st.session_state.pop("show_picture", None), in_words("picture")
    if asked in names:
        st.session_state[key] = asked
    elif st.session_state.get(key) not in names:
        before = st.session_state.get("picture_chosen")
        st.session_state[key] = before if before in names else names[0]
    titles = {figure.name: figure.title for figure in pictures}
    picked = st.segmented_control(
        _("Picture"),
        names,
        format_func=lambda name: _(titles[name]),
        key=key,
        label_visibility="collapsed",
        required=True,
    )
    st.session_state["picture_chosen"] = picked
    return next((figure for figure in pictures if figure.name == picked), pictures[0])


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
        gif=(lambda: animation.film(figure, context))
        if info is not None and animation.can_film(figure, context)
        else None,
        name=figure.name,
        clicks=figure.clicks is not None,
        dark=drawn.palette.name == "dark",
    )
    if clicked is not None and figure.clicks is not None and isinstance(clicked.customdata, Mapping):
        showing.show(figure.clicks, clicked.customdata)
        again()


def _ready(figure: Figure[Any], pictures: list[Figure[Any]], context: Callable[[Figure[Any]], Context]) -> Figure[Any]:
    """*figure*, or a picture of the data until the run has something to draw."""
    if figure.info(context(figure)) is not None:
        return figure
    return next((other for other in pictures if not other.needs_run), figure)


def _option_form(figure: Figure[Any], experiment: Experiment) -> None:
    layers = [node.id for network in experiment.networks for node in network.nodes if node.enabled]
    classes = _asked_classes(experiment)
    asked = [param for param in figure.options if param.name != "class" or classes]
    chosen = {"class": classes[0] if classes else "", **showing.options(figure.name)}
    param_form(
        asked,
        {param.name: chosen[param.name] for param in asked if param.name in chosen},
        key=f"option.{figure.name}",
        on_change=lambda values: showing.set_options(figure.name, values),
        options={"metric": [pick.name for pick in experiment.metrics], "node": layers, "class": classes},
    )


def _asked_classes(experiment: Experiment) -> tuple[str, ...]:
    """The classes that a network can be asked for; none where no network is told the class."""
    if not any(connections.is_conditioned(experiment, network.name) for network in experiment.networks):
        return ()
    return session.info(experiment.data).class_names


def _curves(
    curves: list[Figure[Any]], context: Callable[[Figure[Any]], Context], experiment: Experiment, *, draws: bool
) -> None:
    known, slots = {figure.name: figure for figure in curves}, DRAWING_SLOTS if draws else SLOTS
    for place, (slot, column) in enumerate(zip(slots, st.columns(len(slots), gap="medium"), strict=True)):
        key = in_words(f"curve_{place}_drawing" if draws else f"curve_{place}")
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
