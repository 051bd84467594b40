"""What would not fit, refused before it is made."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem, Repair
from playground.experiment import spec
from playground.experiment.repairs import repair, set_edit

MOST_CATEGORIES = 200
MOST_BYTES = 2_000_000_000
"""Of one prepared table, as float32."""


def drop_columns_repair(column: str, data: spec.Data) -> tuple[Repair, ...]:
    """The repair that leaves *column* out of an own table; other sets have no such choice."""
    if data.name != "csv":
        return ()
    before = data.params.get("exclude") or []
    out = [*before, column] if isinstance(before, list) else [column]
    return (repair(N_("Leave out {column}"), set_edit("data.params.exclude", out), column=column),)


def refuse_many_categories(column: str, count: int, data: spec.Data) -> None:
    """Raise PlaygroundError where a text column has so many categories that it names rows rather than kinds."""
    if count <= MOST_CATEGORIES:
        return
    message = Text(
        N_(
            "The column {column} has {count} different texts; at most {most} can be categories. "
            "Does it name the rows rather than sort them?"
        ),
        {"column": column, "count": count, "most": MOST_CATEGORIES},
    )
    raise PlaygroundError(
        Problem("many_categories", message, field="data.params.exclude", repairs=drop_columns_repair(column, data))
    )


def refuse_too_large(rows: int, columns: int) -> None:
    """Raise PlaygroundError where the prepared table would not fit in memory."""
    size = rows * columns * 4
    if size <= MOST_BYTES:
        return
    message = Text(
        N_(
            "The prepared table would be {rows} rows by {columns} columns, {size} GB; at most {most} GB can be held. "
            "Leave columns out."
        ),
        {"rows": rows, "columns": columns, "size": round(size / 1e9, 1), "most": round(MOST_BYTES / 1e9)},
    )
    raise PlaygroundError(Problem("too_large", message, field="data"))
