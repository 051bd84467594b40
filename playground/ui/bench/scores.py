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


def render(history: History, metric: str | None, *, is_of_another: bool) -> None:
    """The scores that matter and of which step they are, with their place kept from the start. *is_of_another*: the
    document has changed since."""
    name = metric or "loss"
    within = _newest_within_epoch(history, f"val_{name}")
    value = goals.score_text(name, within[1]) if within else _trained_value_text(history, f"val_{name}", name)
    validation = _number(_metric_title("validation", name), value)
    others = [
        _number(_metric_title("training", name), _trained_value_text(history, name, name)),
        _number(_("epoch"), count(history.epoch)),
    ]
    if history.test_event is not None:
        test = goals.score_text(name, history.test_event.metrics.get(name))
        first, step = _number(_metric_title("test", name), test), float(history.test_event.step)
        others = [validation, *others]
    else:
        first, step = validation, within[0] if within else _last_epoch_step(history)
    examples = history.validation_sample if within and history.test_event is None else 0
    _show_numbers(first, _moment(step, is_of_another=is_of_another, examples=examples), others)


def _last_epoch_step(history: History) -> float:
    return history.epoch_steps.y[-1] if history.epoch_steps.y else 0.0


def _newest_within_epoch(history: History, series: str) -> tuple[float, float] | None:
    """Step and score of the newest that was scored since the last epoch ended."""
    scored = history.within_epochs.get(series)
    if scored is None or not scored.y or scored.x[-1] <= _last_epoch_step(history):
        return None
    return scored.x[-1], scored.y[-1]


def render_samples(history: History, info: Info, *, is_of_another: bool) -> None:
    """How good what is drawn is, measured last, at which step, and what the training says; with their places kept from
    the start. *is_of_another*: the document has changed since."""
    names = ["modes", "good_share"] if info.has_modes else ["frechet", "precision", "recall"]
    names += ["classes"] if info.is_image else []
    classes = len(info.class_names)
    first, *others = [
        _number(_(SAMPLE_METRICS[name].title), _newest_score_text(history, name, classes)) for name in names
    ]
    others += [
        _number(_(LOSS_TERMS[name].title), _trained_value_text(history, name, name))
        for name in info.loss_terms
        if LOSS_TERMS[name].shown_by_default
    ][:2]
    others.append(_number(_("step"), count(history.step)))
    others.append(
        _number(_("watching takes"), percent(_share_of_drawing(history)) if history.recording_seconds else "–")
    )
    scored = history.sample_scores.get(names[0])
    step = scored.x[-1] if scored is not None and scored.x else 0.0
    if history.test_event is not None and names[0] in history.test_event.metrics:
        step = float(history.test_event.step)
    _show_numbers(first, _moment(step, is_of_another=is_of_another), others)


def _moment(step: float, *, is_of_another: bool, examples: int = 0) -> str:
    """*examples*: so many were scored, and not yet all of the set."""
    if not step:
        return ""
    if is_of_another:
        said = N_("at step {step}, before the change")
    else:
        said = N_("at step {step}, on {examples} examples") if examples else N_("at step {step}")
    return str(Text(said, {"step": count(round(step)), "examples": count(examples)}))


def _show_numbers(first: str, moment: str, others: list[str]) -> None:
    st.html(
        f"<div class='first-number'>{first}<div class='moment numbers'>{moment}</div></div>"
        f"<div class='number-pairs'>{''.join(others)}</div>"
    )


def _newest_score_text(history: History, name: str, classes: int) -> str:
    series = history.sample_scores.get(name)
    tested = history.test_event.metrics.get(name) if history.test_event is not None else None
    newest = series.y[-1] if series and series.y and series.x[-1] > 0 else None
    return _score_text(name, tested if tested is not None else newest, classes)


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


def _trained_value_text(history: History, series: str, name: str) -> str:
    """The newest value; what was measured before the training, at epoch 0, is no score of it."""
    values = history.by_epoch.get(series)
    return goals.score_text(name, values.y[-1] if values and values.y and values.x[-1] > 0 else None)


def _number(label: str, value: str) -> str:
    return f"<div class='number numbers'><div class='quiet'>{label}</div><div class='value'>{value}</div></div>"
