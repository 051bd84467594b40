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
from playground.figures.base import Figure, RunView, Theme, theme
from playground.figures.drawing import animation
from playground.ports import connections
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.forms import localized_key, param_form
from playground.ui.app.fragments import rerun_fragment
from playground.ui.bench import alerts, comparison, figure_options, frame_slider, scores, step_player, studio
from playground.ui.bench.ticking_fragment import ticking_fragment
from playground.ui.components.figure import live_figure
from playground.ui.studio import generative_runs

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
    ticking_fragment(
        "watching", _watching, lambda: session.is_training(session.draft()) or comparison.is_training(), TICK
    )


def current_theme() -> Theme:
    return theme(dark=st.context.theme.type == "dark", projector=bool(st.session_state.get("projector")))


def _watching() -> None:
    current = session.draft()
    run = session.shown_run(current)
    try:
        experiment = run.experiment() if run is not None else current.experiment
        info = connections.task_info(experiment, session.info(experiment.data))
    except PlaygroundError as error:
        st.write(str(error))
        return
    known = session.history(run) if run is not None else History()
    fitting = figures.figures_for(info)
    pictures = [figure for figure in fitting if figure.is_large]
    folder = run.folder if run is not None else session.empty_run_folder()

    picked = _choose(pictures)
    moment = frame_slider.cursor_for(run.id if run is not None else "", picked.name if picked is not None else "")

    def context(figure: Figure[Any]) -> RunView:
        load = partial(session.prepared_data, experiment.data)
        options = {**figure_options.options(figure.name), **(frame_slider.options(moment) if figure is picked else {})}
        made = RunView(known, folder, experiment, info, load, options)
        return comparison.with_compared_run(made, run) if figure.name == comparison.FIGURE else made

    if picked is not None and picked.name == step_player.NAME:
        step_player.advance(context(picked))
    chosen = _figure_or_stand_in(picked, pictures, context) if picked is not None else None
    left, right = st.columns([0.68, 0.32], gap="medium")
    with left:
        if picked is not None and chosen is not None:
            _large(picked, chosen, moment, context, run)
    with right, st.container(key="numbers", gap="small"):
        if picked is not None and picked.name == step_player.NAME and known.problem is None:
            step_player.render(context(picked))
        else:
            _numbers(known, experiment, info)
            if generative_runs.is_image_generator(experiment):
                _to_studio(run)
            if known.problem is not None:
                alerts.run_failure(known.problem)
            elif picked is not None and chosen is not None:
                _caption_or_alert(picked, chosen, experiment, info, known, run)
    _curves([figure for figure in fitting if not figure.is_large], context, experiment, draws=info.is_generative)


def _numbers(known: History, experiment: Experiment, info: Info) -> None:
    if info.is_generative:
        scores.render_samples(known, info)
    else:
        scores.render(known, experiment.metrics[0].name if experiment.metrics else None)


def _caption_or_alert(
    picked: Figure[Any], chosen: Figure[Any], experiment: Experiment, info: Info, known: History, run: Run | None
) -> None:
    """What to look for in the picture, and what may be chosen of it; a sign of what goes wrong takes the place of the
    caption, so that what stands below does not move."""
    if not alerts.diagnostic_alert(experiment, info, known):
        _caption(picked, chosen)
    if picked.name == comparison.FIGURE:
        comparison.train_button(experiment, run)
    else:
        _options(chosen, experiment)


def _large(
    picked: Figure[Any],
    chosen: Figure[Any],
    moment: frame_slider.FrameCursor,
    context: Callable[[Figure[Any]], RunView],
    run: Run | None,
) -> None:
    """The picture *chosen*, which stands in for the *picked* one until that has something to show, and what belongs
    under it; together they are always as high."""
    if chosen.heading is not None:
        _heading(chosen, context(chosen))
    height = PICTURE_HEIGHT - (HEADING if chosen.heading else 0)
    with st.container(key="picture_place", gap=None):
        if picked.name == comparison.FIGURE:
            _draw(chosen, context(chosen), height - comparison.HEIGHT)
            comparison.render(context(picked), run)
        elif picked.frame_name is not None:
            _draw(chosen, context(chosen), height - frame_slider.HEIGHT)
            frame_slider.render(moment, chosen, context(chosen))
        else:
            _draw(chosen, context(chosen), height)
    if run is not None and chosen.name == "codes":
        studio.render(run, context(chosen))


def _caption(picked: Figure[Any], chosen: Figure[Any]) -> None:
    for told in [picked.placeholder, chosen.help] if picked is not chosen else [chosen.help]:
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
        generative_runs.show_in_studio(run)
        st.switch_page(STUDIO)


def _heading(figure: Figure[Any], context: RunView) -> None:
    title = figure.heading(context) if figure.heading is not None else _(figure.title)
    note = figure.note(context) if figure.note is not None else ""
    quiet = f" <span class='quiet'>{html.escape(note)}</span>" if note else ""
    st.html(f"<h4 class='figure-title'>{html.escape(title)}{quiet}</h4>")


def _choose(pictures: list[Figure[Any]]) -> Figure[Any] | None:
    if not pictures:
        return None
    names = [figure.name for figure in pictures]
    asked, key = st.session_state.pop("show_picture", None), localized_key("picture")
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


def _draw(figure: Figure[Any], context: RunView, height: int) -> None:
    info = figure.compute(context)
    drawn = current_theme()
    clicked = live_figure(
        figure.plot(info, drawn) if info is not None else None,
        key=f"figure_{figure.name}",
        height=height,
        alt=figure.alt_text(info) if info is not None else "",
        empty=_(figure.placeholder),
        csv=(lambda: figure.table(info)) if info is not None else None,
        gif=(lambda: animation.figure_gif(figure, context))
        if info is not None and animation.can_animate(figure, context)
        else None,
        name=figure.name,
        clicks=figure.opens_on_click is not None,
        dark=drawn.palette.name == "dark",
    )
    if clicked is not None and figure.opens_on_click is not None and isinstance(clicked.customdata, Mapping):
        figure_options.show_figure(figure.opens_on_click, clicked.customdata)
        rerun_fragment()


def _figure_or_stand_in(
    figure: Figure[Any], pictures: list[Figure[Any]], context: Callable[[Figure[Any]], RunView]
) -> Figure[Any]:
    """*figure*, or a picture of the data until the run has something to draw."""
    if figure.compute(context(figure)) is not None:
        return figure
    return next((other for other in pictures if not other.needs_run), figure)


def _option_form(figure: Figure[Any], experiment: Experiment) -> None:
    layers = [node.id for network in experiment.networks for node in network.nodes if node.enabled]
    classes = _condition_classes(experiment)
    asked = [param for param in figure.options if param.name != "class" or classes]
    chosen = {"class": classes[0] if classes else "", **figure_options.options(figure.name)}
    param_form(
        asked,
        {param.name: chosen[param.name] for param in asked if param.name in chosen},
        key=f"option.{figure.name}",
        on_change=lambda values: figure_options.set_options(figure.name, values),
        options={"metric": [pick.name for pick in experiment.metrics], "node": layers, "class": classes},
    )


def _condition_classes(experiment: Experiment) -> tuple[str, ...]:
    """The classes that a network can be asked for; none where no network is told the class."""
    if not any(connections.is_conditioned(experiment, network.name) for network in experiment.networks):
        return ()
    return session.info(experiment.data).class_names


def _curves(
    curves: list[Figure[Any]], context: Callable[[Figure[Any]], RunView], experiment: Experiment, *, draws: bool
) -> None:
    known, slots = {figure.name: figure for figure in curves}, DRAWING_SLOTS if draws else SLOTS
    for place, (slot, column) in enumerate(zip(slots, st.columns(len(slots), gap="medium"), strict=True)):
        key = localized_key(f"curve_{place}_drawing" if draws else f"curve_{place}")
        if st.session_state.get(key) not in known:
            st.session_state[key] = slot
        figure = known[st.session_state[key]]
        with column:
            _curve(figure, context(figure), known, key, experiment)


def _curve(
    figure: Figure[Any], context: RunView, known: Mapping[str, Figure[Any]], key: str, experiment: Experiment
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
