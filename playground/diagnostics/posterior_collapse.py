"""Posterior collapse: the codes are plain noise for every example, and the decoder draws the same whatever they say
(Bowman and others 2016; Lucas and others 2019, "Don't Blame the ELBO!")."""

from __future__ import annotations

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

NOTHING = 0.1
"""Nats of KL divergence, over all numbers of the code, below which a code says nothing: it bounds what a code can tell
of its example from above (Hoffman and Johnson 2016), and e^0.1 means one of 1.1 examples. A working code of two
numbers has about 3 nats on digits, and its first steps have 0.2 or more."""
EARLY = 200
"""Steps in which a code may still be empty: some encoders only begin to speak after their decoder has an outline."""
LEAST, STEPS = 10, 300
"""Points of the curve, and steps, over which it must have lasted."""
RISING = 1.1
"""How many times the later half of those may be the earlier one: a code that begins to speak multiplies it."""
FAINTEST = 0.25
"""What beta is taken times where it is at most 1 already: lower still, and codes no longer look like noise."""


def _applies_to(info: Info) -> bool:
    return "kl_loss" in info.loss_terms


def _detect(experiment: Experiment, info: Info, history: History) -> Problem | None:  # noqa: ARG001 - the form of all
    values = connections.family_values(experiment)
    if not values.get("beta"):
        return None
    nats = reading.tail(history.by_step, "kl_loss", after=EARLY, least=LEAST, steps=STEPS)
    if nats is None or max(reading.quarter_means(nats)) > NOTHING:
        return None
    before, now = reading.half_means(nats)
    if now > before * RISING and now > NOTHING / 10:
        return None
    message = Text(
        N_(
            "Posterior collapse: the latent code holds {now} nats of an example, in {size} numbers; whatever it is, "
            "the same is generated."
        ),
        {"now": reading.one_digit(now), "size": connections.latent_dim(experiment)},
    )
    return Problem(DIAGNOSTIC.name, message, field="family_params.beta", repairs=tuple(_repairs(experiment)))


def _repairs(experiment: Experiment) -> list[Repair]:
    """The weight that is above its usual one, or both; else a smaller beta."""
    values = connections.family_values(experiment)
    beta, usual = float(str(values["beta"])), _usual_sigma(experiment)
    wide = values.get("likelihood") == "gaussian" and float(str(values["sigma"])) > usual
    edits, new_params = [], {}
    if beta > 1 or not wide:
        new_params["beta"] = 1.0 if beta > 1 else beta * FAINTEST
        edits.append(remedies.family_param_edit("beta", new_params["beta"]))
    if wide:
        new_params["sigma"] = usual
        edits.append(remedies.family_param_edit("sigma", usual))
    message = {
        ("beta",): N_("Set β to {beta}"),
        ("sigma",): N_("Set the standard deviation to {sigma}"),
        ("beta", "sigma"): N_("Set β to {beta}, and the standard deviation to {sigma}"),
    }[tuple(new_params)]
    return [repair(message, *edits, **{name: short(value) for name, value in new_params.items()})]


def _usual_sigma(experiment: Experiment) -> float:
    """The family's own; 0 where it has no bell curve."""
    family = connections.family_of(experiment)
    params = family.params if family is not None else ()
    return next((float(str(param.default)) for param in params if param.name == "sigma"), 0.0)


DIAGNOSTIC = Diagnostic(name="posterior_collapse", applies_to=_applies_to, detect=_detect, priority=20)
