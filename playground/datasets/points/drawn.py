"""Points drawn by hand: a person sprays a density with the mouse, and the points are drawn from it at random."""

from __future__ import annotations

import numpy as np

from playground.core import raster_codec
from playground.core.i18n import N_, Text
from playground.core.params import DrawingParam
from playground.core.problems import PlaygroundError, Problem, Repair
from playground.core.raster_codec import SIDE, Levels
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.points import drawings
from playground.datasets.points.point_set import (
    CLASSES,
    FEATURES,
    SAME_SEED,
    Floats,
    points_param,
    seed_param,
    seeded_rng,
)

LEAST = 3
"""Points of a class of which anything is drawn, so that it can be in every part."""
DRAWING = DrawingParam(
    name="drawing",
    label=N_("drawing"),
    help=N_("Drag to spray points; go over a place again for more of them there."),
    default=drawings.heart_drawing(),
    fresh=drawings.ring_drawing(),
    restart=N_("Start with a ring"),
)


def load(params: Values) -> RawDataset:
    """Points ``(size, 2)`` of the density that is drawn, and their class numbers ``(size,)`` int64. Raises
    :class:`PlaygroundError` where nothing is drawn."""
    levels = raster_codec.read(str(params["drawing"]))
    class_numbers = [number for number in range(raster_codec.CLASSES) if levels[number].any()]
    if not class_numbers:
        message = Text(N_("Nothing is drawn yet: spray some points on the sheet, or start with a ring."))
        field = f"data.params.{DRAWING.name}"
        edit: dict[str, object] = {"do": "set", "path": field, "value": DRAWING.fresh}
        raise PlaygroundError(
            Problem("nothing_drawn", message, field=field, repairs=(Repair(Text(DRAWING.restart), (edit,)),))
        )
    rng = seeded_rng("drawn", params)
    y = np.repeat(np.arange(len(class_numbers)), points_per_class(levels[class_numbers], int(str(params["size"]))))
    x = np.concatenate(
        [_sample_points(rng, levels[number], int((y == place).sum())) for place, number in enumerate(class_numbers)]
    )
    order = rng.permutation(len(y))
    return RawDataset(
        # With one class it stays a question of yes or no, so that a network waits for the second as it is.
        "binary",
        x[order].astype(np.float32),
        y[order].astype(np.int64),
        class_names=CLASSES if len(class_numbers) == 2 else (N_("drawn by hand"),),
        feature_names=FEATURES,
    )


def points_per_class(levels: Levels, size: int) -> list[int]:
    """How many of *size* points each class gets: in proportion to how much is drawn of it in *levels*
    ``(classes, 64, 64) uint8``, of one class or two, and a few at least."""
    if len(levels) == 1:
        return [size]
    second = levels[1].sum() / levels.sum()
    count = int(np.clip(round(size * float(second)), LEAST, size - LEAST))
    return [size - count, count]


def _sample_points(rng: np.random.Generator, levels: np.ndarray, count: int) -> Floats:
    """*count* points ``(count, 2)``: cells by their level, and anywhere within a cell."""
    weights = levels.ravel().astype(np.float64)
    cells = rng.choice(SIDE * SIDE, count, p=weights / weights.sum())
    x, y = (axis.ravel()[cells] for axis in drawings.cell_centers())
    within = drawings.CELL * (rng.random((count, 2)) - 0.5)
    return np.column_stack([x, y]) + within


DATASET = Dataset(
    DatasetCard(
        "drawn",
        N_("Drawn by hand"),
        N_("Your own points: draw where they are, in one colour or in two, and see what a network makes of them."),
        "points",
        "",
        "",
        (DRAWING, points_param(), seed_param(SAME_SEED)),
    ),
    load,
    cache_on_disk=False,
)
