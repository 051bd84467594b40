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
        N_("modes covered"),
        N_(
            "How many of the data's modes (clusters) have generated points close to their centre, within three "
            "standard deviations (Srivastava and others 2017)."
        ),
        True,
        unit="count",
    ),
    SampleMetric(
        "good_share",
        N_("high-quality samples"),
        N_(
            "The fraction of generated points that lies close to the centre of a mode, within three standard "
            "deviations."
        ),
        True,
    ),
    SampleMetric(
        "frechet",
        N_("Fréchet distance"),
        N_(
            "How far generated and real examples are from each other as two distributions; lower is closer. For "
            "images it is measured in features of a small network that this app trained on this data set; it is no "
            "FID."
        ),
        False,
        unit="",
    ),
    SampleMetric(
        "precision",
        N_("precision"),
        N_("The fraction of generated examples that lies among the real ones (Kynkäänniemi and others 2019)."),
        True,
    ),
    SampleMetric(
        "recall",
        N_("recall"),
        N_("The fraction of real examples that lies among the generated ones: what is never generated lowers it."),
        True,
    ),
    SampleMetric(
        "classes",
        N_("classes covered"),
        N_("How many of the classes are generated at all, as the app's own small classifier sees them."),
        True,
        unit="count",
    ),
)

SAMPLE_METRICS: dict[str, SampleMetric] = {row.name: row for row in _ROWS}
