"""What each column of an own table is: numbers, categories, dates, or something that must be settled first."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.preparation.limits import drop_columns_repair
from playground.datasets.readers.csv.text import NUMBER
from playground.experiment import spec
from playground.experiment.repairs import repair, set_edit

ColumnKind = Literal["number", "text", "date", "mixed", "empty"]
DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([ T].*)?")
LARGEST_NUMBER = 1e38
"""Beyond, float32 has no numbers; such values (infinities too) count as missing."""


class ColumnSummary(NamedTuple):
    """A column's kind; for ``mixed``, how many rows are no numbers and the first such text."""

    kind: ColumnKind
    non_numbers: int = 0
    example: str = ""


def summarize_column(column: pa.ChunkedArray) -> ColumnSummary:
    """What *column* holds, missing values aside."""
    if column.null_count == len(column):
        return ColumnSummary("empty")
    if pa.types.is_boolean(column.type) or pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return ColumnSummary("number")
    if pa.types.is_temporal(column.type):
        return ColumnSummary("date")
    counts = pc.value_counts(column.drop_null())
    texts = [str(text) for text in counts.field("values").to_pylist()]
    weights = np.asarray(counts.field("counts"))
    numbers = np.array([NUMBER.fullmatch(text.strip()) is not None for text in texts])
    dates = np.array([DATE.fullmatch(text.strip()) is not None for text in texts])
    share = weights[numbers].sum() / weights.sum()
    if share >= 0.5:
        others = [text for text, number in zip(texts, numbers, strict=True) if not number]
        return ColumnSummary("mixed", int(weights[~numbers].sum()), others[0]) if others else ColumnSummary("number")
    return ColumnSummary("date") if weights[dates].sum() / weights.sum() >= 0.9 else ColumnSummary("text")


def feature_column(name: str, column: pa.ChunkedArray, data: spec.Data) -> pd.Series:
    """*column* as ``(n,)`` float64 with NaN, or as categories; dates as days since 1970. Raises
    :class:`PlaygroundError` with the choices there are."""
    summary = summarize_column(column)
    mixed, dates = data.params.get("mixed", "refuse"), data.params.get("dates", "refuse")
    if summary.kind == "empty":
        message = Text(N_("The column {column} is empty in every row. Leave it out."), {"column": name})
        raise PlaygroundError(
            Problem("empty_column", message, field="data.params.exclude", repairs=drop_columns_repair(name, data))
        )
    if summary.kind == "date" and dates == "refuse":
        raise _dates_error(name, data)
    if summary.kind == "mixed" and mixed == "refuse":
        raise _mixed_error(name, summary, data)
    if summary.kind == "date":
        return _dates_to_days(name, column)
    if summary.kind == "text" or (summary.kind == "mixed" and mixed == "text"):
        return pd.Series(to_categories(column), name=name)
    return pd.Series(to_numbers(column), name=name)


def to_numbers(column: pa.ChunkedArray) -> np.ndarray:
    """``(n,)`` float64; NaN where missing, where the text is no number, and beyond :data:`LARGEST_NUMBER`."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        values = pd.to_numeric(column.to_pandas(), errors="coerce").to_numpy(np.float64, na_value=np.nan)
    else:
        values = column.cast(pa.float64()).to_numpy()
    values = np.array(values, np.float64)
    values[~(np.abs(values) <= LARGEST_NUMBER)] = np.nan
    return values


def to_categories(column: pa.ChunkedArray) -> pd.Categorical:
    """The texts of *column*, ``(n,)``; only the different ones become Python text, so a large file stays small."""
    encoded = column.cast(pa.string()).dictionary_encode().combine_chunks()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes, categories=pd.Index(encoded.dictionary.to_pylist(), dtype=object))


def _dates_to_days(name: str, column: pa.ChunkedArray) -> pd.Series:
    """Days since 1970 (times of day: as parts of a day)."""
    if pa.types.is_time(column.type):
        return pd.Series(column.cast(pa.time64("us")).cast(pa.int64()).to_numpy() / 86_400e6, name=name)
    moments = pd.to_datetime(pd.Series(column.to_pandas()), errors="coerce", format="mixed", utc=True)
    days = (moments - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)
    return days.astype(np.float64).rename(name)


def _dates_error(name: str, data: spec.Data) -> PlaygroundError:
    message = Text(
        N_("The column {column} holds dates, which a network cannot take as they are. Leave it out or count days."),
        {"column": name},
    )
    count = repair(N_("Count days since 1970"), set_edit("data.params.dates", "days"))
    return PlaygroundError(
        Problem("dates", message, field="data.params.dates", repairs=(*drop_columns_repair(name, data), count))
    )


def _mixed_error(name: str, summary: ColumnSummary, data: spec.Data) -> PlaygroundError:
    message = Text(
        N_(
            "The column {column} holds numbers except in {rows} rows, the first of them {text}. "
            "Say what to do with those."
        ),
        {"column": name, "rows": summary.non_numbers, "text": repr(summary.example[:40])},
    )
    repairs = (
        repair(N_("Read them as missing"), set_edit("data.params.mixed", "missing")),
        repair(N_("Read the column as categories"), set_edit("data.params.mixed", "text")),
        *drop_columns_repair(name, data),
    )
    return PlaygroundError(Problem("mixed_types", message, field="data.params.mixed", repairs=repairs))
