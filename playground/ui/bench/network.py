"""The network in its editor: what a person does there changes the draft, and the answer comes back with shapes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground import edits, history, maps
from playground.i18n import _
from playground.ui import session
from playground.ui.bench import watch
from playground.ui.bench.section import section
from playground.ui.components.canvas import graph_canvas
from playground.ui.components.editor import Edits, stack_editor
from playground.ui.draft import Draft

TICK = 1.0
"""Seconds between two looks at the units' pictures of a run that trains."""
HEIGHT = 715
SWITCH = 40
"""Height of the switch between stack and graph, with the gap below it."""
SHOWN = 8
"""Units that a card has room for."""


def render() -> None:
    section("network", _network, lambda: _moves(session.draft()), TICK)


def _moves(current: Draft) -> bool:
    """Whether there will be something new to see that nobody here has done."""
    return session.trains(current) or session.judged(current.experiment).waiting


def _network(ticks: bool) -> None:
    current = session.draft()
    judged = session.judged(current.experiment)
    if st.session_state.pop("everything_changed", False) or (ticks and not _moves(current)):
        st.rerun()
    if not judged.waiting and not judged.problems and not session.trains(current):
        session.launcher().stage(current.experiment, current.id)
    graph = _as_graph(current)
    show = graph_canvas if graph else stack_editor
    show(
        current.experiment,
        judged.report,
        key="canvas" if graph else "editor",
        on_edits=_take,
        problems=judged.problems,
        info=judged.info,
        titles={"model": _("Network")},
        maps=_maps(current, judged),
        on_unit=_show_unit,
        can_undo=bool(current.past),
        can_redo=bool(current.future),
        height=HEIGHT - SWITCH,
    )


def _as_graph(current: Draft) -> bool:
    """Stack or graph, as chosen last; branches can be seen in the graph alone."""
    stack = all(edits.is_stack(network) for network in current.experiment.networks)
    names = {"stack": _("Stack"), "graph": _("Graph")}
    st.session_state["network_view"] = st.session_state.get("network_shown", "stack") if stack else "graph"
    st.segmented_control(
        _("Show the network as"),
        list(names),
        format_func=names.__getitem__,
        key="network_view",
        label_visibility="collapsed",
        disabled=not stack,
        help=None if stack else _("Only a graph shows branches and layers that are not connected."),
        on_change=_remember_view,
    )
    return bool(st.session_state["network_view"] == "graph")


def _remember_view() -> None:
    """A second press on the same button takes the choice away: then the one before stays."""
    chosen = st.session_state["network_view"]
    if chosen is not None:
        st.session_state["network_shown"] = chosen


def _take(made: Edits) -> None:
    """Raises :class:`PlaygroundError`, which the editor tells."""
    current = session.draft()
    verb = made[0].get("do") if made else None
    if verb in ("undo", "redo"):
        session.keep(current.undone() if verb == "undo" else current.redone())
        st.session_state["everything_changed"] = True
        return
    session.keep(current.edited(edits.apply(current.experiment, *made)))
    if any(edit.get("do") == "set" for edit in made):
        st.session_state["everything_changed"] = True  # A repair outside the network: the bar shows it.
    else:
        st.rerun(["network", "controls"])


def _maps(current: Draft, judged: session.Judged) -> dict[str, dict[str, Any]] | None:
    """The units' pictures, while the run that is shown has the network that is edited; blank ones keep their place."""
    run = session.run_of(current)
    if run is not None and run.experiment().networks == current.experiment.networks:
        newest = session.history(run).latest("field")
        if newest is not None:
            return maps.node_maps(history.arrays(run.folder, newest[1]))
    if judged.info is None or judged.info.kind != "points" or judged.report is None or run is not None:
        return None
    nodes = next(iter(judged.report.networks.values()), {})
    return maps.blank(
        {name: (min(node.shape[0], SHOWN), *node.shape[1:]) for name, node in nodes.items() if node.shape}
    )


def _show_unit(node: str | None, unit: int | None) -> None:
    if node is None or unit is None:
        watch.show_again()
    else:
        watch.show("neuron", {"node": node, "unit": unit})
    st.rerun(["watching"])
