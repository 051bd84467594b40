// An editor of networks on the page: what the stack and the canvas have in common, and the state of one of them.
import type { EditorData, EditorOutbox, EditorParts, ShownRepair, UnitRequest } from "../messages";
import { layerOutputs } from "../shared/layer_outputs";
import { type Component, focusedWith } from "../shared/streamlit";
import { mend } from "./card";
import { applyEdit, type Edit, freeId, type Layer, type Network, type Row } from "./document";
import { arrange, fill, h, set, target, type Values } from "./dom";
import type { How } from "./fields";
import { anywhere, Help } from "./help";
import { Inspector } from "./inspector";
import type { Kind, View } from "./kind";
import { Outbox } from "./outbox";
import { peekOutput, ramp } from "./outputs";
import { Palette } from "./palette";

const TYPING_DELAY = 250;
const DONE_DELAY = 0;
const SLOW_ANSWER = 300;

type Timer = ReturnType<typeof setTimeout>;

export class Editor {
  // Made at the first update, when words and colours are there.
  root!: HTMLElement;
  kind!: Kind;
  inspector!: Inspector;
  palette!: Palette;
  help!: Help;
  readonly status = h("div", { class: "status" });
  readonly ask = h("button", { class: "plain", type: "button", "data-do": "help" });
  readonly tooltip = h("div", { class: "tip", role: "tooltip", hidden: true });
  private undo = h("button", { class: "plain", type: "button", "data-do": "undo" });
  private redo = h("button", { class: "plain", type: "button", "data-do": "redo" });
  private title = h("h2");
  private tabs = h("div", { class: "tabs", role: "tablist" });
  private hint = h("span", { class: "quiet hint" });
  private general = h("div", { class: "general problem", hidden: true });
  private totals = h("span");
  private count = h("button", { class: "plain count", type: "button" });
  private wait = h("span", { class: "quiet wait" });
  private live = h("div", { class: "unseen", "aria-live": "polite" });
  private peekPanel = peekOutput();

  data!: EditorData;
  parts!: EditorParts;
  paint!: EditorParts["colours"]["light"];
  /** 256 colours from negative to positive. */
  colours!: Uint32Array;
  dark?: boolean;
  network?: Network;
  shownNetwork = 0;
  nodes: Layer[] = [];
  selected: string | null = null;
  selectedAt: number | null = null;
  readonly stop = new AbortController();
  private component!: Component<EditorData>;
  private outbox: Outbox;
  private resizeObserver?: ResizeObserver;
  /** The hash of the parts of which Python knows that they have come. */
  private reportedHash?: string;
  /** The networks before an undo or redo that is not answered yet. */
  private previousNetworks: EditorData["networks"] | null = null;
  private tabsKey?: string;
  private unit: UnitRequest | null = null;
  private slowTimer?: Timer;
  private unitTimer?: Timer;
  private peekTimer?: Timer;

  constructor(
    private parent: HTMLElement,
    private css: string,
    private make: (editor: Editor) => Kind,
  ) {
    this.outbox = new Outbox((box) => {
      const message: EditorOutbox = { ...box, parts_hash: this.data.hash };
      this.component.setStateValue("outbox", message);
    }, applyEdit);
  }

  say = (word: string, values?: Values) => fill(this.parts.words[word] ?? word, values);

  get table() {
    return this.parts.table;
  }

  get view(): View {
    return this.kind.view;
  }

  private build() {
    this.kind = this.make(this);
    this.inspector = new Inspector(this);
    this.help = new Help(this);
    this.root = h("div", { class: "editor" });
    this.palette = new Palette(this);
    this.undo.onclick = () => this.history("undo");
    this.redo.onclick = () => this.history("redo");
    this.ask.onclick = () => this.help.open();
    this.count.onclick = () => this.firstProblem();
    const room = () => h("span", { class: "room" });
    const top = h("div", { class: "top" }, this.title, this.tabs, this.hint, room(), this.undo, this.redo, this.ask);
    this.status.append(this.totals, this.count, room(), this.wait);
    const canvas = h("div", { class: "canvas" }, this.view.area, this.general, this.status, this.palette.panel);
    const overlays = [this.help.element, this.tooltip, this.peekPanel.element, this.live];
    this.root.append(top, this.palette.chips, canvas, this.inspector.element, ...overlays);
    this.parent.append(h("style", { text: this.css }), this.root);
    this.listen();
    this.kind.afterBuild();
  }

  private listen() {
    const signal = { signal: this.stop.signal };
    this.view.list.onkeydown = (event) => {
      if (target(event).closest("button") || !this.kind.key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.selected) return;
      // From its fields back to the layer, where keys go on meaning it; from there, nothing is selected.
      if (this.hasFocus(this.inspector.element)) this.refocus();
      else this.select(null, { focus: false });
    });
    const onPage = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && anywhere(this, event)) event.preventDefault();
    };
    document.addEventListener("keydown", onPage, signal);
    layerOutputs.listeners.add(this.handleOutputs);
    this.resizeObserver = new ResizeObserver(() => this.view.nodes && this.view.layout(this.view.nodes));
    this.resizeObserver.observe(this.view.area);
  }

  private handleOutputs = () => this.show();

  /** Called for each answer of Python: the first, and one after every change. */
  update(component: Component<EditorData>, parts: EditorParts) {
    const { data } = component;
    this.component = component;
    this.data = data;
    this.parts = parts;
    this.outbox.handleAnswer(data.echo);
    if (data.parts && this.reportedHash !== data.hash) {
      this.reportedHash = data.hash;
      this.outbox.reportParts();
    }
    if (!this.root) this.build();
    if (this.previousNetworks && !this.outbox.queue.length) {
      const before = this.previousNetworks;
      this.previousNetworks = null;
      this.showWhatChanged(before);
    }
    this.theme();
    this.root.style.setProperty("--height", `${data.height}px`);
    this.show();
  }

  private theme() {
    const back = getComputedStyle(this.root).getPropertyValue("--st-background-color").trim();
    const bytes = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    const [r = 0, g = 0, b = 0] = bytes(back);
    const dark = back.startsWith("#") && 0.299 * r + 0.587 * g + 0.114 * b < 128;
    if (this.dark === dark) return;
    this.dark = dark;
    this.paint = this.parts.colours[dark ? "dark" : "light"];
    this.colours = ramp(this.paint.diverging.map(bytes) as Parameters<typeof ramp>[0]);
    this.root.style.setProperty("--white", this.paint.diverging[1]);
    set(this.root, { "data-theme": dark ? "dark" : "light" });
  }

  kindColour(kind: string): string {
    return this.paint.kinds[kind] ?? this.paint.kinds.block ?? "";
  }

  get networks(): Network[] {
    return this.outbox.applyQueue(this.data.networks);
  }

  /** What layers of the network that is shown put out, by node. */
  get outputs() {
    return layerOutputs.networks[this.network?.name ?? ""] ?? {};
  }

  show() {
    this.kind.beforeShow();
    const networks = this.networks;
    this.shownNetwork = Math.min(this.shownNetwork, networks.length - 1);
    this.network = networks[this.shownNetwork];
    this.nodes = this.kind.layersOf(this.network);
    this.keepSelection();
    const hadFocus = this.hasFocus(this.view.list);
    this.showTop(networks);
    this.palette.show();
    this.view.show(this.nodes);
    this.inspector.show(this.kind.inspectedLayer());
    this.showStatus();
    if (hadFocus && !this.hasFocus(this.root)) this.refocus();
    this.kind.afterShow();
  }

  private showTop(networks: Network[]) {
    const several = networks.length > 1;
    set(this.title, { text: this.say(several ? "networks" : "network") });
    set(this.hint, { text: this.say("drag_hint"), hidden: several });
    set(this.tabs, { hidden: !several });
    const hasProblem = (network: Network) => network.nodes.some((node) => node.problems?.length);
    const key = several
      ? JSON.stringify([networks.map((network) => [network.title, hasProblem(network)]), this.shownNetwork])
      : "";
    if (this.tabsKey !== key) {
      this.tabsKey = key;
      const at = this.hasFocus(this.tabs);
      arrange(
        this.tabs,
        several ? networks.map((network, index) => this.tab(network, index, hasProblem(network))) : [],
      );
      if (at) this.focusTab();
    }
    set(this.undo, { text: this.say("undo"), title: this.say("undo_key"), disabled: !this.canGo("undo") });
    set(this.redo, { text: this.say("redo"), title: this.say("redo_key"), disabled: !this.canGo("redo") });
    set(this.ask, { text: "?", "aria-label": this.say("key_help"), title: this.say("key_help") });
  }

  private focusTab() {
    (this.tabs.children[this.shownNetwork] as HTMLElement | undefined)?.focus();
  }

  private tab(network: Network, index: number, hasProblem: boolean): HTMLElement {
    const on = {
      click: () => this.openNetwork(index),
      keydown: (event: KeyboardEvent) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        this.openNetwork((index + step + this.networks.length) % this.networks.length);
        this.focusTab();
      },
    };
    const isShown = index === this.shownNetwork;
    const label = hasProblem ? this.say("tab_wrong", { network: network.title }) : null;
    const properties = {
      "aria-selected": String(isShown),
      "aria-label": label,
      tabindex: isShown ? 0 : -1,
      text: network.title,
    };
    return h("button", { class: hasProblem ? "tab wrong" : "tab", type: "button", role: "tab", ...properties, on });
  }

  private openNetwork(index: number) {
    this.kind.beforeOpen();
    this.shownNetwork = index;
    this.selected = null;
    this.show();
    this.kind.afterOpen();
  }

  /** Over the seam into another network: from an end to its input, from an input to the end that feeds it. */
  cross(name: string, side: "from" | "to") {
    const from = this.network?.name;
    const index = this.networks.findIndex((network) => network.name === name);
    if (index < 0) return;
    this.openNetwork(index);
    const back = this.nodes.find((node) => node.links?.some((link) => link.network === from && link.side !== side));
    this.select((back ?? this.nodes[0])?.id ?? null);
    this.announceNetwork();
  }

  /** The next network, or the one before. */
  turnNetwork(by: 1 | -1) {
    const count = this.networks.length;
    if (count < 2) return;
    this.openNetwork((this.shownNetwork + by + count) % count);
    this.refocus();
    this.announceNetwork();
  }

  private announceNetwork() {
    this.announce(this.network?.title ?? "");
  }

  /** After undo or redo: the network in which something has changed comes up. */
  private showWhatChanged(before: EditorData["networks"]) {
    const content = (network: EditorData["networks"][number]) =>
      JSON.stringify([
        network.nodes.map(({ id, layer, params, enabled, x, y }) => [id, layer, params, enabled, x, y]),
        network.edges.map(({ source, target, port }) => [source, target, port]),
      ]);
    const isChanged = this.data.networks.map((network) => {
      const old = before.find((entry) => entry.name === network.name);
      return !old || content(old) !== content(network);
    });
    const index = isChanged.indexOf(true);
    if (index >= 0 && !isChanged[this.shownNetwork]) this.openNetwork(index);
  }

  private showStatus() {
    const { totals } = this.data;
    set(this.totals, { text: totals.cost_text, hidden: !totals.cost_text });
    set(this.count, {
      text: totals.problem_text,
      class: totals.problem_count ? "plain count some" : "plain count",
      disabled: !totals.problem_count,
    });
    mend(this, this.general, this.kind.generalProblems());
    clearTimeout(this.slowTimer);
    set(this.wait, { text: "" });
    if (this.outbox.queue.length)
      this.slowTimer = setTimeout(() => set(this.wait, { text: this.say("checking") }), SLOW_ANSWER);
  }

  // --- what is selected ---------------------------------------------------------------------------------------

  index(id: string | null | undefined): number {
    return this.nodes.findIndex((node) => node.id === id);
  }

  nameOf(node: Layer): string {
    return node.title ?? node.name ?? this.table.layers[node.layer]?.title ?? node.layer;
  }

  /** After an undo or a delete the selection stays where it was, on what is there now. */
  private keepSelection() {
    if (this.selected === null) return;
    const at = this.index(this.selected);
    if (at >= 0) this.selectedAt = at;
    else if (!this.kind.node(this.selected)) {
      this.selected = this.nodes[Math.min(this.selectedAt ?? 0, this.nodes.length - 1)]?.id ?? null;
    }
  }

  select(requestedId: string | null, { focus = true } = {}) {
    const before = this.selected;
    const id = this.kind.selectionFor(requestedId);
    this.selected = id;
    this.selectedAt = id ? this.index(id) : null;
    this.show();
    if (id) this.view.reveal(id);
    if (focus) this.view.focus(id ?? before ?? this.nodes[0]?.id);
  }

  selectAt(index: number) {
    const node = this.nodes[Math.max(0, Math.min(index, this.nodes.length - 1))];
    if (node) this.select(node.id);
  }

  refocus() {
    this.view.focus(this.selected ?? this.nodes[0]?.id);
  }

  enterFields() {
    if (!this.selected) return;
    this.inspector.fields.querySelector<HTMLElement>("input, select, button")?.focus();
  }

  hasFocus(element: Element): boolean {
    return element.contains(focusedWith(this.root));
  }

  /** Whether a text input holds what the document holds, so that undo is the document's. */
  isUnchanged(element: unknown): boolean {
    return this.hasFocus(this.inspector.fields) && !this.inspector.holdsText(element);
  }

  // --- edits --------------------------------------------------------------------------------------------------

  send(...edits: Edit[]) {
    this.kind.beforeSend();
    const network = this.network?.name;
    this.outbox.put(edits.map((edit) => ({ network, ...edit })));
    this.show();
  }

  setParam(edit: Edit, merge: string, how: How, same: boolean) {
    if (same) this.outbox.flush();
    else this.outbox.put([edit], how === "typing" ? TYPING_DELAY : DONE_DELAY, merge);
    this.show();
  }

  /** Blocks to use again, by the key that the palette has for each. */
  get blocks(): Map<string, Row & { own: boolean; name: string }> {
    const row = (block: EditorData["blocks"][number], own: boolean) => {
      const paletteRow = { ...block, own, kind: "block", search: "", inputs: [1, 1] as [number, number] };
      return [`${own ? "own" : "ready"}:${block.name}`, paletteRow] as const;
    };
    return new Map([
      ...this.table.blocks.map((block) => row(block, false)),
      ...this.data.blocks.map((block) => row(block, true)),
    ]);
  }

  /** Put a block in where `place` says: its layers come with Python's answer. Gives its id. */
  insertBlock(key: string, place: Record<string, unknown>): string {
    const block = this.blocks.get(key);
    const id = freeId(this.network?.groups ?? [], "block");
    this.send({ do: "insert_block", name: block?.name, own: block?.own, id, ...place });
    this.announce(this.say("added", { layer: block?.title }));
    return id;
  }

  repair(repair: ShownRepair) {
    this.outbox.put(repair.edits);
    this.show();
    this.announce(repair.label);
    this.refocus();
  }

  /** Whether there is an edit to undo, or an undone one, counting what is not answered yet. */
  private canGo(which: "undo" | "redo"): boolean {
    const { can_undo, can_redo } = this.data;
    const last = this.outbox.queue.at(-1)?.edits[0]?.do;
    if (which === "undo") return can_undo || last !== undefined;
    return last === undefined ? can_redo : last === "undo" || (last === "redo" && can_redo);
  }

  history(which: "undo" | "redo") {
    if (!this.canGo(which)) return;
    this.previousNetworks = this.data.networks;
    this.outbox.put([{ do: which }]);
    this.show();
    this.announce(this.say(which === "undo" ? "undone" : "redone"));
  }

  private firstProblem() {
    const wrongLayer = (nodes: Layer[]) => nodes.find((node) => node.problems?.length);
    const index = this.networks.findIndex((network) => wrongLayer(network.nodes));
    if (index < 0) {
      this.general.querySelector("button")?.focus();
      return;
    }
    if (index !== this.shownNetwork) this.openNetwork(index);
    const node = wrongLayer(this.network?.nodes ?? []);
    if (node) this.select(node.id);
  }

  // --- telling ------------------------------------------------------------------------------------------------

  announce(sentence: string) {
    set(this.live, { text: "" });
    setTimeout(() => set(this.live, { text: sentence }), 30);
  }

  tip(element: Element | null, sentence?: string) {
    set(this.tooltip, { hidden: !element, text: sentence ?? "" });
    this.tooltip.classList.remove("refusal");
    if (!element) return;
    const [frame, box] = [this.root.getBoundingClientRect(), element.getBoundingClientRect()];
    const left = Math.min(box.left - frame.left, frame.width - this.tooltip.offsetWidth - 4);
    const top = box.top - frame.top - this.tooltip.offsetHeight - 4;
    this.tooltip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  /** Show what the layer `id` puts out large beside `element`; a pointer that only passes over shows nothing. */
  peek(element: Element | null, id?: string) {
    clearTimeout(this.peekTimer);
    set(this.peekPanel.element, { hidden: true });
    if (!element || !id) return;
    this.peekTimer = setTimeout(() => {
      const node = this.kind.node(id);
      if (!node || !element.isConnected) return;
      this.peekPanel.show(this, node);
      const [frame, box] = [this.root.getBoundingClientRect(), element.getBoundingClientRect()];
      const size = this.peekPanel.element.getBoundingClientRect();
      const below = box.bottom - frame.top + 6;
      const above = box.top - frame.top - size.height - 6;
      const left = Math.min(Math.max(0, box.left - frame.left), frame.width - size.width);
      const top = below + size.height > frame.height ? above : below;
      set(this.peekPanel.element, { style: { left: `${left}px`, top: `${top}px` } });
    }, 200);
  }

  /** Ask for the large picture of one unit; a pointer that only passes over asks for nothing. */
  focusUnit(unit: UnitRequest | null) {
    clearTimeout(this.unitTimer);
    this.unitTimer = setTimeout(
      () => {
        if (JSON.stringify(unit) === JSON.stringify(this.unit)) return;
        this.unit = unit;
        this.component.setStateValue("unit", unit);
      },
      unit ? 150 : 250,
    );
  }

  close() {
    this.stop.abort();
    this.resizeObserver?.disconnect();
    this.outbox.close();
    clearTimeout(this.slowTimer);
    clearTimeout(this.unitTimer);
    clearTimeout(this.peekTimer);
    layerOutputs.listeners.delete(this.handleOutputs);
    this.root?.remove();
    this.kind?.close();
  }
}
