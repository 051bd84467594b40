"""What the run is doing: one large picture, its numbers, and the curves; redrawn in place while it trains."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from playground import figures
from playground.core.i18n import _
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.experiment.spec import Experiment
from playground.figures.base import Figure, RunView
from playground.figures.drawing import animation
from playground.ports import connections
from playground.runs.history import History
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.forms import localized_key, param_form
from playground.ui.app.fragments import rerun_fragment
from playground.ui.bench import (
    alerts,
    comparison,
    figure_options,
    frame_slider,
    run_commands,
    scores,
    step_player,
    studio,
)
from playground.ui.bench.ticking_fragment import events_of, ticking_fragment
from playground.ui.components.figure import live_figure
from playground.ui.studio import generative_runs

TICK = 0.5
STUDIO = "pages/studio.py"
PICTURE_HEIGHT = 430
CURVE_HEIGHT = 190
"""Pixels, with what belongs under the picture; as much larger as their type on a projector."""
HEADING = 36
FEW_OPTIONS = 3
"""Options of a picture that stand beside it; more of them open in place."""
SLOTS = ("loss", "metric")
DRAWING_SLOTS = ("terms", "quality")
"""The curves that stand below the picture until a person chooses others; the second, of networks that draw."""


class ComputedFigure(NamedTuple):
    """A figure, what it may look at, and what it made of that: once in each run of the fragment. *info* is ``None``
    where there is nothing to show yet."""

    figure: Figure[Any]
    view: RunView
    info: Any


def render() -> None:
    ticking_fragment(
        "watching",
        _watching,
        lambda: session.is_training(session.draft()) or comparison.is_training(),
        TICK,
        facts=_drawn_from,
    )


def _drawn_from() -> Callable[[], object] | None:
    """The events of what is shown; nothing where a step is played part by part, which goes on by itself."""
    if step_player.is_playing():
        return None
    return events_of(session.shown_run(session.draft()), comparison.compared_run_shown())


def _watching() -> None:
    current = session.draft()
    run = session.shown_run(current)
    try:
        experiment = run.experiment() if run is not None else current.experiment
        info = connections.task_info(experiment, session.info(experiment.data))
    except PlaygroundError as error:
        st.write(str(error))
        return
    history = session.history(run) if run is not None else History()
    fitting = figures.figures_for(info)
    pictures = [figure for figure in fitting if figure.is_large]
    folder = run.folder if run is not None else session.empty_run_folder()

    figure = _choose(pictures)
    moment = frame_slider.cursor_for(run.id if run is not None else "", figure.name if figure is not None else "")

    def compute(one: Figure[Any]) -> ComputedFigure:
        load = partial(session.prepared_data, experiment.data)
        options = {**figure_options.options(one.name), **(frame_slider.options(moment) if one is figure else {})}
        view = RunView(history, folder, experiment, info, load, options)
        if one.name == comparison.FIGURE:
            view = comparison.with_compared_run(view, run)
        return ComputedFigure(one, view, one.compute(view))

    if figure is not None and figure.name == step_player.NAME:
        step_player.advance(list(history.frames.get(figure.frame_name or "", ())))
    selected_figure = compute(figure) if figure is not None else None
    shown_figure = _with_stand_in(selected_figure, pictures, compute) if selected_figure is not None else None
    is_of_another = not run_commands.is_same_training(experiment, current.experiment)
    mark = _("before the change") if is_of_another else ""
    left, right = st.columns([0.72, 0.28], gap="medium")
    with left:
        if selected_figure is not None and shown_figure is not None:
            _large(selected_figure, shown_figure, moment, run, mark)
    with right, st.container(key="numbers", gap="small"):
        if selected_figure is not None and selected_figure.figure.name == step_player.NAME and history.problem is None:
            step_player.render(selected_figure.info)
        else:
            _numbers(history, experiment, info, is_of_another=is_of_another)
            if generative_runs.is_image_generator(experiment):
                _to_studio(run)
            if history.problem is not None:
                alerts.run_failure(history.problem)
            elif selected_figure is not None and shown_figure is not None:
                _caption_or_alert(selected_figure.figure, shown_figure.figure, experiment, info, history, run)
    _curves([one for one in fitting if not one.is_large], compute, experiment, mark, draws=info.is_generative)


def _numbers(history: History, experiment: Experiment, info: Info, *, is_of_another: bool) -> None:
    if info.is_generative:
        scores.render_samples(history, info, is_of_another=is_of_another)
    else:
        metric = experiment.metrics[0].name if experiment.metrics else None
        scores.render(history, metric, is_of_another=is_of_another)


def _caption_or_alert(
    selected_figure: Figure[Any],
    shown_figure: Figure[Any],
    experiment: Experiment,
    info: Info,
    history: History,
    run: Run | None,
) -> None:
    """What to look for in the picture, and what may be chosen of it; a sign of what goes wrong takes the place of the
    caption, so that what stands below does not move."""
    if not alerts.diagnostic_alert(experiment, info, history):
        _caption(selected_figure, shown_figure)
    if selected_figure.name == comparison.FIGURE:
        comparison.train_button(experiment, run)
    else:
        _options(shown_figure, experiment)


def _large(
    selected_figure: ComputedFigure,
    shown_figure: ComputedFigure,
    moment: frame_slider.FrameCursor,
    run: Run | None,
    mark: str,
) -> None:
    """The picture *shown_figure*, which stands in for the *selected_figure* one until that has something to show, and
    what belongs under it; together they are always as high. *mark* says of which network it is, where it is not the
    one that the document describes."""
    has_heading = shown_figure.figure.heading is not None
    if has_heading:
        _heading(shown_figure, mark)
    height = round(PICTURE_HEIGHT * session.current_theme().scale) - (HEADING if has_heading else 0)
    with st.container(key="picture_place", gap=None):
        if selected_figure.figure.name == comparison.FIGURE:
            _draw(shown_figure, height - comparison.HEIGHT)
            comparison.render(selected_figure.view, run)
        elif selected_figure.figure.frame_name is not None:
            _draw(shown_figure, height - frame_slider.HEIGHT)
            frame_slider.render(moment, shown_figure.figure, shown_figure.view, mark)
        else:
            _draw(shown_figure, height)
    if run is not None and shown_figure.figure.name == "codes":
        studio.render(run, shown_figure.view)


def _caption(selected_figure: Figure[Any], shown_figure: Figure[Any]) -> None:
    for caption in (
        [selected_figure.placeholder, shown_figure.help] if selected_figure is not shown_figure else [shown_figure.help]
    ):
        st.html(f"<p class='caption'>{_(caption)}</p>")


def _options(figure: Figure[Any], experiment: Experiment) -> None:
    """Beside the picture; where there are many, behind a button."""
    if len(figure.options) > FEW_OPTIONS:
        with st.popover(_("What is shown"), key="view_picture"):
            _option_form(figure, experiment)
    elif figure.options:
        _option_form(figure, experiment)


def _to_studio(run: Run | None) -> None:
    """It has its place before there is a run, so that nothing moves when one begins."""
    label, note = _("Latent space"), _("Choose codes, and see what is generated")
    if st.button(label, type="tertiary", key="to_studio", help=note, disabled=run is None) and run is not None:
        generative_runs.show_in_studio(run)
        st.switch_page(STUDIO)


def _title(computed: ComputedFigure) -> str:
    figure = computed.figure
    return figure.heading(computed.view, computed.info) if figure.heading is not None else _(figure.title)


def _heading(computed: ComputedFigure, mark: str) -> None:
    write_note = computed.figure.note
    note = write_note(computed.info) if write_note is not None and computed.info is not None else ""
    _show_title(_title(computed), note, mark if computed.figure.needs_run else "")


def _show_title(title: str, *notes: str) -> None:
    quiet = "".join(f" <span class='quiet'>{html.escape(note)}</span>" for note in notes if note)
    st.html(f"<h3 class='figure-title'>{html.escape(title)}{quiet}</h3>")


def _choose(pictures: list[Figure[Any]]) -> Figure[Any] | None:
    if not pictures:
        return None
    names = [figure.name for figure in pictures]
    requested_name, key = st.session_state.pop("show_picture", None), localized_key("picture")
    if requested_name in names:
        st.session_state[key] = requested_name
    elif st.session_state.get(key) not in names:
        before = st.session_state.get("picture_chosen")
        st.session_state[key] = before if before in names else names[0]
    titles = {figure.name: figure.title for figure in pictures}
    selected_name = st.segmented_control(
        _("Image"),
        names,
        format_func=lambda name: _(titles[name]),
        key=key,
        label_visibility="collapsed",
        required=True,
    )
    st.session_state["picture_chosen"] = selected_name
    return next((figure for figure in pictures if figure.name == selected_name), pictures[0])


def _draw(computed: ComputedFigure, height: int) -> None:
    figure, view, info = computed
    figure_theme = session.current_theme()
    click = live_figure(
        figure.plot(info, figure_theme) if info is not None else None,
        key=f"figure_{figure.name}",
        height=height,
        alt=figure.alt_text(info) if info is not None else "",
        empty=_(figure.placeholder),
        csv=(lambda: figure.table(info)) if info is not None else None,
        gif=(lambda: animation.figure_gif(figure, view))
        if info is not None and animation.can_animate(figure, view)
        else None,
        name=figure.name,
        clicks=figure.opens_on_click is not None,
        dark=figure_theme.palette.name == "dark",
    )
    if click is not None and figure.opens_on_click is not None and isinstance(click.customdata, Mapping):
        figure_options.show_figure(figure.opens_on_click, click.customdata)
        rerun_fragment()


def _with_stand_in(
    selected_figure: ComputedFigure, pictures: list[Figure[Any]], compute: Callable[[Figure[Any]], ComputedFigure]
) -> ComputedFigure:
    """*selected_figure*, or a picture of the data until the run has something to draw."""
    if selected_figure.info is not None:
        return selected_figure
    stand_in = next((other for other in pictures if not other.needs_run), None)
    return selected_figure if stand_in is None or stand_in is selected_figure.figure else compute(stand_in)


def _option_form(figure: Figure[Any], experiment: Experiment) -> None:
    layers = [node.id for network in experiment.networks for node in network.nodes if node.enabled]
    classes = _condition_classes(experiment)
    params = [param for param in figure.options if param.name != "class" or classes]
    option_values = {"class": classes[0] if classes else "", **figure_options.options(figure.name)}
    param_form(
        params,
        {param.name: option_values[param.name] for param in params if param.name in option_values},
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
    curves: list[Figure[Any]],
    compute: Callable[[Figure[Any]], ComputedFigure],
    experiment: Experiment,
    mark: str,
    *,
    draws: bool,
) -> None:
    figures_by_name, slots = {figure.name: figure for figure in curves}, DRAWING_SLOTS if draws else SLOTS
    for place, (slot, column) in enumerate(zip(slots, st.columns(len(slots), gap="medium"), strict=True)):
        key = localized_key(f"curve_{place}_drawing" if draws else f"curve_{place}")
        if st.session_state.get(key) not in figures_by_name:
            st.session_state[key] = slot
        figure = figures_by_name[st.session_state[key]]
        with column:
            _curve(compute(figure), figures_by_name, key, experiment, mark)


def _curve(
    computed: ComputedFigure, figures_by_name: Mapping[str, Figure[Any]], key: str, experiment: Experiment, mark: str
) -> None:
    figure = computed.figure
    with st.container(horizontal=True, vertical_alignment="center", key=f"head_{key}"):
        _show_title(_title(computed), mark)
        with st.popover(_("View"), key=f"view_{key}", type="tertiary"):
            names = list(figures_by_name)
            st.selectbox(
                _("Curve"),
                names,
                index=names.index(figure.name),
                format_func=lambda name: _(figures_by_name[name].title),
                key=key,
            )
            st.caption(_(figure.help))
            _option_form(figure, experiment)
    _draw(computed, round(CURVE_HEIGHT * session.current_theme().scale))
