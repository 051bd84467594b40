"""The run's numbers beside its picture, with their place kept from the start."""

from __future__ import annotations

import streamlit as st

from playground.catalog.loss_terms import LOSS_TERMS
from playground.catalog.sample_metrics import SAMPLE_METRICS
from playground.core.formatting import count, percent
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.evaluation import goals
from playground.runs.history import History


def render(history: History, metric: str | None) -> None:
    """The scores that matter, with their place kept from the start."""
    name = metric or "loss"
    validation = _number(_metric_title("validation", name), _last_value_text(history, f"val_{name}", name))
    others = [
        _number(_metric_title("training", name), _last_value_text(history, name, name)),
        _number(_("epoch"), count(history.epoch)),
    ]
    if history.test_event is not None:
        _show_numbers(
            _number(_metric_title("test", name), goals.score_text(name, history.test_event.metrics.get(name))),
            [validation, *others],
        )
    else:
        _show_numbers(validation, others)


def render_samples(history: History, info: Info) -> None:
    """How good what is drawn is, measured last, and what the training says; with their places kept from the start."""
    names = ["modes", "good_share"] if info.has_modes else ["frechet", "precision", "recall"]
    names += ["classes"] if info.is_image else []
    classes = len(info.class_names)
    first, *others = [
        _number(_(SAMPLE_METRICS[name].title), _newest_score_text(history, name, classes)) for name in names
    ]
    others += [
        _number(_(LOSS_TERMS[name].title), _last_value_text(history, name, name))
        for name in info.loss_terms
        if LOSS_TERMS[name].shown_by_default
    ][:2]
    others.append(_number(_("step"), count(history.step)))
    others.append(
        _number(_("watching takes"), percent(_share_of_drawing(history)) if history.recording_seconds else "–")
    )
    _show_numbers(first, others)


def _show_numbers(first: str, others: list[str]) -> None:
    st.html(f"<div class='first-number'>{first}</div><div class='number-pairs'>{''.join(others)}</div>")


def _newest_score_text(history: History, name: str, classes: int) -> str:
    series = history.sample_scores.get(name)
    tested = history.test_event.metrics.get(name) if history.test_event is not None else None
    return _score_text(name, tested if tested is not None else series.y[-1] if series and series.y else None, classes)


def _share_of_drawing(history: History) -> float:
    began = history.start_event.time if history.start_event is not None else None
    elapsed_seconds = (history.updated_at - began) if history.updated_at is not None and began is not None else 0.0
    return min(1.0, history.recording_seconds / elapsed_seconds) if elapsed_seconds > 0 else 0.0


def _score_text(name: str, value: float | None, classes: int) -> str:
    if value is None:
        return "–"
    told = goals.score_text(name, value)
    if SAMPLE_METRICS[name].unit == "count":
        return str(Text(N_("{count} of {all}"), {"count": told, "all": count(classes)}))
    return told


_PARTS = {
    "test": N_("test {metric}"),
    "validation": N_("validation {metric}"),
    "training": N_("training {metric}"),
}


def _metric_title(part: str, name: str) -> str:
    return str(Text(_PARTS[part], {"metric": goals.metric_title(name)}))


def _last_value_text(history: History, series: str, name: str) -> str:
    values = history.by_epoch.get(series)
    return goals.score_text(name, values.y[-1] if values and values.y else None)


def _number(label: str, value: str) -> str:
    return f"<div class='number numbers'><div class='quiet'>{label}</div><div class='value'>{value}</div></div>"
