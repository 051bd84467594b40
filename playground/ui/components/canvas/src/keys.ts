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
  ["N", "key_name"],
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

const LETTERS: Record<string, (editor: GraphEditor, shift: boolean) => void> = {
  b: (editor) => editor.saveBlock(),
  g: (editor, shift) => (shift ? editor.ungroup() : editor.group()),
  n: (editor) => editor.nameBlock(),
  c: (editor) => editor.startConnecting(),
  d: (editor) => editor.duplicate(),
  e: (editor) => editor.nextEdge(),
  f: (editor, shift) => (shift ? editor.fillScreen() : editor.stack.fit(true)),
  p: (editor) => editor.saves.open(true),
  o: (editor) => editor.toggle(),
  t: (editor) => editor.tidy(),
  "+": (editor) => editor.stack.zoom(1.25),
  "=": (editor) => editor.stack.zoom(1.25),
  "-": (editor) => editor.stack.zoom(0.8),
  delete: (editor) => editor.remove(),
  backspace: (editor) => editor.remove(),
};

/** Keys for when the canvas or a card on it has the focus. Says whether the key meant something. */
export function onGraph(editor: GraphEditor, event: KeyboardEvent): boolean {
  const { key, altKey, shiftKey } = event;
  const held = event.ctrlKey || event.metaKey;
  const letter = key.toLowerCase();
  if (key in STEPS && !held) {
    const [x, y] = STEPS[key];
    if (altKey) editor.nudge(x, y);
    else editor.go(x, y, shiftKey);
    return true;
  }
  if (held) {
    if (letter !== "a") return false;
    editor.chooseAll();
    return true;
  }
  if (altKey) return false;
  if (editor.connecting && (key === "Enter" || key === "Escape")) editor.endConnecting(key === "Enter");
  else if (key === "Escape" && editor.chosenEdge) editor.chooseEdge(null);
  else if ((key === "Enter" || key === " ") && editor.block) editor.toggleFold();
  else if (key === "Enter" || key === " ") editor.enterFields();
  else if (letter === "n") editor.turnNetwork(shiftKey ? -1 : 1);
  else if (letter in LETTERS) LETTERS[letter](editor, shiftKey);
  else return false;
  return true;
}
