// What each key does, in one table that the help sheet shows as well.
import { arrange, h, set, takesText } from "./dom.js";

/** [keys as people read them, word of the help sheet]; the handling is below. */
export const SHEET = [
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

/** Keys of the stack, for when a card has the focus. */
export function onStack(editor, event) {
  const { key, altKey, ctrlKey, metaKey } = event;
  const held = ctrlKey || metaKey;
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const letter = key.toLowerCase();
  if (key in steps) {
    const [along, across] = steps[key];
    if (altKey) editor.shift(along || across);
    else editor.step(along, across);
  } else if (key === "Home" || key === "End") editor.selectAt(key === "Home" ? 0 : editor.nodes.length - 1);
  else if (letter === "d" && !altKey) editor.duplicate();
  else if (letter === "o" && !held && !altKey) editor.toggle();
  else if (letter === "n" && !held && !altKey) editor.turnNetwork(event.shiftKey ? -1 : 1);
  else if (key === "Delete" || key === "Backspace") editor.remove();
  else if (key === "Enter" || key === " ") editor.enterFields();
  else return false;
  return true;
}

/** Keys that work wherever one is on the page, unless a text is being typed. */
export function anywhere(editor, event) {
  const target = event.composedPath()[0];
  const typing = takesText(target);
  const held = event.ctrlKey || event.metaKey;
  const letter = event.key.toLowerCase();
  if (held && (letter === "z" || letter === "y")) {
    if (typing && !editor.untouched(target)) return false;
    editor.history(letter === "y" || event.shiftKey ? "redo" : "undo");
    return true;
  }
  if (typing || held || event.altKey) return false;
  if (event.key === "/") editor.palette.open();
  else if (event.key === "?") editor.help.open();
  else return false;
  return true;
}

export class Help {
  constructor(editor) {
    this.editor = editor;
    this.title = h("h3");
    this.list = h("dl");
    this.close_ = h("button", { class: "plain", type: "button", on: { click: () => this.close() } });
    this.element = h("div", { class: "sheet", role: "dialog", "aria-modal": "false", hidden: true, tabindex: -1 }, this.title, this.list, this.close_);
    this.element.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    };
  }

  open() {
    const { editor } = this;
    set(this.title, { text: editor.say("keys") });
    set(this.element, { "aria-label": editor.say("keys"), hidden: false });
    set(this.close_, { text: editor.say("close") });
    arrange(this.list, (editor.sheet ?? SHEET).flatMap(([keys, word]) => [h("dt", {}, h("kbd", { text: keys })), h("dd", { text: editor.say(word) })]));
    this.close_.focus({ preventScroll: true });
  }

  close() {
    set(this.element, { hidden: true });
    this.editor.refocus();
  }
}
