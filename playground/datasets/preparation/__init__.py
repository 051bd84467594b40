"""From a data set as it comes to three parts that a network can take.

``describe`` answers what a network must fit, as cheaply as can be; ``prepare`` gives the arrays, the same in every
process for the same document.
"""

from __future__ import annotations

from playground.datasets.preparation.check import SCALES, problems_of
from playground.datasets.preparation.prepare import describe, prepare, problems, steps
from playground.datasets.preparation.preview import Preview, preview

__all__ = ["SCALES", "Preview", "describe", "prepare", "preview", "problems", "problems_of", "steps"]
