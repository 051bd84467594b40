// The stack editor: what the page calls, and the state of one editor on it.
import { applied, freeId, Outbox } from "./document.js";
import { arrange, fill, focused, h, set } from "./dom.js";
import { draggable } from "./drag.js";
import { Inspector } from "./inspector.js";
import { anywhere, Help, onStack } from "./keys.js";
import { bus, peeked, ramp } from "./outputs.js";
import { Palette } from "./palette.js";
import { mend, Stack } from "./stack.js";

const TYPING = 250;
const DONE = 0;
const SLOW = 300;

/** `canvas/` puts a graph in the place of the stack: what it does otherwise are the methods under "the view". */
export class Editor {
  constructor(parent) {
    this.parent = parent;
    this.selected = null;
    this.shownNetwork = 0;
    this.outbox = new Outbox(
      (box) => this.component.setStateValue("outbox", { ...box, has: this.data.hash }),
      (networks, edit) => this.applied(networks, edit),
    );
    this.say = (word, values) => fill(this.words[word] ?? word, values);
    this.stop = new AbortController();
  }

  build() {
    this.stack = this.view();
    this.inspector = new Inspector(this);
    this.help = new Help(this);
    this.root = h("div", { class: "editor" });
    this.palette = new Palette(this);
    this.title = h("h2");
    this.tabs = h("div", { class: "tabs", role: "tablist" });
    const press = (word, action) => h("button", { class: "plain", type: "button", "data-do": word, on: { click: action } });
    this.undo = press("undo", () => this.history("undo"));
    this.redo = press("redo", () => this.history("redo"));
    this.ask = press("help", () => this.help.open());
    this.hint = h("span", { class: "quiet hint" });
    const top = h("div", { class: "top" }, this.title, this.tabs, this.hint, h("span", { class: "room" }), this.undo, this.redo, this.ask);
    this.general = h("div", { class: "general problem", hidden: true });
    this.totals = h("span");
    this.count = h("button", { class: "plain count", type: "button", on: { click: () => this.firstProblem() } });
    this.wait = h("span", { class: "quiet wait" });
    this.status = h("div", { class: "status" }, this.totals, this.count, h("span", { class: "room" }), this.wait);
    const canvas = h("div", { class: "canvas" }, this.stack.area, this.general, this.status, this.palette.panel);
    this.live = h("div", { class: "unseen", "aria-live": "polite" });
    this.tooltip = h("div", { class: "tip", role: "tooltip", hidden: true });
    this.peeking = peeked();
    const over = [this.help.element, this.tooltip, this.peeking.element, this.live];
    this.root.append(top, this.palette.chips, canvas, this.inspector.element, ...over);
    this.parent.append(h("style", { text: this.parts.css }), this.root);
    this.listen();
  }

  listen() {
    const signal = { signal: this.stop.signal };
    this.stack.list.onkeydown = (event) => {
      if (event.target.closest("button")) return;
      if (this.onView(event)) (event.preventDefault(), event.stopPropagation());
    };
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.selected) this.select(null, { focus: this.hasFocus(this.inspector.element) });
    });
    document.addEventListener("keydown", (event) => {
      if (!event.defaultPrevented && anywhere(this, event)) event.preventDefault();
    }, signal);
    this.heard = () => this.data && this.show();
    bus.listeners.add(this.heard);
    this.dragCards();
    this.resized = new ResizeObserver(() => this.stack.nodes && this.stack.layout(this.stack.nodes));
    this.resized.observe(this.stack.area);
  }

  // --- the view: one stack of cards -----------------------------------------------------------------------------

  view() {
    return new Stack(this);
  }

  applied(networks, edit) {
    return applied(networks, edit);
  }

  onView(event) {
    return onStack(this, event);
  }

  dragCards() {
    draggable(this, this.stack.list, (target) => this.cardThing(target));
  }

  /** The layer whose form is shown. */
  inspected() {
    return this.node(this.selected);
  }

  /** The layers that are shown of a network. */
  seen() {
    return this.network?.nodes ?? [];
  }

  /** The row of the layer table that a layer is drawn by. */
  rowOf(node) {
    return this.table.layers[node.layer];
  }

  /** The edit that a field of the form makes. */
  editOf(node, field, value) {
    return { do: "set_param", node: node.id, field, value };
  }

  /** What the strip below says where no form is shown. */
  hintWords() {
    return this.say("select_hint");
  }

  /** Where a layer from the palette was let go. */
  drop(layer, gap) {
    this.insert(layer, this.nodes[gap.index].id);
  }

  /** The buttons of the selected layer: [word, sign instead of the word, what it does, whether it cannot]. */
  actionsFor(node) {
    const at = this.index(node.id);
    return [
      ["move_back", "←", () => this.shift(-1), at <= 1],
      ["move_on", "→", () => this.shift(1), at >= this.nodes.length - 1],
      ["duplicate", null, () => this.duplicate()],
      [node.enabled ? "switch_off" : "switch_on", null, () => this.toggle()],
      ["delete", null, () => this.remove()],
    ];
  }

  cardThing(target) {
    const element = target.closest(".card");
    const node = element && !target.closest("button") && this.node(element.dataset.id);
    if (!node || node.layer === "Input") return null;
    const drop = (gap) => this.moveAfter(node.id, this.nodes[gap.index].id);
    const kind = this.table.layers[node.layer]?.kind ?? "block";
    return { label: this.nameOf(node), colour: this.kindColour(kind), element, drop };
  }

  /** Called for each answer of Python: the first, and one after every change. */
  update(component, parts) {
    const { data } = component;
    this.component = component;
    this.data = data;
    this.parts = parts;
    this.words = parts.words;
    this.table = parts.table;
    this.outbox.answered(data.echo);
    if (data.parts && this.told !== data.hash) {
      this.told = data.hash;
      this.outbox.soon();
    }
    if (!this.root) this.build();
    if (this.wentBack && !this.outbox.waiting.length) {
      const before = this.wentBack;
      this.wentBack = null;
      this.showWhatChanged(before);
    }
    this.theme();
    this.root.style.setProperty("--height", `${data.height}px`);
    if (data.said && data.said.id !== this.said) {
      this.said = data.said.id;
      this.announce(data.said.text);
    }
    this.show();
  }

  theme() {
    const back = getComputedStyle(this.root).getPropertyValue("--st-background-color").trim();
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(back.slice(at, at + 2), 16));
    const dark = back.startsWith("#") && 0.299 * r + 0.587 * g + 0.114 * b < 128;
    if (this.dark === dark) return;
    this.dark = dark;
    this.paint = this.parts.colours[dark ? "dark" : "light"];
    const bytes = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    this.colours = ramp(this.paint.diverging.map(bytes));
    this.root.style.setProperty("--white", this.paint.diverging[1]);
    set(this.root, { "data-theme": dark ? "dark" : "light" });
  }

  kindColour(kind) {
    return this.paint.kinds[kind] ?? this.paint.kinds.block;
  }

  get networks() {
    return this.outbox.over(this.data.networks);
  }

  /** What layers of the network that is shown put out, by node. */
  get outputs() {
    return bus.networks[this.network?.name] ?? {};
  }

  show() {
    const networks = this.networks;
    this.shownNetwork = Math.min(this.shownNetwork, networks.length - 1);
    this.network = networks[this.shownNetwork];
    this.nodes = this.seen();
    this.keepSelection();
    const hadFocus = this.hasFocus(this.stack.list);
    this.showTop(networks);
    this.palette.show();
    this.stack.show(this.nodes);
    this.inspector.show(this.inspected());
    this.showStatus();
    if (hadFocus && !this.hasFocus(this.root)) this.refocus();
  }

  showTop(networks) {
    const several = networks.length > 1;
    set(this.title, { text: this.say(several ? "networks" : "network") });
    set(this.hint, { text: this.say("drag_hint"), hidden: several });
    set(this.tabs, { hidden: !several });
    const wrong = (network) => network.nodes.some((node) => node.problems?.length);
    const key = several ? JSON.stringify([networks.map((network) => [network.title, wrong(network)]), this.shownNetwork]) : "";
    if (this.tabsFor !== key) {
      this.tabsFor = key;
      const at = this.hasFocus(this.tabs);
      arrange(this.tabs, several ? networks.map((network, index) => this.tab(network, index, wrong(network))) : []);
      if (at) this.tabs.children[this.shownNetwork]?.focus();
    }
    const waiting = this.outbox.waiting.length > 0;
    set(this.undo, { text: this.say("undo"), title: this.say("undo_key"), disabled: !this.data.can_undo && !waiting });
    set(this.redo, { text: this.say("redo"), title: this.say("redo_key"), disabled: !this.data.can_redo });
    set(this.ask, { text: "?", "aria-label": this.say("key_help"), title: this.say("key_help") });
  }

  tab(network, index, wrong) {
    const on = {
      click: () => this.openNetwork(index),
      keydown: (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        this.openNetwork((index + step + this.networks.length) % this.networks.length);
        this.tabs.children[this.shownNetwork].focus();
      },
    };
    const shown = index === this.shownNetwork;
    const label = wrong ? this.say("tab_wrong", { network: network.title }) : null;
    return h("button", { class: wrong ? "tab wrong" : "tab", type: "button", role: "tab", "aria-selected": String(shown), "aria-label": label, tabindex: shown ? 0 : -1, text: network.title, on });
  }

  openNetwork(index) {
    this.shownNetwork = index;
    this.selected = null;
    this.show();
  }

  /** Over the seam into another network: from an end to its input, from an input to the end that feeds it. */
  cross(name, side) {
    const from = this.network.name;
    const index = this.networks.findIndex((network) => network.name === name);
    if (index < 0) return;
    this.openNetwork(index);
    const back = this.nodes.find((node) => node.seams?.some((seam) => seam.network === from && seam.side !== side));
    this.select((back ?? this.nodes[0])?.id ?? null);
    this.announce(this.network.title);
  }

  /** The next network, or the one before. */
  turnNetwork(by) {
    const count = this.networks.length;
    if (count < 2) return;
    this.openNetwork((this.shownNetwork + by + count) % count);
    this.refocus();
    this.announce(this.network.title);
  }

  /** After undo or redo: the network in which something has changed comes up. */
  showWhatChanged(before) {
    const said = (network) => JSON.stringify([network.nodes.map(({ id, layer, params, enabled, x, y }) => [id, layer, params, enabled, x, y]), network.edges?.map(({ source, target, port }) => [source, target, port])]);
    const changed = this.data.networks.map((network) => {
      const old = before.find((entry) => entry.name === network.name);
      return !old || said(old) !== said(network);
    });
    const index = changed.indexOf(true);
    if (index >= 0 && !changed[this.shownNetwork]) this.openNetwork(index);
  }

  /** What is wrong at no layer in particular. */
  generalProblems() {
    return this.data.problems;
  }

  showStatus() {
    const { totals } = this.data;
    set(this.totals, { text: totals.said, hidden: !totals.said });
    set(this.count, { text: totals.problems, class: totals.wrong ? "plain count some" : "plain count", disabled: !totals.wrong });
    mend(this, this.general, this.generalProblems());
    clearTimeout(this.slow);
    set(this.wait, { text: "" });
    if (this.outbox.waiting.length) this.slow = setTimeout(() => set(this.wait, { text: this.say("checking") }), SLOW);
  }

  // --- what is selected ---------------------------------------------------------------------------------------

  node(id) {
    return this.nodes.find((node) => node.id === id) ?? null;
  }

  index(id) {
    return this.nodes.findIndex((node) => node.id === id);
  }

  nameOf(node) {
    return node.title ?? this.table.layers[node.layer]?.title ?? node.layer;
  }

  /** After an undo or a delete the selection stays where it was, on what is there now. */
  keepSelection() {
    if (this.selected === null) return;
    const at = this.index(this.selected);
    if (at < 0) this.selected = this.nodes[Math.min(this.selectedAt ?? 0, this.nodes.length - 1)]?.id ?? null;
    else this.selectedAt = at;
  }

  select(id, { focus = true } = {}) {
    const before = this.selected;
    this.selected = id;
    this.selectedAt = id ? this.index(id) : null;
    this.show();
    if (id) this.stack.reveal(id);
    if (focus) id ? this.stack.focus(id) : this.stack.focus(before ?? this.nodes[0]?.id);
  }

  selectAt(index) {
    const node = this.nodes[Math.max(0, Math.min(index, this.nodes.length - 1))];
    if (node) this.select(node.id);
  }

  step(along, across) {
    const at = Math.max(0, this.index(this.selected ?? this.nodes[0]?.id));
    this.selectAt(across ? this.stack.neighbour(at, across) : at + along);
  }

  refocus() {
    this.stack.focus(this.selected ?? this.nodes[0]?.id);
  }

  enterFields() {
    if (!this.selected) return;
    this.inspector.fields.querySelector("input, select, button")?.focus();
  }

  hasFocus(element) {
    return element.contains(focused(this.root));
  }

  /** Whether a text input holds what the document holds, so that undo is the document's. */
  untouched(target) {
    return this.hasFocus(this.inspector.fields) && !this.inspector.drawn?.some((field) => field.input === target && field.dirty());
  }

  // --- edits --------------------------------------------------------------------------------------------------

  send(...edits) {
    const network = this.network?.name;
    this.outbox.put(edits.map((edit) => ({ network, ...edit })));
    this.show();
  }

  setParam(edit, merge, how, same) {
    if (same) this.outbox.flush();
    else this.outbox.put([edit], how === "typing" ? TYPING : DONE, merge);
    this.show();
  }

  /** Blocks to use again, by the key that the palette has for each. */
  get blocks() {
    const as = (own) => (block) => [`${own ? "own" : "ready"}:${block.name}`, { ...block, own, kind: "block", search: "" }];
    return new Map([...this.table.blocks.map(as(false)), ...this.data.blocks.map(as(true))]);
  }

  /** Put a block in where `place` says: its layers come with Python's answer. */
  insertBlock(key, place) {
    const { name, own, title } = this.blocks.get(key);
    const id = freeId(this.network.groups, "block");
    this.send({ do: "insert_block", name, own, id, ...place });
    this.announce(this.say("added", { layer: title }));
    return id;
  }

  insert(layer, after) {
    if (this.blocks.has(layer)) return this.insertBlock(layer, { after });
    const id = freeId(this.nodes, layer);
    const row = this.table.layers[layer];
    this.selected = id;
    this.send({ do: "add", layer, params: {}, after, id });
    this.selectedAt = this.index(id);
    this.stack.reveal(id);
    this.stack.focus(id);
    this.announce(this.say("added", { layer: row?.title ?? layer }));
  }

  /** From the palette: after the selected layer, but never behind an output layer that already fits the task. */
  add(layer) {
    const output = this.index(this.network.output);
    const at = this.selected ? this.index(this.selected) : this.nodes.length - 1;
    const after = output > 0 && at >= output ? output - 1 : at;
    this.insert(layer, this.nodes[after]?.id ?? null);
  }

  movable() {
    const node = this.node(this.selected);
    return node && node.layer !== "Input" ? node : null;
  }

  moveAfter(id, after) {
    const at = this.index(id);
    if (after === id || this.nodes[at - 1]?.id === after) return;
    this.selected = id;
    this.send({ do: "move", node: id, after });
    this.select(id);
    this.announce(this.say("moved", { layer: this.nameOf(this.node(id)), place: this.index(id), of: this.nodes.length - 1 }));
  }

  shift(by) {
    const node = this.movable();
    const to = this.index(this.selected) + by;
    if (!node || to < 1 || to >= this.nodes.length) return;
    this.moveAfter(node.id, this.nodes[by > 0 ? to : to - 1].id);
  }

  duplicate() {
    const node = this.movable();
    if (!node) return;
    const id = freeId(this.network.nodes, node.layer);
    this.send({ do: "duplicate", node: node.id });
    this.select(id);
    this.announce(this.say("duplicated", { layer: this.nameOf(node) }));
  }

  toggle() {
    const node = this.movable();
    if (!node) return;
    this.send({ do: "switch", node: node.id, enabled: !node.enabled });
    this.announce(this.say(node.enabled ? "switched_off" : "switched_on", { layer: this.nameOf(node) }));
  }

  remove() {
    const node = this.movable();
    if (!node) return;
    const at = this.index(node.id);
    this.send({ do: "delete", nodes: [node.id] });
    this.selectAt(Math.min(at, this.nodes.length - 1));
    this.announce(this.say("deleted", { layer: this.nameOf(node) }));
  }

  repair(repair) {
    this.outbox.put(repair.edits);
    this.show();
    this.announce(repair.label);
    this.refocus();
  }

  history(which) {
    const allowed = which === "undo" ? this.data.can_undo || this.outbox.waiting.length : this.data.can_redo;
    if (!allowed) return;
    this.wentBack = this.data.networks;
    this.outbox.put([{ do: which }]);
    this.show();
    this.announce(this.say(which === "undo" ? "undone" : "redone"));
  }

  firstProblem() {
    const networks = this.networks;
    const index = networks.findIndex((network) => network.nodes.some((node) => node.problems?.length));
    if (index < 0) {
      this.general.querySelector("button")?.focus();
      return;
    }
    if (index !== this.shownNetwork) this.openNetwork(index);
    this.select(this.nodes.find((node) => node.problems?.length).id);
  }

  // --- telling ------------------------------------------------------------------------------------------------

  announce(sentence) {
    set(this.live, { text: "" });
    setTimeout(() => set(this.live, { text: sentence }), 30);
  }

  tip(element, sentence) {
    set(this.tooltip, { hidden: !element, text: sentence ?? "" });
    if (!element) return;
    const [frame, box] = [this.root.getBoundingClientRect(), element.getBoundingClientRect()];
    const left = Math.min(box.left - frame.left, frame.width - this.tooltip.offsetWidth - 4);
    const top = box.top - frame.top - this.tooltip.offsetHeight - 4;
    this.tooltip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  /** Show what the layer `id` puts out large beside `element`; a pointer that only passes over shows nothing. */
  peek(element, id) {
    clearTimeout(this.peekTimer);
    set(this.peeking.element, { hidden: true });
    if (!element) return;
    this.peekTimer = setTimeout(() => {
      const node = this.node(id);
      if (!node || !element.isConnected) return;
      this.peeking.show(this, node);
      const [frame, box, own] = [this.root, element, this.peeking.element].map((part) => part.getBoundingClientRect());
      const below = box.bottom - frame.top + 6;
      const above = box.top - frame.top - own.height - 6;
      const left = Math.min(Math.max(0, box.left - frame.left), frame.width - own.width);
      set(this.peeking.element, { style: { left: `${left}px`, top: `${below + own.height > frame.height ? above : below}px` } });
    }, 200);
  }

  /** Ask for the large picture of one unit; a pointer that only passes over asks for nothing. */
  focusUnit(node, unit) {
    clearTimeout(this.unitTimer);
    const wanted = node ? { node, unit } : null;
    this.unitTimer = setTimeout(() => {
      if (JSON.stringify(wanted) === JSON.stringify(this.unit ?? null)) return;
      this.unit = wanted;
      this.component.setStateValue("unit", wanted);
    }, node ? 150 : 250);
  }

  close() {
    this.stop.abort();
    this.resized.disconnect();
    this.outbox.close();
    clearTimeout(this.slow);
    clearTimeout(this.unitTimer);
    clearTimeout(this.peekTimer);
    bus.listeners.delete(this.heard);
    this.root.remove();
  }
}

/** What Streamlit calls at the first mount and again for each new `data`; the editor of a place is made once. */
export function mounted(Made) {
  const editors = new WeakMap();
  return (component, parts) => {
    const parent = component.parentElement;
    if (!editors.has(parent)) editors.set(parent, new Made(parent));
    editors.get(parent).update(component, parts);
    return () => {
      editors.get(parent)?.close();
      editors.delete(parent);
    };
  };
}

export default mounted(Editor);
