"""Short ways to write repairs, which are many."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.params import Param
from playground.core.problems import Repair

Edit = Mapping[str, object]


def repair(message: str, *edits: Edit, **values: object) -> Repair:
    """A button that says *message* with *values* and applies *edits*."""
    return Repair(Text(message, values), tuple(dict(edit) for edit in edits))


def edit(do: str, network: str, **fields: object) -> Edit:
    """The edit *do* in *network*."""
    return {"do": do, "network": network, **fields}


def set_edit(path: str, value: object) -> dict[str, object]:
    """The edit that puts *value* at *path* of the document."""
    return {"do": "set", "path": path, "value": value}


def reset_repair(reset_edit: Edit, name: str, param: Param | None) -> Repair:
    """The repair *reset_edit* that gives a parameter its default back; where nobody knows it (*param* is ``None``),
    *reset_edit* takes *name* away."""
    if param is None:
        return repair(N_("Remove {name}"), reset_edit, name=name)
    return repair(N_("Set {label} back to {value}"), reset_edit, label=param.label_text, value=str(param.default))


def insert_repair(network: str, node: str, layer: str) -> Repair:
    """The repair that puts *layer* before *node*."""
    insert_edit = edit("insert_before", network, node=node, layer=layer)
    return repair(N_("Insert {layer} before {node}"), insert_edit, layer=layer, node=node)


def rescale_repair(info: Info, scale: str) -> Repair:
    """The repair that scales the data from 0 to 1 (``unit``), or from -1 to 1 (``signed``, pictures only)."""
    if scale == "signed":
        return repair(N_("Scale the data from −1 to 1"), set_edit("data.preparation.scale", "signed"))
    unit_scale = info.data_kind.unit_scale
    return repair(N_("Scale the data from 0 to 1"), set_edit("data.preparation.scale", unit_scale))
