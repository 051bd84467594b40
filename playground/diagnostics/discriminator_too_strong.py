"""A discriminator too strong: it is sure of every example, and what it sends back to the generator no longer leads
anywhere (Goodfellow and others 2014, section 3; Arjovsky and Bottou 2017, "Towards Principled Methods for Training
Generative Adversarial Networks")."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from playground.catalog.sample_metrics import SAMPLE_METRICS
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

SURE = 0.1
"""The discriminator's loss, above the least that label smoothing leaves, below which it is sure: the game is even at
2 ln 2 = 1.39, and 0.1 means that it gives each side 95 %. Entries that reach their goal stay above 0.8."""
MAX_REAL_PROBABILITY = 0.05
"""The chance to be real that it gives drawn examples at most: the saturating loss then has 1/20 of its slope."""
EARLY, LEAST, STEPS = 200, 10, 500
"""Steps in which it may win, since noise is easily told; then points of the curve, and steps, over which it must have
lasted."""
BETTER = 1.1
"""How many times as good a score must be at the end of those for the generator to count as still learning."""
SMOOTHING = 0.1
"""One-sided label smoothing as in Salimans and others 2016."""


def _applies_to(info: Info) -> bool:
    # A Wasserstein discriminator (with a gradient penalty) gives no verdict that it could be too sure of.
    return "d_loss" in info.loss_terms and "gradient_penalty" not in info.loss_terms


def least_loss(smoothing: float) -> float:
    """Nats that the discriminator's loss keeps at its best where real examples are to be believed to
    1 - *smoothing*: the entropy of that."""
    return -sum(part * log(part) for part in (smoothing, 1 - smoothing) if part > 0)


def _detect(experiment: Experiment, info: Info, history: History) -> Problem | None:  # noqa: ARG001 - the form of all
    values = connections.family_values(experiment)
    if values.get("adversarial_loss") not in ("saturating", "non_saturating"):
        return None
    curves, floor = history.by_step, least_loss(float(str(values["label_smoothing"])))
    losses, fake, real = (
        reading.tail(curves, name, after=EARLY, least=LEAST, steps=STEPS) for name in ("d_loss", "d_fake", "d_real")
    )
    if losses is None or fake is None or real is None:
        return None
    if (
        max(reading.quarter_means(losses)) - floor > SURE
        or max(map(_sigmoid, reading.quarter_means(fake))) > MAX_REAL_PROBABILITY
    ):
        return None
    if _improves(history):
        return None
    believed: dict[str, object] = {
        "real": reading.whole_percent(_sigmoid(reading.mean(real))),
        "generated": reading.whole_percent(_sigmoid(reading.mean(fake))),
        "loss": reading.one_digit(reading.mean(losses)),
    }
    message = Text(
        N_(
            "Discriminator too strong: its probability of being real is {real} for real examples and {generated} for "
            "generated ones (loss {loss}; balanced is 1.39), so the generator gets hardly any gradient."
        ),
        believed,
    )
    return Problem(DIAGNOSTIC.name, message, network="discriminator", repairs=tuple(_repairs(experiment)))


def _sigmoid(score: float) -> float:
    """Of being real, for a score before the sigmoid."""
    return 1 / (1 + exp(-max(-700.0, min(700.0, score))))


def _improves(history: History) -> bool:
    """Whether some score of what is drawn still gets better; where none is taken, nothing speaks for it."""
    return any(_is_better(name, series.y[-3:]) for name, series in history.sample_scores.items())


def _is_better(name: str, values: Sequence[float]) -> bool:
    row = SAMPLE_METRICS.get(name)
    if row is None or len(values) < 2:
        return False
    first, now = values[0], values[-1]
    return now > first * BETTER if row.higher_is_better else now * BETTER < first


def _repairs(experiment: Experiment) -> list[Repair]:
    """What makes the game even, what gives the generator a slope, and what keeps the discriminator a little unsure."""
    values, repairs = connections.family_values(experiment), [remedies.equal_rates_repair(experiment)]
    if values["adversarial_loss"] == "saturating":
        loss_edit = remedies.family_param_edit("adversarial_loss", "non_saturating")
        repairs.append(repair(N_("Use the non-saturating loss"), loss_edit))
    if float(str(values["label_smoothing"])) < SMOOTHING:
        smooth = remedies.family_param_edit("label_smoothing", SMOOTHING)
        repairs.append(repair(N_("Smooth the labels by {part}"), smooth, part=short(SMOOTHING)))
    return repairs


DIAGNOSTIC = Diagnostic(
    name="discriminator_too_strong",
    applies_to=_applies_to,
    detect=_detect,
    supersedes=frozenset({"mode_collapse"}),
    priority=10,
)
