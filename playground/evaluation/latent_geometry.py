"""Geometry among codes: which numbers are used, the plane in which they spread most, ways from one to another.

A code is a row of numbers from which a network draws an example. Pure functions over ``(n, k)`` float arrays.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Plane(NamedTuple):
    """A plane among codes: through *centre* ``(k,)``, along the rows of *axes* ``(2, k)``, which have length one and
    stand at right angles. *explained_variance_ratio* of the codes' spread lie along each."""

    centre: Floats
    axes: Floats
    explained_variance_ratio: tuple[float, float]

    def project(self, codes: npt.ArrayLike) -> Floats:
        """Where *codes* ``(n, k)`` lie on it, seen from straight above: ``(n, 2)`` float64."""
        return np.asarray((np.asarray(codes, np.float64) - self.centre) @ self.axes.T)

    def unproject(self, places: npt.ArrayLike) -> Floats:
        """The codes ``(n, k)`` float64 at *places* ``(n, 2)``."""
        return np.asarray(self.centre + np.asarray(places, np.float64) @ self.axes)


def pca_plane(codes: npt.ArrayLike) -> Plane:
    """The plane in which *codes* ``(n, k)`` are spread most: their first two principal components (Pearson 1901, "On
    lines and planes of closest fit to systems of points in space"). An axis points to where its largest weight is
    positive, so that it does not turn over between two steps; where there is one component only, the second axis is
    zero."""
    rows = np.asarray(codes, np.float64)
    centre = rows.mean(0)
    _left_vectors, sizes, axes = np.linalg.svd(rows - centre, full_matrices=False)
    axes = np.concatenate([axes[:2], np.zeros((max(2 - len(axes), 0), axes.shape[1]))])
    largest = np.take_along_axis(axes, np.abs(axes).argmax(1)[:, None], 1)
    axes = axes * np.where(largest < 0, -1.0, 1.0)
    shares = np.concatenate([np.square(sizes), [0.0, 0.0]])[:2] / (np.square(sizes).sum() or 1.0)
    return Plane(centre, axes, (float(shares[0]), float(shares[1])))


def identity_plane() -> Plane:
    """The plane of codes that have two numbers: the two themselves."""
    return Plane(np.zeros(2), np.eye(2), (1.0, 1.0))


def kl_per_dimension(means: npt.ArrayLike, log_variances: npt.ArrayLike) -> Floats:
    """``(k,)`` float64: how many nats each number of a code tells of an example, on average over the rows *means* and
    *log_variances* ``(n, k)``: the Kullback-Leibler divergence of its normal distribution from standard noise (Kingma
    and Welling 2014, "Auto-encoding variational Bayes", appendix B)."""
    mean, spread = np.asarray(means, np.float64), np.asarray(log_variances, np.float64)
    return np.asarray((0.5 * (np.square(mean) + np.exp(spread) - 1.0 - spread)).mean(0))


def variance_per_dimension(codes: npt.ArrayLike) -> Floats:
    """``(k,)`` float64: how far each number of *codes* ``(n, k)`` is spread (Burda and others 2016, "Importance
    weighted autoencoders", call one active where the variance of its means is not near zero)."""
    return np.asarray(np.asarray(codes, np.float64).var(0))


def usage(entries: npt.ArrayLike, size: int) -> Floats:
    """``(size,)`` float64: the share, 0 to 1, that each entry of a codebook has of all picks *entries*
    ``(n, positions)`` int below *size*; all 0 where there are none."""
    counts = np.bincount(np.asarray(entries, np.int64).ravel(), minlength=size).astype(np.float64)
    return np.asarray(counts / max(float(counts.sum()), 1.0))


def perplexity(share: npt.ArrayLike) -> float:
    """To how many entries, picked equally often, the *share* ``(size,)`` of each, which add up to 1, comes: the
    exponential of their entropy."""
    probabilities = np.asarray(share, np.float64)
    probabilities = probabilities[probabilities > 0]
    return float(np.exp(-(probabilities * np.log(probabilities)).sum()))


def perturb(codes: npt.ArrayLike, distance: float) -> npt.NDArray[np.float32]:
    """``(k, 2, n, k)``: *codes* ``(n, k)`` with each of their numbers in turn set to -*distance* and to *distance*, in
    units of the code."""
    rows = np.asarray(codes, np.float32)
    count = rows.shape[1]
    perturbed_codes = np.broadcast_to(rows, (count, 2, *rows.shape)).copy()
    which = np.arange(count)
    perturbed_codes[which, 0, :, which] = -distance
    perturbed_codes[which, 1, :, which] = distance
    return perturbed_codes


def sensitivity(pictures: npt.NDArray[Any]) -> Floats:
    """``(k,)`` float64: by how much a value of what is drawn changes, on average and in its own units, where *pictures*
    ``(k, 2, n, ...)`` are drawn from what :func:`perturb` gives."""
    return np.asarray([np.abs(high.astype(np.float64) - low).mean() for low, high in pictures])


def lerp(start: npt.ArrayLike, end: npt.ArrayLike, steps: int) -> Floats:
    """``(steps, k)`` float64: from *start* ``(k,)`` to *end* ``(k,)`` in equal steps on the straight line, both
    included."""
    first, last = np.asarray(start, np.float64), np.asarray(end, np.float64)
    share = np.linspace(0.0, 1.0, steps)[:, None]
    return np.asarray(first + share * (last - first))


def slerp(start: npt.ArrayLike, end: npt.ArrayLike, steps: int) -> Floats:
    """``(steps, k)`` float64: from *start* ``(k,)`` to *end* ``(k,)``, both included, in equal angles about zero
    (Shoemake 1985, "Animating rotation with quaternion curves"; White 2016, "Sampling generative networks"), so that
    the way keeps as far from zero as its ends: in many dimensions almost no noise lies near it. Where there is no angle
    (one end is zero, or both point the same way), or no one way (they point against each other), it is the line."""
    first, last = np.asarray(start, np.float64), np.asarray(end, np.float64)
    lengths = float(np.linalg.norm(first)), float(np.linalg.norm(last))
    if min(lengths) < 1e-12:
        return lerp(first, last, steps)
    angle = float(np.arccos(np.clip(first @ last / (lengths[0] * lengths[1]), -1.0, 1.0)))
    if np.sin(angle) < 1e-6:
        return lerp(first, last, steps)
    share = np.linspace(0.0, 1.0, steps)[:, None]
    return np.asarray((np.sin((1 - share) * angle) * first + np.sin(share * angle) * last) / np.sin(angle))


def class_mean(codes: npt.ArrayLike, labels: npt.ArrayLike, label: int) -> Floats:
    """``(k,)`` float64: the middle of the *codes* ``(n, k)`` whose class in *labels* ``(n,)`` is *label*; at least one
    must be."""
    return np.asarray(np.asarray(codes, np.float64)[np.asarray(labels) == label].mean(0))


def top_k(step: npt.ArrayLike, most: int) -> list[tuple[int, float]]:
    """The numbers of *step* ``(k,)`` that are furthest from zero, at most *most*: place and value, the furthest first;
    zeros are left out."""
    values = np.asarray(step, np.float64)
    order = np.argsort(-np.abs(values), kind="stable")[:most]
    return [(int(place), float(values[place])) for place in order if values[place]]


def stratified_pick(labels: npt.ArrayLike, most: int) -> npt.NDArray[np.int64]:
    """``(m,)`` int64: which of the examples of the classes *labels* ``(n,)`` to show where there is room for *most*:
    the first ones of each class, as many of each as there is room for, class by class."""
    classes = np.asarray(labels)
    names = np.unique(classes)
    each = max(most // max(len(names), 1), 1)
    class_indices = [np.flatnonzero(classes == name)[:each] for name in names][:most]
    return np.concatenate(class_indices).astype(np.int64) if class_indices else np.zeros(0, np.int64)
