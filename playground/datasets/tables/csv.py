"""An own table: a CSV file that a person uploaded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from playground.core.i18n import N_, Text
from playground.core.params import Choice, Name, NameList
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.dataset import Dataset, DatasetCard, RawDataset, Values
from playground.datasets.readers.csv.columns import feature_column
from playground.datasets.readers.csv.table import column_names, no_header_error, read_table
from playground.datasets.readers.csv.target import read_target
from playground.datasets.readers.csv.text import DELIMITERS, ENCODINGS, CsvDialect, sniff
from playground.datasets.readers.csv.upload import CSV
from playground.datasets.uploads import upload_path
from playground.experiment import spec

KEEP_OPEN = 40_000_000
"""Bytes of a table that a process keeps for the next question about the same file."""

PARAMS = (
    Name(name="file", label=N_("file"), help=N_("The hash of the uploaded file."), default="", longest=64),
    NameList(
        name="target",
        label=N_("target"),
        help=N_("The column to predict; several for a regression with several values. Empty: the last column."),
        empty=N_("the last column"),
    ),
    NameList(
        name="features",
        label=N_("features"),
        help=N_("The columns to predict from. Empty: all the others."),
        empty=N_("all the others"),
    ),
    NameList(
        name="exclude",
        label=N_("left out"),
        help=N_("Columns that are not used, such as a name or a number."),
        empty=N_("none"),
    ),
    Choice(
        name="task",
        label=N_("task"),
        help=N_("Whether the target is a class or a number; auto takes text and few whole numbers for classes."),
        default="auto",
        options=("auto", "classification", "regression"),
    ),
    Choice(
        name="delimiter",
        label=N_("delimiter"),
        help=N_("What divides the columns; auto finds it from the first rows."),
        default="auto",
        options=("auto", *DELIMITERS),
        advanced=True,
    ),
    Choice(
        name="encoding",
        label=N_("encoding"),
        help=N_("How letters are written as bytes; auto finds it."),
        default="auto",
        options=("auto", *ENCODINGS),
        advanced=True,
    ),
    Choice(
        name="decimal",
        label=N_("decimal mark"),
        help=N_("What stands before the fraction of a number, as in 3.14 or 3,14."),
        default="auto",
        options=("auto", ".", ","),
        advanced=True,
    ),
    Choice(
        name="header",
        label=N_("header"),
        help=N_("Whether the first row holds the names; auto asks where it looks like data."),
        default="auto",
        options=("auto", "yes", "no"),
        advanced=True,
    ),
    Choice(
        name="mixed",
        label=N_("text among numbers"),
        help=N_("What to do with text in a column of numbers: refuse, read as missing, or read all as categories."),
        default="refuse",
        options=("refuse", "missing", "text"),
        advanced=True,
    ),
    Choice(
        name="dates",
        label=N_("dates"),
        help=N_("What to do with a column of dates: refuse it, or count days since 1970."),
        default="refuse",
        options=("refuse", "days"),
        advanced=True,
    ),
)


def load(params: Values) -> RawDataset:
    """The chosen columns of the kept file. Raises PlaygroundError for everything that is wrong with them."""
    table, dialect = open_table(params)
    data = spec.Data.model_validate({"name": "csv", "params": dict(params)})
    targets = _name_list(params, "target") or (table.column_names[-1],)
    candidates = _name_list(params, "features") or tuple(name for name in table.column_names if name not in targets)
    out = _name_list(params, "exclude")
    _refuse_unknown_columns(table, {"target": targets, "features": candidates, "exclude": out})
    features = tuple(name for name in candidates if name not in out)
    if both := [name for name in features if name in targets]:
        message = Text(N_("{column} is the target; it cannot be a feature too."), {"column": both[0]})
        raise PlaygroundError(Problem("target_is_feature", message, field="data.params.features"))
    if not features:
        message = Text(N_("No column is left to predict from; choose at least one feature."))
        raise PlaygroundError(Problem("no_features", message, field="data.params.features"))
    target = read_target(table, targets, data)
    frame = pd.DataFrame(_features(table, features, data))
    return RawDataset(
        target.task,
        frame,
        target.y,
        class_names=target.class_names,
        feature_names=features,
        target_names=targets,
        notes=(_dialect_note(dialect),),
    )


def _features(table: pa.Table, names: tuple[str, ...], data: spec.Data) -> dict[str, pd.Series]:
    """Every column; where several are wrong, all of them are told at once."""
    columns, problems = {}, list[Problem]()
    for name in names:
        try:
            columns[name] = feature_column(name, table[name], data)
        except PlaygroundError as error:
            problems += error.problems
    if problems:
        raise PlaygroundError(*problems[:20])
    return columns


def open_table(params: Values) -> tuple[pa.Table, CsvDialect]:
    """The whole file as columns, and how it is written. Raises :class:`PlaygroundError` where it is not there, cannot
    be read, or has no header and nothing is said of that."""
    path, dialect = _path_and_dialect(params)
    if params.get("header", "auto") == "auto" and dialect.has_no_header:
        raise no_header_error(dialect)
    header = params.get("header") != "no"
    if path.stat().st_size <= KEEP_OPEN:
        return _read_cached(path, dialect, header), dialect
    return read_table(path, dialect, header=header), dialect


def _path_and_dialect(params: Values) -> tuple[Path, CsvDialect]:
    path = upload_path(str(params.get("file") or ""), CSV)
    encoding, delimiter, decimal = (str(params.get(name) or "auto") for name in ("encoding", "delimiter", "decimal"))
    return path, sniff(path, encoding, delimiter, decimal)


@lru_cache(maxsize=4)
def _read_cached(path: Path, dialect: CsvDialect, header: bool) -> pa.Table:
    return read_table(path, dialect, header=header)


def column_names_of_file(params: Values) -> tuple[str, ...]:
    """The names of the columns that the file has, from its first row alone. Raises :class:`PlaygroundError` where it is
    not there or cannot be read."""
    first = _path_and_dialect(params)[1].first_row
    return tuple(column_names(list(first), header=params.get("header") != "no"))


def _name_list(params: Values, name: str) -> tuple[str, ...]:
    value = params.get(name)
    return tuple(str(entry) for entry in value) if isinstance(value, list | tuple) else ()


def _refuse_unknown_columns(table: pa.Table, names_by_field: dict[str, tuple[str, ...]]) -> None:
    for field, names in names_by_field.items():
        for name in names:
            if name not in table.column_names:
                message = Text(
                    N_("The file has no column called {name}; it has {known}."),
                    {"name": name, "known": ", ".join(table.column_names[:30])},
                )
                raise PlaygroundError(Problem("no_such_column", message, field=f"data.params.{field}"))


def _dialect_note(dialect: CsvDialect) -> Text:
    return Text(
        N_("Read as {encoding}, divided by {delimiter}, decimal mark {decimal}"),
        {"encoding": dialect.encoding, "delimiter": Text(dialect.delimiter), "decimal": dialect.decimal},
    )


DATASET = Dataset(
    DatasetCard(
        "csv",
        N_("Own table (CSV)"),
        N_("A table of your own: a CSV file with a header, one row for each example."),
        "table",
        "",
        "",
        PARAMS,
    ),
    load,
    column_names=column_names_of_file,
    upload=CSV,
)
