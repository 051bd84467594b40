"""The run's numbers beside its picture, with their place kept from the start; and why it ended, where it failed."""

from __future__ import annotations

import html
from functools import partial
from typing import Any

import streamlit as st

from playground import edits
from playground.history import History
from playground.i18n import N_, Text, _
from playground.metrics import METRICS
from playground.numbers import count, in_sentence, percent, short
from playground.problems import Problem
from playground.specs import Experiment
from playground.ui import session


def render(known: History, metric: str | None) -> None:
    """The scores that matter, with their place kept from the start."""
    name = metric or "loss"
    if known.tested is not None:
        st.html(_number(_told("test", name), _value(name, known.tested.metrics.get(name)), large=True))
        st.html(_number(_told("validation", name), _last(known, f"val_{name}", name)))
    else:
        st.html(_number(_told("validation", name), _last(known, f"val_{name}", name), large=True))
    st.html(_number(_told("training", name), _last(known, name, name)))
    st.html(_number(_("epoch"), count(known.epoch)))


def trouble(told: dict[str, Any]) -> None:
    """Why the run ended, where, and what to press."""
    problem = Problem.from_json(told)
    st.html(f"<p class='trouble' role='alert'>{html.escape(str(problem))}</p>")
    for place, repair in enumerate(problem.repairs):
        if st.button(str(repair.label), key=f"repair_{place}"):
            refused = session.edit(partial(_repaired, made=repair.edits))
            if refused is None:
                st.rerun()
            st.caption(str(refused))


def _repaired(experiment: Experiment, made: tuple[dict[str, object], ...]) -> Experiment:
    return edits.apply(experiment, *made)


_PARTS = {
    "test": N_("test {metric}"),
    "validation": N_("validation {metric}"),
    "training": N_("training {metric}"),
}


def _told(part: str, name: str) -> str:
    title = METRICS[name].title if name in METRICS else N_("loss")
    return str(Text(_PARTS[part], {"metric": in_sentence(_(title))}))


def _last(known: History, series: str, name: str) -> str:
    values = known.by_epoch.get(series)
    return _value(name, values.y[-1] if values and values.y else None)


def _value(name: str, value: float | None) -> str:
    return percent(value) if name in ("accuracy", "precision", "recall", "top_k") else short(value)


def _number(label: str, value: str, *, large: bool = False) -> str:
    kind = "number large" if large else "number"
    return f"<div class='{kind} numbers'><div class='quiet'>{label}</div><div class='value'>{value}</div></div>"
