"""Every word of the stack editor, in the language of this moment."""

from __future__ import annotations

from playground.core.i18n import N_, _
from playground.core.kinds import KINDS as DATA_KINDS

KINDS = {
    "dense": N_("Dense"),
    "convolution": N_("Convolution"),
    "pooling": N_("Pooling"),
    "recurrent": N_("Recurrent"),
    "attention": N_("Attention"),
    "normalisation": N_("Normalisation"),
    "regularisation": N_("Regularisation"),
    "activation": N_("Activation"),
    "shape": N_("Shape"),
    "augmentation": N_("Augmentation (training only)"),
    "merge": N_("Merge"),
    "block": N_("Blocks"),
}
"""Kinds of layers in the order in which the palette shows them."""

INPUT_WORDS = {kind.input_name: kind.input_title for kind in DATA_KINDS.values()}
"""The inputs of data sets that have several."""

_WORDS = {
    "network": N_("Network"),
    "networks": N_("Networks"),
    "drag_hint": N_("select a layer, drag one in, or press /"),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "undo_key": N_("Undo (Ctrl + Z)"),
    "redo_key": N_("Redo (Ctrl + Y)"),
    "add_layer": N_("Add a layer"),
    "more": N_("more…"),
    "search": N_("Search layers by name or by what they do"),
    "nothing_found": N_("No layer is called that or does that."),
    "empty": N_("No layers yet: press one above, and it is put here."),
    "inspector": N_("Selected layer"),
    "layer_actions": N_("What to do with this layer"),
    "no_fields": N_("This layer has nothing to set."),
    "unknown_layer": N_("This app does not know this layer."),
    "lesson": N_("Lesson"),
    "lesson_key": N_("What such a layer does, with an example in numbers (opens beside this page)"),
    "more_fields": N_("more settings"),
    "less_fields": N_("fewer settings"),
    "move_back": N_("Move towards the input"),
    "move_on": N_("Move towards the output"),
    "move_back_key": N_("Move towards the input (Alt + ←)"),
    "move_on_key": N_("Move towards the output (Alt + →)"),
    "duplicate": N_("Duplicate"),
    "duplicate_key": N_("Duplicate (D)"),
    "switch_off": N_("Switch off"),
    "switch_on": N_("Switch on"),
    "switch_off_key": N_("Switch off: data passes by unchanged (O)"),
    "switch_on_key": N_("Switch on again (O)"),
    "delete": N_("Delete"),
    "delete_key": N_("Delete (Del)"),
    "off": N_("off"),
    "none": N_("none"),
    "yes": N_("yes"),
    "no": N_("no"),
    "less": N_("{label}: less"),
    "greater": N_("{label}: more"),
    "unit": N_("Unit {unit}: show it large"),
    "units_scale": N_("Each unit over the plane: blue is −{end}, white zero, orange {end}."),
    "gives_shape": N_("gives {shape}"),
    "checking": N_("checking…"),
    "keys": N_("Keys"),
    "close": N_("Close"),
    "key_search": N_("search a layer to add"),
    "key_select": N_("select a layer"),
    "key_move": N_("move the selected layer"),
    "key_fields": N_("go to its settings"),
    "key_duplicate": N_("duplicate it"),
    "key_switch": N_("switch it off or on"),
    "key_delete": N_("delete it"),
    "key_network": N_("next network; Shift the one before"),
    "tab_wrong": N_("{network}, something is wrong here"),
    "key_undo": N_("undo"),
    "key_redo": N_("redo"),
    "key_close": N_("close, select nothing"),
    "key_help": N_("show these keys"),
    "added": N_("{layer} added."),
    "in_block": N_("in the block {block}"),
    "delete_block": N_("Delete the saved block {block}"),
    "block_deleted": N_("{block} deleted."),
    "put_back": N_("Put back"),
    "moved": N_("{layer} is now layer {place} of {of}."),
    "duplicated": N_("{layer} duplicated."),
    "switched_off": N_("{layer} is off: data passes by unchanged."),
    "switched_on": N_("{layer} is on again."),
    "deleted": N_("{layer} deleted. Ctrl + Z brings it back."),
    "undone": N_("Undone."),
    "redone": N_("Done again."),
    # The sentences of playground/core/params.py, so that a value is refused in the same words here and there.
    "needs": N_("{label} needs a value."),
    "whole": N_("{label} must be a whole number; {value} came."),
    "number": N_("{label} must be a number; {value} came."),
    "range": N_("{label} must be from {low} to {high}; {value} came."),
    "above": N_("{label} must be above {low} and at most {high}; {value} came."),
    "list": N_("{label} must be a list of {length} whole numbers; {value} came."),
    "each": N_("Each number of {label} must be a whole number from {low} to {high}; {value} came."),
    "sides": N_("{label} must be one whole number or a list of {length}; {value} came."),
}


def words() -> dict[str, str]:
    """Everything that is said in the editors, in the language of this moment."""
    return {name: _(message) for name, message in _WORDS.items()}


def kinds() -> dict[str, str]:
    """The names of the kinds of layers, in the language of this moment."""
    return {kind: _(title) for kind, title in KINDS.items()}
