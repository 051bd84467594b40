"""Short ways to write repairs, which are many."""

from __future__ import annotations

from collections.abc import Mapping

from playground.i18n import Text
from playground.problems import Repair

Edit = Mapping[str, object]


def repair(message: str, *edits: Edit, **values: object) -> Repair:
    """A button that says *message* with *values* and applies *edits*."""
    return Repair(Text(message, values), tuple(dict(edit) for edit in edits))


def edit(do: str, network: str, **fields: object) -> Edit:
    """The edit *do* in *network*."""
    return {"do": do, "network": network, **fields}


def set_to(path: str, value: object) -> Edit:
    """The edit that puts *value* at *path* of the document."""
    return {"do": "set", "path": path, "value": value}
