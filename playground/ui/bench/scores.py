"""The run's numbers beside its picture, with their place kept from the start."""

from __future__ import annotations

import streamlit as st

from playground.catalog.loss_terms import TERMS
from playground.catalog.metrics import METRICS
from playground.catalog.sample_metrics import SCORES
from playground.core.formatting import count, in_sentence, percent, short
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.runs.history import History


def render(known: History, metric: str | None) -> None:
    """The scores that matter, with their place kept from the start."""
    name = metric or "loss"
    validation = _number(_told("validation", name), _last(known, f"val_{name}", name))
    others = [_number(_told("training", name), _last(known, name, name)), _number(_("epoch"), count(known.epoch))]
    if known.tested is not None:
        _shown(_number(_told("test", name), _value(name, known.tested.metrics.get(name))), [validation, *others])
    else:
        _shown(validation, others)


def drawn(known: History, info: Info) -> None:
    """How good what is drawn is, measured last, and what the training says; with their places kept from the start."""
    names = ["modes", "good_share"] if info.modes else ["frechet", "precision", "recall"]
    names += ["classes"] if info.kind == "images" else []
    classes = len(info.class_names)
    first, *others = [_number(_(SCORES[name].title), _measured(known, name, classes)) for name in names]
    others += [_number(_(TERMS[name].title), _last(known, name, name)) for name in info.terms if TERMS[name].drawn][:2]
    others.append(_number(_("step"), count(known.step)))
    others.append(_number(_("drawing takes"), percent(_share_of_drawing(known)) if known.spent_watching else "–"))
    _shown(first, others)


def _shown(first: str, others: list[str]) -> None:
    st.html(f"<div class='first-number'>{first}</div><div class='number-pairs'>{''.join(others)}</div>")


def _measured(known: History, name: str, classes: int) -> str:
    series = known.measured.get(name)
    tested = known.tested.metrics.get(name) if known.tested is not None else None
    return _scored(name, tested if tested is not None else series.y[-1] if series and series.y else None, classes)


def _share_of_drawing(known: History) -> float:
    began = known.started.time if known.started is not None else None
    passed = (known.updated - began) if known.updated is not None and began is not None else 0.0
    return min(1.0, known.spent_watching / passed) if passed > 0 else 0.0


def _scored(name: str, value: float | None, classes: int) -> str:
    if value is None:
        return "–"
    unit = SCORES[name].unit
    if unit == "count":
        return str(Text(N_("{count} of {all}"), {"count": count(round(value)), "all": count(classes)}))
    return percent(value) if unit == "part" else short(value)


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


def _number(label: str, value: str) -> str:
    return f"<div class='number numbers'><div class='quiet'>{label}</div><div class='value'>{value}</div></div>"
