// The sheet that says what each key does, and the keys that work in every editor.
import { arrange, h, set, takesText } from "./dom";
import type { Editor } from "./editor";

/** [keys as people read them, word of the help sheet]. */
export type Sheet = Array<[keys: string, word: string]>;

/** Keys that work wherever one is on the page, unless a text is being typed. */
export function anywhere(editor: Editor, event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  const isTyping = takesText(target);
  const ctrlOrMeta = event.ctrlKey || event.metaKey;
  const letter = event.key.toLowerCase();
  if (ctrlOrMeta && (letter === "z" || letter === "y")) {
    if (isTyping && !editor.isUnchanged(target)) return false;
    editor.history(letter === "y" || event.shiftKey ? "redo" : "undo");
    return true;
  }
  if (isTyping || ctrlOrMeta || event.altKey) return false;
  if (event.key === "/") editor.palette.open();
  else if (event.key === "?") editor.help.open();
  else return false;
  return true;
}

export class Help {
  readonly element: HTMLElement;
  private title = h("h3");
  private list = h("dl");
  private end = h("button", { class: "plain", type: "button", on: { click: () => this.close() } });

  constructor(private editor: Editor) {
    const properties = { class: "sheet", role: "dialog", "aria-modal": "false", hidden: true, tabindex: -1 };
    this.element = h("div", properties, this.title, this.list, this.end);
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
    set(this.end, { text: editor.say("close") });
    const rows = editor.kind
      .sheet()
      .flatMap(([keys, word]) => [h("dt", {}, h("kbd", { text: keys })), h("dd", { text: editor.say(word) })]);
    arrange(this.list, rows);
    this.end.focus({ preventScroll: true });
  }

  private close() {
    set(this.element, { hidden: true });
    this.editor.refocus();
  }
}
