"""The network in its editor: what a person does there changes the draft, and the answer comes back with shapes."""

from __future__ import annotations

import streamlit as st

from playground.core.i18n import _
from playground.experiment import block_palette, edits
from playground.ports import connections
from playground.ui.app import session
from playground.ui.app.draft import Draft
from playground.ui.app.forms import localized_key, show_value
from playground.ui.app.fragments import redraw
from playground.ui.bench import controls, figure_options, live_params, loss_formula
from playground.ui.bench.ticking_fragment import ticking_fragment
from playground.ui.components.canvas import graph_canvas
from playground.ui.components.editor import Edits, stack_editor

TICK = 1.0
"""Seconds between two looks at whether the workers are ready."""
HEIGHT = 715
PANEL = 96
"""Height of what stands below the network of a family with its own loss, with the gap above it."""
SWITCH = 40
"""Height of the switch between stack and graph, with the gap below it."""


def render() -> None:
    ticking_fragment("network", _network, lambda: _is_waiting(session.draft()), TICK)


def _is_waiting(current: Draft) -> bool:
    """Whether there will be something new to see that nobody here has done."""
    return session.check_state(current.experiment).is_waiting


def _network() -> None:
    current = session.draft()
    check_state = session.check_state(current.experiment)
    if st.session_state.pop("everything_changed", False):
        st.rerun()
    if not check_state.is_waiting and not check_state.problems and not session.is_training(current):
        session.launcher().prepare(current.experiment, current.id)
    graph, formulas = _as_graph(current), loss_formula.formula_markdown(live_params.effective_experiment(current))
    show = graph_canvas if graph else stack_editor
    show(
        current.experiment,
        check_state.report,
        key="canvas" if graph else "editor",
        on_edits=_apply_edits,
        problems=check_state.problems if check_state.report is None else (),
        info=check_state.info,
        titles={name: _(title) for name, title in connections.titles(current.experiment).items()},
        pictures=True,
        on_unit=_show_unit,
        can_undo=bool(current.past),
        can_redo=bool(current.future),
        height=HEIGHT - SWITCH - (PANEL if formulas else 0),
    )
    if formulas:
        with st.container(key="objective", gap=None):
            with st.container(
                horizontal=True,
                vertical_alignment="center",
                horizontal_alignment="distribute",
                key="objective_head",
            ):
                title = _("Objective")
                st.markdown(f"**{title}**", width="content")
                live_params.render()
            loss_formula.show_formula(formulas)


def _as_graph(current: Draft) -> bool:
    """Stack or graph, as chosen last; branches can be seen in the graph alone."""
    stack = all(edits.is_stack(network) for network in current.experiment.networks)
    names = {"stack": _("Stack"), "graph": _("Graph")}
    key = localized_key("network_view")
    view = st.session_state.get("network_shown", st.query_params.get("view"))
    shown = show_value(key, (view if view in names else "stack") if stack else "graph")
    st.segmented_control(
        _("Show the network as"),
        list(names),
        default=shown,
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        disabled=not stack,
        help=None if stack else _("Only a graph shows branches and layers that are not connected."),
        on_change=_remember_view,
        args=(key,),
    )
    return bool(st.session_state[key] == "graph")


def _remember_view(key: str) -> None:
    """A second press on the same button takes the choice away: then the one before stays."""
    view = st.session_state[key]
    if view is not None:
        st.session_state["network_shown"] = view
        st.query_params["view"] = view  # A reload finds it.


def _apply_edits(new_edits: Edits) -> None:
    """Raises :class:`PlaygroundError`, which the editor tells."""
    current = session.draft()
    verb = new_edits[0].get("do") if new_edits else None
    if verb in ("undo", "redo"):
        session.save_draft(current.with_undo() if verb == "undo" else current.with_redo())
        st.session_state["everything_changed"] = True
        return
    new_edits = block_palette.resolve_block_edits(
        current.experiment, new_edits, session.check_state(current.experiment).report
    )
    session.save_draft(current.with_edit(edits.apply(current.experiment, *new_edits)))
    if any(edit.get("do") == "set" for edit in new_edits):
        st.session_state["everything_changed"] = True  # A repair outside the network: the bar shows it.
    else:
        # The numbers say whether the run that they are of is still that of the document, as the buttons do.
        redraw(["network", "outputs", *(["controls", "watching"] if controls.needs_redraw() else [])])


def _show_unit(node: str | None, unit: int | None) -> None:
    if node is None or unit is None:
        figure_options.show_previous()
    else:
        figure_options.show_figure("neuron", {"node": node, "unit": unit})
    redraw(["watching"])
