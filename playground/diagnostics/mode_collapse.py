"""Mode collapse: the generator draws little of what there is, again and again (Goodfellow 2016, "NIPS 2016 Tutorial:
Generative Adversarial Networks", section 5.1.1), or hops from one part to the next."""

from __future__ import annotations

from collections.abc import Sequence

from playground.core.formatting import short
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.diagnostics import reading, remedies
from playground.diagnostics.base import Diagnostic
from playground.experiment.repairs import repair
from playground.experiment.spec import Experiment
from playground.ports import connections
from playground.runs.history import History

FEW = 0.5
"""The part of all clusters, or kinds, up to which they are few. Entries that reach their goal draw all from step 800 on
(rings), or nine of ten (digits)."""
MAX_RECALL, MIN_PRECISION = 0.05, 0.2
"""Recall up to which most real examples are never drawn, and precision from which those that are drawn are good:
without the second, the generator cannot draw yet. DCGAN on digits has 0.39 and 0.5 at step 780."""
EARLY, LEAST, STEPS = 1_000, 3, 500
"""Steps in which a generator may still draw little; then measurements in a row, and steps, over which all were bad: one
good one among them, and nothing is said."""
CALM = 0.5
"""Adam's beta 1 in such games (Radford and others 2016)."""


def _applies_to(info: Info) -> bool:
    # A decoder that must give every example back leaves none out; its drawings are blurred, which lowers recall alike.
    return "g_loss" in info.loss_terms and "kl_loss" not in info.loss_terms


def _detect(experiment: Experiment, info: Info, history: History) -> Problem | None:
    message = (
        _few_drawn_text(info, history, "modes")
        or _few_drawn_text(info, history, "classes")
        or _low_recall_text(history)
    )
    if message is None:
        return None
    network = remedies.generator_network(experiment)
    return Problem(DIAGNOSTIC.name, message, network=network, repairs=(_repair(experiment, network),))


def _few_drawn_text(info: Info, history: History, name: str) -> Text | None:
    """Where the count *name* of clusters or kinds was small each time."""
    every = len(info.class_names)
    counts = _recent(history, name)
    if every < 2 or counts is None or max(counts) > FEW * every or not _draws_well(history):
        return None
    values: dict[str, object] = {"most": round(max(counts)), "every": every, "times": len(counts)}
    message = {
        "modes": N_(
            "Mode collapse: at most {most} of {every} modes are covered at a time, {times} measurements in a row; "
            "the others are missing."
        ),
        "classes": N_(
            "Mode collapse: at most {most} of {every} classes are covered at a time, {times} measurements in a row; "
            "the others are missing."
        ),
    }[name]
    return Text(message, values)


def _low_recall_text(history: History) -> Text | None:
    """Where what is drawn was good each time, and most of the data are not drawn at all."""
    recall = _recent(history, "recall")
    if recall is None or max(recall) > MAX_RECALL or not _draws_well(history, needs_measurement=True):
        return None
    return Text(
        N_(
            "Mode collapse: {precision} of what is generated looks real, but it covers only {recall} of the real "
            "examples; the others are missing."
        ),
        {
            "precision": reading.whole_percent(min(_recent(history, "precision") or [0.0])),
            "recall": reading.whole_percent(max(recall)),
        },
    )


def _recent(history: History, name: str) -> Sequence[float] | None:
    return reading.tail(history.sample_scores, name, after=EARLY, least=LEAST, steps=STEPS)


def _draws_well(history: History, *, needs_measurement: bool = False) -> bool:
    """Whether drawn pictures look like real ones; where it is not measured, they may, unless it
    *needs_measurement*."""
    if "precision" not in history.sample_scores:
        return not needs_measurement
    precision = _recent(history, "precision")
    return precision is not None and min(precision) >= MIN_PRECISION


def _repair(experiment: Experiment, network: str) -> Repair:
    """Both learn alike, with as little momentum as such games bear; where it is so already, *network* slower."""
    own = remedies.optimizer_params(experiment, network)
    other = remedies.learning_rate_of(experiment, "discriminator")
    ahead = other > own["learning_rate"] or remedies.is_taught_more_often(experiment)
    if ahead and "penalty_weight" not in connections.family_values(
        experiment
    ):  # With the penalty it ought to be ahead.
        return remedies.equal_rates_repair(experiment)
    learning_rate = min(float(own["learning_rate"]), other)
    restless = [name for name in (network, "discriminator") if _momentum(experiment, name) > CALM]
    if learning_rate == own["learning_rate"] and not restless:
        learning_rate *= remedies.SLOWER
    calm: dict[str, dict[str, object]] = {name: {"beta_1": CALM} for name in restless}
    params_by_network = {**calm, network: {**calm.get(network, {}), "learning_rate": learning_rate}}
    edits = [remedies.optimizer_edit(experiment, name, **params) for name, params in params_by_network.items()]
    if restless:
        return repair(N_("Generator at {rate}, beta 1 at {calm}"), *edits, rate=short(learning_rate), calm=short(CALM))
    return repair(N_("Slow the generator to {rate}"), *edits, rate=short(learning_rate))


def _momentum(experiment: Experiment, network: str) -> float:
    return float(remedies.optimizer_params(experiment, network).get("beta_1") or 0.0)


DIAGNOSTIC = Diagnostic(name="mode_collapse", applies_to=_applies_to, detect=_detect, priority=30)
