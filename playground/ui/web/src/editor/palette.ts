// Layers to choose from: the usual ones as chips, all of them with a sentence each behind "more" and "/".
import type { Row } from "./document";
import { arrange, h, set } from "./dom";
import type { DragItem } from "./drag";
import type { Editor } from "./editor";

/** A layer or block in the list, with the texts that a search looks into. */
type Choice = { element: HTMLElement; layer: string; row: Row; words: string; title: string; head: string };
type Group = { element: HTMLElement; choices: Choice[] };

export class Palette {
  readonly panel: HTMLElement;
  readonly chips: HTMLElement;
  private usual = h("div", { class: "usual" });
  private search = h("input", {
    class: "search",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "true",
    "aria-controls": "palette-list",
    "aria-autocomplete": "list",
  });
  private list = h("div", { class: "choices", role: "listbox", id: "palette-list" });
  private none = h("p", { class: "quiet" });
  private groups: Group[] = [];
  /** The choices that fit what is searched for, and which of them is pointed at. */
  private matches: Choice[] = [];
  private at = 0;
  /** Titles of the blocks that were deleted here, by name. */
  private deletedTitles = new Map<string, string>();
  private shownKey?: string;

  constructor(private editor: Editor) {
    this.chips = h("div", { class: "chips", role: "toolbar" }, this.usual);
    this.panel = h("div", { class: "palette", hidden: true }, this.search, this.list);
    this.search.oninput = () => this.filter();
    this.search.onkeydown = (event) => this.key(event);
    const layerAt = (pressedElement: Element) =>
      pressedElement.closest<HTMLElement>("[data-layer]")?.dataset.layer ?? null;
    editor.kind.dragLayers(this.chips, layerAt);
    editor.kind.dragLayers(this.list, layerAt);
    this.panel.addEventListener("focusout", (event) => {
      const to = event.relatedTarget as Node | null;
      if (to && !this.panel.contains(to)) this.close(false);
    });
  }

  /** A layer that is dragged from here. */
  dragItem<Gap>(layer: string, drop: (gap: Gap) => void): DragItem<Gap> | null {
    const row = this.row(layer);
    if (!row) return null;
    const handleDrop = (gap: Gap) => {
      this.close(false);
      drop(gap);
    };
    return { label: row.title, colour: this.editor.kindColour(row.kind), drop: handleDrop };
  }

  /** The row of a layer, or what is said of a block. */
  private row(layer: string): Row | undefined {
    return this.editor.blocks.get(layer) ?? this.editor.table.layers[layer];
  }

  show() {
    const { editor } = this;
    const key = JSON.stringify([
      editor.data.hash,
      editor.network?.usual,
      editor.dark,
      editor.data.blocks,
      [...this.deletedTitles],
    ]);
    if (this.shownKey === key) return;
    this.shownKey = key;
    set(this.chips, { "aria-label": editor.say("add_layer") });
    set(this.search, { placeholder: editor.say("search"), "aria-label": editor.say("search") });
    const chips = (editor.network?.usual ?? []).flatMap((layer) => {
      const row = editor.table.layers[layer];
      if (!row) return [];
      const on = { click: (event: MouseEvent) => editor.kind.add(layer, event.shiftKey) };
      const style = { "--kind": editor.kindColour(row.kind) };
      return h("button", {
        class: "chip",
        type: "button",
        "data-layer": layer,
        title: row.help,
        style,
        text: row.title,
        on,
      });
    });
    const click = () => (this.panel.hidden ? this.open() : this.close());
    const more = h("button", {
      class: "chip more",
      type: "button",
      "aria-haspopup": "listbox",
      text: editor.say("more"),
      on: { click },
    });
    arrange(this.usual, chips);
    arrange(this.chips, [this.usual, more]);
    this.fillList();
  }

  private fillList() {
    const { editor } = this;
    const byKind = new Map<string, Choice[]>();
    for (const [layer, row] of Object.entries(editor.table.layers)) {
      byKind.set(row.kind, [...(byKind.get(row.kind) ?? []), this.choice(layer, row)]);
    }
    byKind.set(
      "block",
      [...editor.blocks].map(([block, row]) => this.choice(block, row)),
    );
    this.groups = [...byKind].map(([kind, choices]) => {
      const heading = h("div", { class: "kind", role: "presentation", text: editor.table.kinds[kind] ?? kind });
      const elements = choices.map((choice) => choice.element);
      const element = h(
        "div",
        { class: "group", role: "group", "aria-label": heading.textContent },
        heading,
        ...elements,
      );
      return { choices, element };
    });
    set(this.none, { text: editor.say("nothing_found"), hidden: true });
    arrange(this.list, [...this.groups.map((group) => group.element), ...this.deletedRows(), this.none]);
    if (!this.panel.hidden) this.filter();
  }

  private choice(layer: string, row: Row): Choice {
    const { editor } = this;
    const element = h(
      "div",
      {
        class: "pick",
        role: "option",
        id: `palette-${layer.replace(":", "-")}`,
        "data-layer": layer,
        "aria-selected": "false",
        style: { "--kind": editor.kindColour(row.kind) },
      },
      h("b", { text: row.title }),
      " ",
      h("span", { text: row.help }),
    );
    if (row.own) element.append(this.deleter(row));
    element.onclick = (event) => this.take(layer, event.shiftKey);
    const kind = editor.table.kinds[row.kind] ?? "";
    return {
      element,
      layer,
      row,
      words: `${layer} ${row.title} ${kind} ${row.help} ${row.search ?? ""}`.toLowerCase(),
      title: row.title.toLowerCase(),
      head: `${layer} ${row.title}`.toLowerCase(),
    };
  }

  private deleter(row: Row): HTMLElement {
    const { editor } = this;
    const click = (event: MouseEvent) => {
      event.stopPropagation();
      this.forget(row);
    };
    const label = editor.say("delete_block", { block: row.title });
    return h("button", {
      class: "plain forget",
      type: "button",
      tabindex: -1,
      text: editor.say("delete"),
      "aria-label": label,
      on: { click },
    });
  }

  private forget({ name = "", title }: Row) {
    const { editor } = this;
    this.deletedTitles.set(name, title);
    editor.send({ do: "delete_block", name });
    editor.announce(editor.say("block_deleted", { block: title }));
    this.search.focus();
  }

  /** What was deleted here can be put back as long as the page is open. */
  private deletedRows(): HTMLElement[] {
    const { editor } = this;
    const there = new Set(editor.data.blocks.map((block) => block.name));
    const entries = [...this.deletedTitles].filter(([name]) => !there.has(name));
    return entries.map(([name, title]) => {
      const click = () => {
        editor.send({ do: "restore_block", name });
        this.search.focus();
      };
      const back = h("button", { class: "plain", type: "button", text: editor.say("put_back"), on: { click } });
      return h("p", { class: "quiet gone" }, editor.say("block_deleted", { block: title }), " ", back);
    });
  }

  open() {
    if (!this.shownKey) return;
    set(this.panel, { hidden: false });
    this.search.value = "";
    this.filter();
    this.search.focus();
  }

  private close(back = true) {
    if (this.panel.hidden) return;
    set(this.panel, { hidden: true });
    if (back) this.editor.refocus();
  }

  /** Out of the way while something from it is being dragged. */
  aside(away: boolean) {
    this.panel.classList.toggle("aside", away);
  }

  private filter() {
    const searchWords = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const isOffered = (choice: Choice) => choice.layer !== "Input" || this.editor.data.several_inputs;
    const isMatch = (choice: Choice) => isOffered(choice) && searchWords.every((word) => choice.words.includes(word));
    this.matches = [];
    for (const group of this.groups) {
      const visibleChoices = group.choices.filter(isMatch);
      for (const choice of group.choices) set(choice.element, { hidden: !visibleChoices.includes(choice) });
      set(group.element, { hidden: !visibleChoices.length });
      this.matches.push(...visibleChoices);
    }
    set(this.none, { hidden: this.matches.length > 0 });
    this.point(byName(this.matches, searchWords.join(" ")));
  }

  private point(at: number) {
    this.at = at;
    for (const group of this.groups)
      for (const { element } of group.choices) set(element, { "aria-selected": "false" });
    const choice = this.matches[at];
    set(this.search, { "aria-activedescendant": choice?.element.id ?? null });
    if (!choice) return;
    set(choice.element, { "aria-selected": "true" });
    choice.element.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choice = this.matches[this.at];
    const atEnd = this.search.selectionEnd === this.search.value.length;
    if (step && choice) this.point((this.at + step + this.matches.length) % this.matches.length);
    else if (event.key === "Enter" && choice) this.take(choice.layer, event.shiftKey);
    else if (event.key === "Delete" && atEnd && choice?.row.own) this.forget(choice.row);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** With Shift the canvas begins a branch; a stack has none. */
  private take(layer: string, branch: boolean) {
    this.close(false);
    this.editor.kind.add(layer, branch);
  }
}

/** Which of `choices` is meant by `name`: the one that is called so, else begins so, else has it in its name. */
function byName(choices: Choice[], name: string): number {
  if (!name) return 0;
  const ways = [
    (choice: Choice) => choice.title === name,
    (choice: Choice) => choice.title.startsWith(name),
    (choice: Choice) => choice.head.includes(name),
  ];
  return ways.map((fits) => choices.findIndex(fits)).find((at) => at >= 0) ?? 0;
}
