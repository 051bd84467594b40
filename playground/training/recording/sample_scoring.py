"""Scores of what a network draws, taken again and again while it learns, within the share of the time that pictures
have, and once more, from more examples, at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.core.info import Array
from playground.datasets.dataset import Prepared
from playground.evaluation import distribution, mode_coverage
from playground.experiment.spec import Data
from playground.families.base import Recipe

SAMPLES_DURING, SAMPLES_AT_END = 500, 2_000
"""Examples that are drawn for a score on the way, and at the end."""
Scores = dict[str, float]


@dataclass
class SampleScorer:
    """Scores of what *recipe* draws for *prepared*."""

    data: Data
    prepared: Prepared
    recipe: Recipe

    def score(self, count: int) -> Scores:
        """Draw *count* examples and score them: by name (:data:`playground.catalog.sample_metrics.SAMPLE_METRICS`)."""
        return self.score_samples(np.asarray(self.recipe.generate(count)))

    def prepare(self) -> None:
        """Do now what takes long at the first use: for pictures of a data set that were never scored before it takes
        seconds (:mod:`.features`)."""
        self.score_samples  # noqa: B018 - it is kept

    @cached_property
    def score_samples(self) -> Callable[[Array], Scores]:
        """The scores of drawn examples ``(n, *input_shape)``, which are in the data's own units."""
        return _score_function(self.data, self.prepared)


def make_sample_scorer(data: Data, prepared: Prepared, recipe: Recipe) -> SampleScorer | None:
    """``None`` where *recipe* draws nothing."""
    return None if recipe.generate(1) is None else SampleScorer(data, prepared, recipe)


def _score_function(data: Data, prepared: Prepared) -> Callable[[Array], Scores]:
    info = prepared.info
    if info.is_plane and info.has_modes:
        return _mode_score_function(prepared)
    if info.is_image:
        return _image_score_function(data, prepared)
    real = _real(prepared)
    return lambda samples: _compare(real, prepared.scale_inputs(_flat(samples)))


def _mode_score_function(prepared: Prepared) -> Callable[[Array], Scores]:
    clusters = mode_coverage.clusters(np.asarray(prepared.train.x), np.asarray(prepared.train.y))

    def rate(samples: Array) -> Scores:
        coverage = mode_coverage.coverage(samples, clusters)
        return {"modes": float(coverage.covered), "good_share": coverage.good_share}

    return rate


def _image_score_function(data: Data, prepared: Prepared) -> Callable[[Array], Scores]:
    from playground.training.recording import features

    featurize = features.feature_extractor(data, prepared)
    real = featurize(np.asarray(prepared.train.x[:SAMPLES_AT_END]))[0]
    classes = len(prepared.info.class_names)

    def rate(samples: Array) -> Scores:
        sample_features, kinds = featurize(samples)
        counts = np.bincount(kinds, minlength=classes)
        drawn_at_all = float((counts >= max(1.0, mode_coverage.MIN_SHARE * len(samples))).sum())
        return {**_compare(real, sample_features), **({"classes": drawn_at_all} if classes > 1 else {})}

    return rate


def _compare(real: Array, samples: Array) -> Scores:
    if not np.isfinite(np.asarray(samples, np.float64)).all():
        return {}
    precision, recall = distribution.precision_recall(real[: len(samples)], samples)
    return {"frechet": distribution.frechet_distance(real, samples), "precision": precision, "recall": recall}


def _real(prepared: Prepared) -> Array:
    return prepared.scale_inputs(_flat(np.asarray(prepared.train.x[:SAMPLES_AT_END])))


def _flat(values: Array) -> Array:
    return values.reshape(len(values), -1)
