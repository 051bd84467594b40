"""What a goal is about: any number that a training ends with, by its name in the logs, and how it is told."""

from __future__ import annotations

from playground.catalog.loss_terms import LOSS_TERMS
from playground.catalog.metrics import METRICS
from playground.catalog.sample_metrics import SAMPLE_METRICS
from playground.core.formatting import count, in_sentence, percent, short
from playground.core.i18n import N_, Text, _
from playground.experiment.spec import Goal

FRACTIONS = {"accuracy", "precision", "recall", "top_k"}
"""Metrics from 0 to 1 that are told in percent."""


def is_goal_metric(metric: str) -> bool:
    """Whether there is a number of that name."""
    return metric == "loss" or metric in METRICS or metric in SAMPLE_METRICS or metric in LOSS_TERMS


def metric_title(metric: str) -> str:
    """How *metric* is called on the page, within a sentence."""
    if metric in SAMPLE_METRICS:
        return _(SAMPLE_METRICS[metric].title)
    row = METRICS.get(metric) or LOSS_TERMS.get(metric)
    return in_sentence(_(row.title if row is not None else N_("loss") if metric == "loss" else metric))


def score_text(metric: str, value: float | None) -> str:
    """A *value* of *metric* as a person reads it: percent, a count, or three digits; a dash for none."""
    sampled = SAMPLE_METRICS.get(metric)
    if value is not None and sampled is not None and sampled.unit == "count":
        return count(round(value))
    return percent(value) if metric in FRACTIONS or (sampled and sampled.unit == "part") else short(value)


def goal_text(goal: Goal) -> str:
    """*goal* as a person reads it on a card."""
    value = short(goal.bound)
    if goal.metric == "accuracy":
        value = f"{goal.bound:.0%}".replace("%", " %")
    message = N_("{metric} at most {value}") if goal.at_most is not None else N_("{metric} at least {value}")
    if goal.metric in METRICS:
        message = N_("{metric} {value} on the test set")
    return str(Text(message, {"metric": metric_title(goal.metric), "value": value}))
