// Layers to choose from: the usual ones as chips, all of them with a sentence each behind "more" and "/".
import { arrange, h, set } from "./dom.js";
import { draggable } from "./drag.js";

export class Palette {
  constructor(editor) {
    this.editor = editor;
    this.at = 0;
    this.gone = new Map();
    this.usual = h("div", { class: "usual" });
    this.chips = h("div", { class: "chips", role: "toolbar" }, this.usual);
    this.search = h("input", {
      class: "search", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
    });
    this.list = h("div", { class: "choices", role: "listbox", id: "palette-list" });
    this.panel = h("div", { class: "palette", hidden: true }, this.search, this.list);
    this.search.oninput = () => this.filter();
    this.search.onkeydown = (event) => this.key(event);
    const dragged = (target) => {
      const element = target.closest("[data-layer]");
      return element && this.thing(element.dataset.layer);
    };
    draggable(editor, this.chips, dragged);
    draggable(editor, this.list, dragged);
    this.panel.addEventListener("focusout", (event) => {
      if (!this.panel.contains(event.relatedTarget) && event.relatedTarget) this.close(false);
    });
  }

  thing(layer) {
    const { editor } = this;
    const row = this.row(layer);
    const drop = (gap) => {
      this.close(false);
      editor.drop(layer, gap);
    };
    return { label: row.title, colour: editor.kindColour(row.kind), drop };
  }

  /** The row of a layer, or what is told of a block. */
  row(layer) {
    return this.editor.blocks.get(layer) ?? this.editor.table.layers[layer];
  }

  show() {
    const { editor } = this;
    const key = JSON.stringify([editor.data.hash, editor.network?.usual, editor.dark, editor.data.blocks, [...this.gone]]);
    if (this.shown === key) return;
    this.shown = key;
    set(this.chips, { "aria-label": editor.say("add_layer") });
    set(this.search, { placeholder: editor.say("search"), "aria-label": editor.say("search") });
    const chips = (editor.network?.usual ?? []).map((layer) => {
      const row = editor.table.layers[layer];
      const on = { click: (event) => editor.add(layer, event.shiftKey) };
      const colour = { "--kind": editor.kindColour(row.kind) };
      return h("button", { class: "chip", type: "button", "data-layer": layer, title: row.help, style: colour, text: row.title, on });
    });
    const open = () => (this.panel.hidden ? this.open() : this.close());
    this.more = h("button", { class: "chip more", type: "button", "aria-haspopup": "listbox", text: editor.say("more"), on: { click: open } });
    arrange(this.usual, chips);
    arrange(this.chips, [this.usual, this.more]);
    this.fillList();
  }

  fillList() {
    const { editor } = this;
    const groups = new Map();
    for (const [layer, row] of Object.entries(editor.table.layers)) {
      if (!groups.has(row.kind)) groups.set(row.kind, []);
      groups.get(row.kind).push(this.choice(layer, row));
    }
    groups.set("block", [...editor.blocks].map(([block, row]) => this.choice(block, row)));
    this.groups = [...groups].map(([kind, choices]) => {
      const heading = h("div", { class: "kind", role: "presentation", text: editor.table.kinds[kind] ?? kind });
      return { choices, element: h("div", { class: "group", role: "group", "aria-label": heading.textContent }, heading, ...choices) };
    });
    this.none = h("p", { class: "quiet", text: editor.say("nothing_found"), hidden: true });
    arrange(this.list, [...this.groups.map((group) => group.element), ...this.deleted(), this.none]);
    if (!this.panel.hidden) this.filter();
  }

  choice(layer, row) {
    const { editor } = this;
    const choice = h(
      "div",
      { class: "pick", role: "option", id: `palette-${layer.replace(":", "-")}`, "data-layer": layer, "aria-selected": "false", style: { "--kind": editor.kindColour(row.kind) } },
      h("b", { text: row.title }), " ", h("span", { text: row.help }),
    );
    if (row.own) choice.append(this.deleter(row));
    choice.onclick = (event) => this.take(layer, event.shiftKey);
    choice.words = `${layer} ${row.title} ${editor.table.kinds[row.kind] ?? ""} ${row.help} ${row.search}`.toLowerCase();
    choice.called = row.title.toLowerCase();
    choice.head = `${layer} ${row.title}`.toLowerCase();
    return choice;
  }

  deleter(row) {
    const { editor } = this;
    const click = (event) => {
      event.stopPropagation();
      this.forget(row);
    };
    return h("button", { class: "plain forget", type: "button", tabindex: -1, text: editor.say("delete"), "aria-label": editor.say("delete_block", { block: row.title }), on: { click } });
  }

  forget({ name, title }) {
    const { editor } = this;
    this.gone.set(name, title);
    editor.send({ do: "delete_block", name });
    editor.announce(editor.say("block_deleted", { block: title }));
    this.search.focus();
  }

  /** What was deleted here can be put back as long as the page is open. */
  deleted() {
    const { editor } = this;
    const there = new Set(editor.data.blocks.map((block) => block.name));
    return [...this.gone].filter(([name]) => !there.has(name)).map(([name, title]) => {
      const click = () => {
        editor.send({ do: "restore_block", name });
        this.search.focus();
      };
      const back = h("button", { class: "plain", type: "button", text: editor.say("put_back"), on: { click } });
      return h("p", { class: "quiet gone" }, editor.say("block_deleted", { block: title }), " ", back);
    });
  }

  open() {
    if (!this.shown) return;
    set(this.panel, { hidden: false });
    this.search.value = "";
    this.filter();
    this.search.focus();
  }

  close(back = true) {
    if (this.panel.hidden) return;
    set(this.panel, { hidden: true });
    if (back) this.editor.refocus();
  }

  /** Out of the way while something from it is being dragged. */
  aside(away) {
    this.panel.classList.toggle("aside", away);
  }

  filter() {
    const asked = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const offered = (choice) => choice.dataset.layer !== "Input" || this.editor.data.several_inputs;
    const fits = (choice) => offered(choice) && asked.every((word) => choice.words.includes(word));
    this.found = [];
    for (const group of this.groups) {
      const shown = group.choices.filter(fits);
      group.choices.forEach((choice) => set(choice, { hidden: !shown.includes(choice) }));
      set(group.element, { hidden: !shown.length });
      this.found.push(...shown);
    }
    set(this.none, { hidden: this.found.length > 0 });
    const name = asked.join(" ");
    const ways = [(choice) => choice.called === name, (choice) => choice.called.startsWith(name), (choice) => choice.head.includes(name)];
    const byName = name ? ways.map((fits) => this.found.findIndex(fits)).find((at) => at >= 0) : 0;
    this.point(byName ?? 0);
  }

  point(at) {
    this.at = at;
    for (const group of this.groups) for (const choice of group.choices) set(choice, { "aria-selected": "false" });
    const choice = this.found[at];
    set(this.search, { "aria-activedescendant": choice?.id ?? null });
    if (!choice) return;
    set(choice, { "aria-selected": "true" });
    choice.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found.length) {
      this.point((this.at + steps[event.key] + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && this.found[this.at]) {
      this.take(this.found[this.at].dataset.layer, event.shiftKey);
    } else if (event.key === "Delete" && this.search.selectionEnd === this.search.value.length && this.row(this.found[this.at]?.dataset.layer)?.own) {
      this.forget(this.row(this.found[this.at].dataset.layer));
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** With Shift the canvas begins a branch; a stack has none. */
  take(layer, branch) {
    this.close(false);
    this.editor.add(layer, branch);
  }
}
