"""What the canvas says beside the words of the stack editor, in the language of this moment."""

from __future__ import annotations

from playground.i18n import N_, _
from playground.ui.components import editor_words

_WORDS = {
    "drag_hint": N_("drag a layer in, join ports, or press /"),
    "empty": N_("No layers yet: press one above, or drag it here."),
    "network_role": N_("Network as a graph: arrow keys go from layer to layer, ? shows all keys"),
    "tidy": N_("Tidy"),
    "tidy_key": N_("Tidy: layers find their places by themselves (T)"),
    "fit": N_("Fit"),
    "fit_key": N_("Show the whole network (F)"),
    "zoom_in": N_("Zoom in (+)"),
    "zoom_out": N_("Zoom out (-)"),
    "minimap": N_("Overview of the network"),
    "copy": N_("Copy"),
    "copy_key": N_("Copy (Ctrl + C)"),
    "many_selected": N_("{count} layers selected"),
    "edge_selected": N_("Edge from {source} to {target}"),
    "cut_edge": N_("Remove the edge"),
    "cut_edge_key": N_("Remove the edge (Del)"),
    "from": N_("from {names}"),
    "to": N_("to {names}"),
    "port_in": N_("input {port} of {layer}"),
    "port_out": N_("output of {layer}"),
    "no_circle": N_("{source} cannot lead to {target}: the way would go round in a circle."),
    "one_input": N_("{target} takes one input and has it: join the two with Add or Concatenate first."),
    "some_inputs": N_("{target} takes {count} inputs and has them."),
    "input_fed": N_("{target} is an input: nothing may lead into it."),
    "input_stays": N_("The input stays."),
    "connected": N_("{source} leads to {target}."),
    "disconnected": N_("{source} no longer leads to {target}."),
    "connecting": N_("Connect {source}: choose a layer with the arrow keys, then Enter."),
    "copied": N_("{count} layers copied."),
    "pasted": N_("{count} layers pasted."),
    "nothing_to_paste": N_("What was copied elsewhere holds no layers."),
    "deleted_many": N_("{count} layers deleted. Ctrl + Z brings them back."),
    "tidied": N_("Tidied."),
    "key_go": N_("go to the next layer; Shift selects it too"),
    "key_place": N_("move what is selected"),
    "key_connect": N_("connect to another layer"),
    "key_edge": N_("select its next edge; Del removes it"),
    "key_branch": N_("in the search: add as a branch"),
    "key_all": N_("select all"),
    "key_copy": N_("copy, cut, paste"),
    "key_tidy": N_("tidy"),
    "key_fit": N_("show all"),
    "key_zoom": N_("zoom"),
    "key_box": N_("select in a box"),
    "box": N_("Shift + drag"),
}


def words() -> dict[str, str]:
    return editor_words.words() | {name: _(message) for name, message in _WORDS.items()}
