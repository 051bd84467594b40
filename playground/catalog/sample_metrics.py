"""How good drawn examples are, in numbers: against the modes of a plane, or against real examples by features."""

from __future__ import annotations

from dataclasses import dataclass

from playground.core.i18n import N_


@dataclass(frozen=True, slots=True)
class SampleMetric:
    """One number of a network that draws. *unit*: ``"part"`` from 0 to 1, ``"count"``, or ``""``."""

    name: str
    title: str
    help: str
    higher_is_better: bool
    unit: str = "part"


_ROWS = (
    SampleMetric(
        "modes",
        N_("clusters drawn"),
        N_(
            "How many of the data's clusters have drawn points close to their centre, within three deviations "
            "(Srivastava and others 2017)."
        ),
        True,
        unit="count",
    ),
    SampleMetric(
        "good_share",
        N_("good points"),
        N_("Which part of the drawn points lies close to the centre of a cluster, within three deviations."),
        True,
    ),
    SampleMetric(
        "frechet",
        N_("Fréchet distance"),
        N_(
            "How far the drawn examples are from the real ones as two clouds, lower is closer. For pictures it is "
            "measured in features of a small network that this app trained on this data set; it is no FID."
        ),
        False,
        unit="",
    ),
    SampleMetric(
        "precision",
        N_("precision"),
        N_("Which part of the drawn examples lies among the real ones (Kynkäänniemi and others 2019)."),
        True,
    ),
    SampleMetric(
        "recall",
        N_("recall"),
        N_("Which part of the real examples lies among the drawn ones: what is never drawn lowers it."),
        True,
    ),
    SampleMetric(
        "classes",
        N_("kinds drawn"),
        N_("How many of the classes are drawn at all, as the app's own small classifier sees them."),
        True,
        unit="count",
    ),
)

SAMPLE_METRICS: dict[str, SampleMetric] = {row.name: row for row in _ROWS}
