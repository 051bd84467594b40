"""What a person should see of a data set before training on it: examples, balance, ranges, what cleaning does.

Pure data, no figure: the page draws it, the command line and tests read it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core.i18n import N_, Text
from playground.core.info import Array, Info, Input
from playground.datasets.dataset import AffineScaling, DatasetCard, DataSplit, Prepared, RawDataset
from playground.datasets.preparation import table
from playground.datasets.preparation.prepare import cleaning_counts, dataset_and_params, prepare, read_notes
from playground.experiment import spec

EXAMPLE_ROWS = 200
EXAMPLES_OF_A_CLASS = 10
MOST_POINTS = 2000
MOST_COLUMNS = 500
BINS = 20
PARTS = ("train", "validation", "test")


class Preview(NamedTuple):
    """*examples*: points: columns x, y, target, part; table: the first rows as they came; pictures: uint8 ``(n, h, w,
    c)``, ten of a class after one another, with *labels* ``(n,)``.

    *balance*: classes (or, for a regression, ranges ``low``, ``high`` of the first target) by part. *stats_before*:
    what each column of a table holds as it came; *stats_after*: what the network gets, by input, over the training part
    (pictures: by channel). *cleaning_notes*: each step in words with the number of rows or values that it touched.
    *shared_rows*: how many rows of validation and test also stand in the training part.
    """

    card: DatasetCard
    info: Info
    examples: pd.DataFrame | Array
    labels: Array
    balance: pd.DataFrame
    stats_before: pd.DataFrame
    stats_after: pd.DataFrame
    cleaning_notes: tuple[tuple[Text, int], ...]
    shared_rows: int
    notes: tuple[Text, ...]


def preview(data: spec.Data) -> Preview:
    """The preview of *data*. Raises PlaygroundError as :func:`~playground.datasets.preparation.prepare.prepare`
    does."""
    dataset, values = dataset_and_params(data)
    prepared = prepare(data)
    about, info = dataset.card, prepared.info
    balance, after = _balance(prepared), _stats_after(prepared)
    if info.is_image:
        examples, labels = _example_images(prepared.train, len(info.class_names))
        return Preview(about, info, examples, labels, balance, pd.DataFrame(), after, (), 0, read_notes(data))
    if info.data_kind.is_point:
        return Preview(about, info, _points_frame(prepared), np.zeros(0), balance, pd.DataFrame(), after, (), 0, ())
    raw = dataset.load(values)
    return Preview(
        about,
        info,
        _first_rows(raw),
        np.zeros(0),
        balance,
        _stats_before(raw),
        after,
        _cleaning_notes(cleaning_counts(data)),
        _count_shared_rows(prepared),
        raw.notes,
    )


def _example_images(train: DataSplit, classes: int) -> tuple[Array, Array]:
    labels = np.asarray(train.y)
    rows_by_class = [np.flatnonzero(labels == number)[:EXAMPLES_OF_A_CLASS] for number in range(classes)]
    rows = np.concatenate(rows_by_class)
    return np.asarray(train.x[rows]), labels[rows]


def _points_frame(prepared: Prepared) -> pd.DataFrame:
    blocks = []
    for name in PARTS:
        part: DataSplit = getattr(prepared, name)
        target = np.asarray(part.y).reshape(len(part), -1)[:, :1].ravel()
        block = pd.DataFrame({"x": part.x[:, 0], "y": part.x[:, 1], "target": target, "part": name})
        blocks.append(block)
    return pd.concat(blocks, ignore_index=True).head(MOST_POINTS)


def _first_rows(raw: RawDataset) -> pd.DataFrame:
    frame = pd.DataFrame(raw.x).head(EXAMPLE_ROWS).copy()
    targets = raw.y[:EXAMPLE_ROWS]
    if raw.class_names:
        words = [raw.class_names[int(number)] if number >= 0 else None for number in targets]
        frame[_unused_name(frame, raw.target_names[0] if raw.target_names else "class")] = words
        return frame
    for place, name in enumerate(raw.target_names):
        frame[_unused_name(frame, name)] = targets[:, place]
    return frame


def _unused_name(frame: pd.DataFrame, name: str) -> str:
    return name if name not in frame.columns else f"{name} (target)"


def _balance(prepared: Prepared) -> pd.DataFrame:
    if prepared.info.class_names:
        names = prepared.info.class_names
        counts = {
            part: np.bincount(np.asarray(getattr(prepared, part).y, np.int64), minlength=len(names)) for part in PARTS
        }
        return pd.DataFrame({"class": list(names), **counts})
    values = {part: prepared.unscale_targets(getattr(prepared, part).y)[:, 0].astype(np.float64) for part in PARTS}
    edges = np.histogram_bin_edges(np.concatenate(list(values.values())), BINS)
    counts = {part: np.histogram(part_values, edges)[0] for part, part_values in values.items()}
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], **counts})


def _stats_before(raw: RawDataset) -> pd.DataFrame:
    frame = pd.DataFrame(raw.x)
    return pd.DataFrame([_column_stats(frame[name]) for name in frame.columns[:MOST_COLUMNS]])


def _column_stats(column: pd.Series) -> dict[str, object]:
    stats: dict[str, object] = {
        "column": str(column.name),
        "kind": "number" if table.is_number(column) else "text",
        "missing": int(column.isna().sum()),
        "different": int(column.nunique()),
    }
    if not table.is_number(column):
        return {**stats, "least": None, "mean": None, "greatest": None, "outliers": None}
    values = column.to_numpy(np.float64)[:, None]
    low, high = table.outlier_bounds(values)
    valid_values = values[~np.isnan(values)]
    reach = (valid_values.min(), valid_values.mean(), valid_values.max()) if valid_values.size else (np.nan,) * 3
    outliers = int(((valid_values < low[0]) | (valid_values > high[0])).sum())
    return {**stats, "least": reach[0], "mean": reach[1], "greatest": reach[2], "outliers": outliers}


def _stats_after(prepared: Prepared) -> pd.DataFrame:
    """What the network gets: by feature, or by channel for pictures (of at most 2,000 of them)."""
    arrays = (prepared.train.x, *prepared.train.extra_inputs)
    inputs = zip(prepared.info.inputs, prepared.input_scalings, arrays, strict=True)
    return pd.concat([_input_stats(*entry) for entry in inputs], ignore_index=True)


def _input_stats(network_input: Input, decode: AffineScaling, stored: Array) -> pd.DataFrame:
    x = decode(stored[:MOST_POINTS] if network_input.kind == "images" else stored)
    columns = x.reshape(-1, x.shape[-1])[:, :MOST_COLUMNS].astype(np.float64)
    names = network_input.feature_names or tuple(f"channel {place}" for place in range(1, x.shape[-1] + 1))
    if not len(columns):
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "input": list(names[:MOST_COLUMNS]),
            "least": columns.min(axis=0),
            "mean": columns.mean(axis=0),
            "greatest": columns.max(axis=0),
            "deviation": columns.std(axis=0),
        }
    )


def _cleaning_notes(counts: table.CleaningCounts) -> tuple[tuple[Text, int], ...]:
    notes = (
        (N_("rows read"), counts.rows_read),
        (N_("rows without a target, left out"), counts.rows_without_target),
        (N_("rows with missing values, left out"), counts.incomplete_rows),
        (N_("repeated rows, left out"), counts.duplicate_rows),
        (N_("training rows with outliers, left out"), counts.outlier_rows),
        (N_("outlying values, clipped to the bounds"), counts.clipped_values),
        (N_("missing values, filled in"), counts.filled_values),
    )
    return tuple((Text(message), count) for message, count in notes if count or message == "rows read")


def _count_shared_rows(prepared: Prepared) -> int:
    """Rows of validation and test that equal a training row: what the network could simply have remembered."""

    def rows(part: DataSplit) -> npt.NDArray[np.void]:
        joined = np.column_stack([part.x, np.asarray(part.y, np.float64).reshape(len(part), -1)])
        whole = np.ascontiguousarray(joined.astype(np.float64))
        return whole.view([("row", f"V{whole.itemsize * whole.shape[1]}")])["row"].ravel()

    if not len(prepared.train):
        return 0
    train = np.unique(rows(prepared.train))
    return int(sum(np.isin(rows(part), train).sum() for part in (prepared.validation, prepared.test) if len(part)))
