"""What is to be predicted from an own table: which task the target columns make, and their classes or values."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from playground.core.i18n import N_, Text
from playground.core.info import Task
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.readers.csv.columns import summarize_column, to_categories, to_numbers
from playground.experiment import spec
from playground.experiment.repairs import repair, set_edit

MOST_CLASSES = 200
FEW = 20
"""Whole numbers with at most so many different values are taken for classes unless the document says otherwise."""


class Target(NamedTuple):
    """As :class:`~playground.datasets.dataset.RawDataset` has it: *y* ``(n,)`` int64, -1 where missing, or ``(n, k)``
    float64, NaN where missing."""

    task: Task
    y: npt.NDArray[np.generic]
    class_names: tuple[str, ...] = ()


def read_target(table: pa.Table, names: tuple[str, ...], data: spec.Data) -> Target:
    """The target in the columns *names* of *table*. Raises PlaygroundError where it cannot be learned."""
    task = data.params.get("task", "auto")
    if len(names) > 1:
        return _regression_target(table, names, data)
    name, column = names[0], table[names[0]]
    summary = summarize_column(column)
    if summary.kind == "empty":
        raise _target_error("all_missing", N_("The target {column} is missing in every row."), name)
    if summary.kind == "date":
        raise _target_error(
            "date_target", N_("The target {column} holds dates; choose a column of classes or numbers."), name
        )
    numeric = summary.kind == "number" and not pa.types.is_boolean(column.type)
    if task == "regression" or (task == "auto" and numeric and not _has_few_whole_numbers(column)):
        return _regression_target(table, names, data)
    return _class_target(name, column, numeric)


def _has_few_whole_numbers(column: pa.ChunkedArray) -> bool:
    values = to_numbers(column)
    values = values[~np.isnan(values)]
    different = np.unique(values)
    return len(different) == 2 or (
        len(different) <= min(FEW, max(2, len(values) // 3)) and bool(np.all(different == np.rint(different)))
    )


def _regression_target(table: pa.Table, names: tuple[str, ...], data: spec.Data) -> Target:
    for name in names:
        summary = summarize_column(table[name])
        if summary.kind == "empty":
            raise _target_error("all_missing", N_("The target {column} is missing in every row."), name)
        if summary.kind in ("text", "date") or (summary.kind == "mixed" and data.params.get("mixed") != "missing"):
            message = N_("The target {column} is not all numbers, as a regression needs; {text} came.")
            example = summary.example or next(str(value) for value in table[name].to_pylist() if value is not None)
            raise _target_error("target_is_text", message, name, text=repr(example[:40]))
    values = np.column_stack([to_numbers(table[name]) for name in names])
    if np.isnan(values).any(axis=1).all():
        raise _target_error("all_missing", N_("The target {column} is missing in every row."), names[0])
    flat = [name for name, column in zip(names, values.T, strict=True) if np.nanmin(column) == np.nanmax(column)]
    if flat:
        raise _target_error(
            "constant", N_("The target {column} is the same in every row; nothing can be learned."), flat[0]
        )
    return Target("regression", values)


def _class_target(name: str, column: pa.ChunkedArray, numeric: bool) -> Target:
    if numeric:
        values = to_numbers(column)
        different = np.unique(values[~np.isnan(values)])
        words = [_number_text(value) for value in different]
        y = np.where(np.isnan(values), -1, np.searchsorted(different, values))
    else:
        categorical = to_categories(column)
        order = np.argsort(np.array([str(word) for word in categorical.categories], object), kind="stable")
        words = [str(categorical.categories[place]) for place in order]
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        y = np.where(categorical.codes < 0, -1, rank[categorical.codes])
    if len(words) < 2:
        message = N_("The target {column} has one class only ({text}); there is nothing to tell apart.")
        raise _target_error("one_class", message, name, text=words[0] if words else "-")
    if len(words) > MOST_CLASSES:
        raise _many_classes_error(name, len(words), numeric)
    return Target("binary" if len(words) == 2 else "multiclass", y.astype(np.int64), tuple(words))


def _number_text(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _many_classes_error(name: str, count: int, numeric: bool) -> PlaygroundError:
    message = Text(
        N_("The target {column} has {count} different values; at most {most} can be classes."),
        {"column": name, "count": count, "most": MOST_CLASSES},
    )
    as_number = repair(N_("Predict it as a number"), set_edit("data.params.task", "regression"))
    return PlaygroundError(
        Problem("many_classes", message, field="data.params.target", repairs=(as_number,) if numeric else ())
    )


def _target_error(code: str, message: str, column: str, **values: object) -> PlaygroundError:
    return PlaygroundError(Problem(code, Text(message, {"column": column, **values}), field="data.params.target"))
