// What each key does on the canvas; the help sheet shows the same table.
import type { GraphEditor } from "./graph_editor";

/** [keys as people read them, or =word of a name; word of the help sheet]. */
export const SHEET: [string, string][] = [
  ["/", "key_search"],
  ["Shift + Enter", "key_branch"],
  ["← → ↑ ↓", "key_go"],
  ["Alt + ← → ↑ ↓", "key_place"],
  ["C", "key_connect"],
  ["E", "key_edge"],
  ["Enter", "key_fields"],
  ["D", "key_duplicate"],
  ["G", "key_group"],
  ["Shift + G", "key_ungroup"],
  ["=block_enter", "key_fold"],
  ["R", "key_name"],
  ["B", "key_save"],
  ["O", "key_switch"],
  ["Delete", "key_delete"],
  ["N", "key_network"],
  ["Ctrl + A", "key_all"],
  ["=box", "key_box"],
  ["Ctrl + C X V", "key_copy"],
  ["Ctrl + Z", "key_undo"],
  ["Ctrl + Y", "key_redo"],
  ["T", "key_tidy"],
  ["F", "key_fit"],
  ["Shift + F", "key_screen"],
  ["P", "key_picture"],
  ["+ −", "key_zoom"],
  ["Esc", "key_close"],
  ["?", "key_help"],
];

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const LETTERS: Record<string, (graph: GraphEditor, shift: boolean) => void> = {
  b: (graph) => graph.saveBlock(),
  g: (graph, shift) => (shift ? graph.ungroup() : graph.group()),
  r: (graph) => graph.nameBlock(),
  c: (graph) => graph.startConnection(),
  d: (graph) => graph.duplicate(),
  e: (graph) => graph.nextEdge(),
  f: (graph, shift) => (shift ? graph.fillScreen() : graph.view.fit(true)),
  p: (graph) => graph.saves.open(true),
  o: (graph) => graph.toggle(),
  t: (graph) => graph.tidy(),
  "+": (graph) => graph.view.zoom(1.25),
  "=": (graph) => graph.view.zoom(1.25),
  "-": (graph) => graph.view.zoom(0.8),
  delete: (graph) => graph.remove(),
  backspace: (graph) => graph.remove(),
};

/** Keys for when the canvas or a card on it has the focus. Says whether the key meant something. */
export function onGraph(graph: GraphEditor, event: KeyboardEvent): boolean {
  const { key, altKey, shiftKey } = event;
  const ctrlOrMeta = event.ctrlKey || event.metaKey;
  const letter = key.toLowerCase();
  const step = STEPS[key];
  if (step && !ctrlOrMeta) {
    const [x, y] = step;
    if (altKey) graph.nudge(x, y);
    else graph.go(x, y, shiftKey);
    return true;
  }
  if (ctrlOrMeta) {
    if (letter !== "a") return false;
    graph.selectAll();
    return true;
  }
  if (altKey) return false;
  if (graph.newConnection && (key === "Enter" || key === "Escape")) graph.endConnection(key === "Enter");
  else if (key === "Escape" && graph.selectedEdge) graph.selectEdge(null);
  else if ((key === "Enter" || key === " ") && graph.block) graph.toggleFold();
  else if (key === "Enter" || key === " ") graph.editor.enterFields();
  else if (letter === "n") graph.editor.turnNetwork(shiftKey ? -1 : 1);
  else if (letter in LETTERS) LETTERS[letter]?.(graph, shiftKey);
  else return false;
  return true;
}
