"""From a data set as it comes to three parts that a network can take.

``describe`` answers what a network must fit, as cheaply as can be; ``prepare`` gives the arrays, the same in every
process for the same document.
"""

from __future__ import annotations

from playground.datasets.preparation.check import data_problems
from playground.datasets.preparation.prepare import cleaning_counts, describe, prepare, problems
from playground.datasets.preparation.preview import Preview, preview

__all__ = ["Preview", "cleaning_counts", "data_problems", "describe", "prepare", "preview", "problems"]
