// What each key does on the stack; the help sheet shows the same table.
import { target } from "../editor/dom";
import type { Sheet } from "../editor/help";
import type { StackEditor } from "./stack_editor";

export const SHEET: Sheet = [
  ["/", "key_search"],
  ["← → ↑ ↓", "key_select"],
  ["Alt + ← →", "key_move"],
  ["Enter", "key_fields"],
  ["D", "key_duplicate"],
  ["O", "key_switch"],
  ["Delete", "key_delete"],
  ["N", "key_network"],
  ["Ctrl + Z", "key_undo"],
  ["Ctrl + Y", "key_redo"],
  ["Esc", "key_close"],
  ["?", "key_help"],
];

type Step = -1 | 0 | 1;
const STEPS: Record<string, [along: Step, across: Step]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const MEANS_LAYER = new Set(["Enter", " ", "Delete", "Backspace", "d", "D", "o", "O"]);

/** Keys of the stack, for when a card has the focus. Says whether the key meant something. */
export function onStack(stack: StackEditor, event: KeyboardEvent): boolean {
  const { editor } = stack;
  const { key, altKey, ctrlKey, metaKey } = event;
  const ctrlOrMeta = ctrlKey || metaKey;
  const step = STEPS[key];
  const letter = key.toLowerCase();
  // After Esc nothing is selected, but the card still has the focus, and what is pressed means it.
  const focusedId = target(event).closest<HTMLElement>("[data-node]")?.dataset.node;
  if (!editor.selected && focusedId && MEANS_LAYER.has(key)) editor.select(focusedId);
  if (step) {
    const [along, across] = step;
    if (altKey) stack.shift(along || across);
    else stack.step(along, across);
  } else if (key === "Home" || key === "End") editor.selectAt(key === "Home" ? 0 : editor.nodes.length - 1);
  else if (letter === "d" && !altKey) stack.duplicate();
  else if (letter === "o" && !ctrlOrMeta && !altKey) stack.toggle();
  else if (letter === "n" && !ctrlOrMeta && !altKey) editor.turnNetwork(event.shiftKey ? -1 : 1);
  else if (key === "Delete" || key === "Backspace") stack.remove();
  else if (key === "Enter" || key === " ") editor.enterFields();
  else return false;
  return true;
}
