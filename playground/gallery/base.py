"""What a ready experiment is: the document, what it is for, and the score it promises."""

from __future__ import annotations

from dataclasses import dataclass

from playground.core.i18n import N_
from playground.experiment import spec

FIRST_STEPS = N_("First steps")
REGRESSION = N_("Regression")
CLASSIFICATION = N_("Classification")
IMAGES = N_("Images")
ARCHITECTURES = N_("Architectures")
AUTOENCODERS = N_("Autoencoders")
GENERATIVE = N_("Generative models")
BREAK_IT = N_("Break it")
GROUPS = (FIRST_STEPS, CLASSIFICATION, REGRESSION, IMAGES, ARCHITECTURES, AUTOENCODERS, GENERATIVE, BREAK_IT)
"""Shelves, in the order in which they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One card on the shelf. *title*, *help* (one sentence) and *lesson* (what to look for) are message ids.

    The experiment's own ``goal`` is what training it here reaches on the test part, on every seed tried, within
    *budget_seconds* on two CPU cores; the module's docstring has what was measured.
    """

    name: str
    title: str
    help: str
    lesson: str
    group: str
    order: int
    """Place on its shelf, the smallest first."""
    experiment: spec.Experiment
    budget_seconds: int = 120
    counterpart: str = ""
    """The entry on the same data that it is made to be compared with."""
    sign: str = ""
    """What it makes happen, where that is one of :mod:`playground.diagnostics`."""
