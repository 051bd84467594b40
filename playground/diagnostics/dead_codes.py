"""Dead codes: most entries of a codebook are never picked, so they never learn, so they are never picked (Kaiser and
others 2018, "Fast Decoding in Sequence Models Using Discrete Latent Variables"; Dhariwal and others 2020, "Jukebox").
"""

from __future__ import annotations

from playground.core.formatting import count
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.diagnostics import reading, remedies
from playground.diagnostics.base import Diagnostic
from playground.experiment.repairs import repair
from playground.experiment.spec import Experiment
from playground.ports import connections
from playground.runs.history import History

FEW = 0.25
"""The part of the codebook that its use comes to, by perplexity, up to which most of it is dead. The entry that reaches
its goal has 0.9 with restarts, and without them grows from 0.12 at the first step to 0.8."""
EARLY, LEAST, STEPS = 300, 10, 300
"""Steps in which the use may still be small, as all entries begin in one place; then points of the curve, and steps,
over which it must have lasted."""
RISING = 1.1
"""How many times the later half of those may be the earlier one: a use that still spreads grows faster."""
LEAST_MEMORY, MOST_MEMORY, USUAL_MEMORY = 0.5, 0.99, 0.95
"""Below the first, an entry forgets what it stood for within a step or two; above the second it hardly moves. The third
is the family's own."""


def _applies_to(info: Info) -> bool:
    return "codebook_loss" in info.loss_terms


def _detect(experiment: Experiment, info: Info, history: History) -> Problem | None:  # noqa: ARG001 - the form of all
    values = connections.family_values(experiment)
    codes, picks = int(str(values["codes"])), int(str(values["positions"])) * experiment.training.batch_size
    repairs = _repairs(bool(values["restart"]), float(str(values["decay"])))
    perplexities = reading.tail(history.by_step, "perplexity", after=EARLY, least=LEAST, steps=STEPS)
    # What is always restarted is not dead, however unevenly it is used; and a batch can pick no more than it has.
    if not repairs or perplexities is None or max(reading.quarter_means(perplexities)) > FEW * min(codes, picks):
        return None
    before, now = reading.half_means(perplexities)
    if now > before * RISING:
        return None
    message = Text(
        N_(
            "Dead codes: the use of the codebook comes to {used} of {codes} entries. The others are hardly ever "
            "picked, so they never learn."
        ),
        {"used": count(round(now)), "codes": count(codes)},
    )
    return Problem(DIAGNOSTIC.name, message, field="family_params.restart", repairs=repairs)


def _repairs(restart: bool, memory: float) -> tuple[Repair, ...]:
    """What gives dead entries another chance, and what lets entries follow what they stand for."""
    repairs = []
    if not restart:
        repairs.append(repair(N_("Restart dead entries"), remedies.family_param_edit("restart", True)))
    if not LEAST_MEMORY <= memory <= MOST_MEMORY:
        usual = remedies.family_param_edit("decay", USUAL_MEMORY)
        repairs.append(repair(N_("Set the EMA decay to {memory}"), usual, memory=USUAL_MEMORY))
    return tuple(repairs)


DIAGNOSTIC = Diagnostic(name="dead_codes", applies_to=_applies_to, detect=_detect, priority=40)
