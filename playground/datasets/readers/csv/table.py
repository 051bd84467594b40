"""A CSV file read into columns by Arrow: strict about its rows, and frugal with memory."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.readers.csv.text import DECIMAL_COMMA, DELIMITERS, CsvDialect, decode_error, one_column_error
from playground.experiment.repairs import repair, set_edit

NULLS = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "?", "-", "#N/A", "<NA>", "nil"]
"""How people write that a value is missing."""
BLOCK = 1 << 22
MOST_COLUMNS = 10_000
LONGEST_NAME = 200


def read_table(path: Path, dialect: CsvDialect, *, header: bool) -> pa.Table:
    """The columns of the file at *path*, named; types as Arrow finds them.

    Raises :class:`PlaygroundError` for rows of unequal length, names that occur twice, broken text, one column or too
    many, and a file without rows.
    """
    wrong: list[Any] = []

    def refuse(row: Any) -> str:
        wrong.append(row)
        return "error"

    try:
        table = pyarrow.csv.read_csv(
            path,
            # One thread: the same file gives the same columns, rows keep their numbers, and a forked worker may read.
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False,
                block_size=BLOCK,
                encoding="utf8" if dialect.encoding == "utf-8-sig" else dialect.encoding,
                autogenerate_column_names=not header,
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=DELIMITERS[dialect.delimiter], newlines_in_values=True, invalid_row_handler=refuse
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                strings_can_be_null=True, null_values=NULLS, decimal_point=dialect.decimal
            ),
        )
    except UnicodeDecodeError as error:
        raise decode_error(dialect.encoding) from error
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        if wrong:
            raise _ragged_error(wrong[0]) from error
        raise _unreadable_error(error) from error
    if any(pa.types.is_binary(kind) for kind in table.schema.types):
        raise decode_error(dialect.encoding)
    if dialect.decimal == ",":
        table = _with_decimal_points(table)
    return _rename_columns(_check_table(table), header)


def _with_decimal_points(table: pa.Table) -> pa.Table:
    """*table* with points for decimal commas in columns that stayed text: a single word among numbers makes one of
    them, and the numbers are still to be known as such."""
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            column = table.column(place)
            is_number = pc.match_substring_regex(column, rf"^\s*({DECIMAL_COMMA.pattern})\s*$")
            table = table.set_column(
                place, field, pc.if_else(is_number, pc.replace_substring(column, ",", "."), column)
            )
    return table


def _ragged_error(row: Any) -> PlaygroundError:
    message = Text(
        N_(
            "Row {row} has {came} cells where {expected} were expected: {text}. "
            "Every row needs as many cells as the header; put text that holds the delimiter in quotes."
        ),
        {"row": row.number, "came": row.actual_columns, "expected": row.expected_columns, "text": row.text[:60]},
    )
    return PlaygroundError(Problem("ragged", message, field="data.params.file"))


def _unreadable_error(error: Exception) -> PlaygroundError:
    message = Text(N_("The file cannot be read as a table: {why}."), {"why": str(error).split("\n")[0][:200]})
    return PlaygroundError(Problem("unreadable", message, field="data.params.file"))


def _check_table(table: pa.Table) -> pa.Table:
    if table.num_columns < 2:
        raise one_column_error()
    if table.num_columns > MOST_COLUMNS:
        message = Text(
            N_("The table has {columns} columns; at most {most} can be used."),
            {"columns": table.num_columns, "most": MOST_COLUMNS},
        )
        raise PlaygroundError(Problem("many_columns", message, field="data.params.file"))
    if table.num_rows == 0:
        message = Text(N_("The file has a header and no rows. It needs at least three."))
        raise PlaygroundError(Problem("no_rows", message, field="data.params.file"))
    return table


def column_names(cells: list[str], *, header: bool) -> list[str]:
    """A name for every column of the first row: those that have none get ``column 3``."""
    return [
        cell.strip()[:LONGEST_NAME] if header and cell.strip() else f"column {place}"
        for place, cell in enumerate(cells, 1)
    ]


def _rename_columns(table: pa.Table, header: bool) -> pa.Table:
    names = column_names(table.column_names, header=header)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        message = Text(
            N_("Several columns are called {names}. Give every column its own name."), {"names": ", ".join(twice[:5])}
        )
        raise PlaygroundError(Problem("duplicate_names", message, field="data.params.file"))
    return table.rename_columns(names)


def no_header_error(dialect: CsvDialect) -> PlaygroundError:
    """The error for a first row that looks like data."""
    message = Text(
        N_("The first row holds only numbers ({cells}), so the names of the columns seem to be missing."),
        {"cells": ", ".join(dialect.first_row[:5])},
    )
    repairs = (
        repair(N_("Read it as data and number the columns"), set_edit("data.params.header", "no")),
        repair(N_("Read it as names"), set_edit("data.params.header", "yes")),
    )
    return PlaygroundError(Problem("no_header", message, field="data.params.header", repairs=repairs))
