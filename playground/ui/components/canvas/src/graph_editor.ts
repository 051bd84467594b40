// The editor with a graph in the place of the stack: what hands and keys do to layers and edges.
import type { Connection, FinalConnectionState } from "@xyflow/react";
import { freeId } from "editor/document.js";
import { h, set, takesText } from "editor/dom.js";
import { Editor } from "editor/main.js";
import type { Made } from "editor/stack.js";
import { fromClipboard, toClipboard } from "./clipboard";
import css from "./canvas.css";
import { type Edge, type Edit, type Layer, type Network, type Point, applied, edgeId, into, outOf } from "./document";
import { SHEET, onGraph } from "./keys";
import { refusal } from "./rules";
import { type Drop, GraphView, type ShapeEdge } from "./view";
import flowCss from "../node_modules/@xyflow/react/dist/base.css";
import stackCss from "../../editor/editor.css";

const TOLD = 5000;
const NUDGE = 20;
const BESIDE = 34;

export class GraphEditor extends Editor {
  declare stack: GraphView;
  declare parts: { css: string };
  chosen = new Set<string>();
  chosenEdge: string | null = null;
  connecting: { source: string; target: string | null } | null = null;
  overview: HTMLElement | null = null;
  override sheet: [string, string][] = [];
  private many!: HTMLElement;
  private tools: HTMLElement[] = [];
  private quiet?: ReturnType<typeof setTimeout>;

  // --- the view -------------------------------------------------------------------------------------------------

  view() {
    return new GraphView(this);
  }

  applied(networks: Network[], edit: Edit) {
    return applied(networks, edit);
  }

  onView(event: KeyboardEvent) {
    return onGraph(this, event);
  }

  dragCards() {}

  override build() {
    this.parts = { ...this.parts, css: `${flowCss}\n${stackCss}\n${css}` };
    this.overview = h("div", { class: "overview" });
    super.build();
    this.root.classList.add("graphs");
    const press = (word: string, action: () => void, sign?: string) => {
      const button = h("button", { class: "plain", type: "button", "data-do": word, on: { click: action } });
      button.dataset.sign = sign ?? "";
      this.tools.push(button);
      return button;
    };
    this.ask.before(press("tidy", () => this.tidy()));
    const zooms = h(
      "div",
      { class: "zooms" },
      press("fit", () => this.stack.fit(true)),
      press("zoom_in", () => this.stack.zoom(1.25), "+"),
      press("zoom_out", () => this.stack.zoom(0.8), "−"),
    );
    this.status.append(zooms, this.overview);
    this.many = h("div", { class: "many actions", role: "toolbar" });
    this.inspector.element.append(this.many);
    const signal = { signal: this.stop.signal };
    for (const kind of ["copy", "cut", "paste"] as const) {
      document.addEventListener(kind, (event) => this.clipboard(kind, event), signal);
    }
  }

  override show() {
    this.pruneChosen();
    super.show();
    this.showMany();
  }

  override showTop(networks: Network[]) {
    super.showTop(networks);
    this.sheet = SHEET.map(([keys, word]) => [keys.startsWith("=") ? this.say(keys.slice(1)) : keys, word]);
    for (const button of this.tools) {
      const word = button.dataset.do!;
      const said = this.say(word);
      set(button, { text: button.dataset.sign || said, title: this.say(`${word}_key`), "aria-label": said });
    }
  }

  override openNetwork(index: number) {
    this.chosen = new Set();
    this.chosenEdge = null;
    super.openNetwork(index);
    this.stack.fit(false);
  }

  get edges(): Edge[] {
    return this.network?.edges ?? [];
  }

  /** What leads in and out, for the words of a card. */
  around(id: string): [string[], string[]] {
    return [into(this.edges, id).map((edge) => edge.source), outOf(this.edges, id).map((edge) => edge.target)];
  }

  colourOf(id: string): string {
    const node = this.node(id);
    if (!node) return this.kindColour("block");
    return this.kindColour(node.output ? "output" : (this.table.layers[node.layer]?.kind ?? "block"));
  }

  /** A card of the stack as a part of a graph: no list, but a button that is pressed while it is selected. */
  dress({ element, part }: Made, node: Layer, position: number) {
    const selected = this.chosen.has(node.id);
    element.classList.toggle("selected", selected);
    element.classList.toggle("aimed", this.connecting?.target === node.id);
    const [from, to] = this.around(node.id);
    const words = [
      part.option.getAttribute("aria-label"),
      from.length ? this.say("from", { names: from.join(", ") }) : "",
      to.length ? this.say("to", { names: to.join(", ") }) : "",
    ];
    set(part.option, {
      role: "button",
      "aria-pressed": String(selected),
      "aria-selected": null,
      "aria-setsize": null,
      "aria-posinset": null,
      tabindex: this.selected === node.id || (!this.selected && position === 0) ? 0 : -1,
      "aria-label": words.filter(Boolean).join(", "),
    });
    part.problem.classList.add("nodrag");
  }

  // --- what is selected -----------------------------------------------------------------------------------------

  inspected(): Layer | null {
    return this.chosen.size === 1 && !this.chosenEdge ? this.node(this.selected) : null;
  }

  hintWords(): string {
    const edge = this.edge();
    if (edge) return this.say("edge_selected", edge);
    if (this.chosen.size > 1) return this.say("many_selected", { count: this.chosen.size });
    return this.say("select_hint");
  }

  edge(): Edge | null {
    return this.edges.find((edge) => edgeId(edge) === this.chosenEdge) ?? null;
  }

  private pruneChosen() {
    const network: Network | undefined = this.networks[Math.min(this.shownNetwork, this.networks.length - 1)];
    const there = new Set(network?.nodes.map((node) => node.id));
    const kept = [...this.chosen].filter((id) => there.has(id));
    if (this.selected && !there.has(this.selected)) {
      // After an undo or a delete the selection stays where it was, on what is there now.
      const at = Math.min(this.selectedAt ?? 0, there.size - 1);
      this.selected = kept.at(-1) ?? network?.nodes[at]?.id ?? null;
      if (!kept.length && this.selected) kept.push(this.selected);
    }
    if (this.selected && !kept.includes(this.selected)) kept.push(this.selected);
    if (kept.length !== this.chosen.size) this.chosen = new Set(kept);
    if (this.chosenEdge && !network?.edges.some((edge) => edgeId(edge) === this.chosenEdge)) this.chosenEdge = null;
  }

  override select(id: string | null, options: { focus?: boolean } = {}) {
    this.chosen = new Set(id ? [id] : []);
    this.chosenEdge = null;
    super.select(id, options);
  }

  choose(ids: Set<string>, last?: string) {
    const before = this.selected;
    this.chosen = ids;
    if (ids.size) this.chosenEdge = null;
    const added = last ?? (before && ids.has(before) ? before : [...ids].at(-1));
    this.selected = added ?? null;
    this.selectedAt = this.selected ? this.index(this.selected) : null;
    this.show();
  }

  chooseEdge(id: string | null) {
    this.chosenEdge = id;
    if (id) {
      this.chosen = new Set();
      this.selected = null;
    }
    this.show();
  }

  clicked(id: string) {
    if (this.chosen.has(id)) {
      this.selected = id;
      this.selectedAt = this.index(id);
      this.show();
    }
    this.stack.focus(id);
  }

  clickedNothing() {
    this.connecting = null;
    this.select(null, { focus: false });
    this.stack.focus(undefined);
  }

  /** The focus came to a card: by Tab it is selected, unless a hand or the editor brought it. */
  cameTo(id: string) {
    if (this.stack.returning || this.stack.pressed || this.chosen.size) return;
    this.select(id, { focus: false });
  }

  private showMany() {
    const several = this.chosen.size > 1;
    const edge = this.edge();
    const off = this.movables().some((node) => node.enabled);
    const names: [string, () => void][] = several
      ? [
          ["copy", () => this.copy()],
          ["duplicate", () => this.duplicate()],
          [off ? "switch_off" : "switch_on", () => this.toggle()],
          ["delete", () => this.remove()],
        ]
      : edge
        ? [["cut_edge", () => this.remove()]]
        : [];
    const key = JSON.stringify([names.map(([word]) => word), this.data.hash]);
    set(this.many, { hidden: !names.length, "aria-label": this.hintWords() });
    if (this.many.dataset.key === key) return;
    this.many.dataset.key = key;
    const button = ([word, press]: [string, () => void]) => {
      // These buttons go with the selection, and the focus must not go with them.
      const click = () => {
        press();
        this.refocus();
      };
      const title = this.say(`${word}_key`);
      return h("button", { class: "plain", type: "button", "data-do": word, text: this.say(word), title, on: { click } });
    };
    this.many.replaceChildren(...names.map(button));
  }

  actionsFor(node: Layer): [string, string | null, () => void, boolean?][] {
    return [
      ["copy", null, () => this.copy()],
      ["duplicate", null, () => this.duplicate()],
      [node.enabled ? "switch_off" : "switch_on", null, () => this.toggle()],
      ["delete", null, () => this.remove()],
    ];
  }

  /** The layers that are selected and may be copied, switched or deleted: all but the input. */
  movables(): Layer[] {
    return this.nodes.filter((node) => this.chosen.has(node.id) && node.layer !== "Input");
  }

  // --- going about by keyboard ----------------------------------------------------------------------------------

  /** Along the data with → and ←, to what the eye sees above or below with ↑ and ↓. */
  neighbour(from: string, x: number, y: number): string | null {
    const along = x > 0 ? this.around(from)[1] : x < 0 ? this.around(from)[0] : [];
    const here = this.stack.box(from);
    const middle = (id: string) => {
      const box = this.stack.box(id);
      return [box.x + box.width / 2 - here.x - here.width / 2, box.y + box.height / 2 - here.y - here.height / 2];
    };
    const cost = (id: string) => {
      const [dx, dy] = middle(id);
      return Math.abs(x * dx + y * dy) + 2 * Math.abs(x * dy + y * dx);
    };
    const candidates = along.length
      ? along
      : this.nodes.map((node) => node.id).filter((id) => id !== from && middle(id)[0] * x + middle(id)[1] * y > 1);
    return candidates.reduce<string | null>((best, id) => (best === null || cost(id) < cost(best) ? id : best), null);
  }

  go(x: number, y: number, also: boolean) {
    const from = this.connecting?.target ?? this.selected ?? null;
    const next = from ? this.neighbour(from, x, y) : this.nodes[0]?.id;
    if (!next) return;
    if (this.connecting) return this.aim(next);
    if (!also) return this.select(next);
    this.choose(new Set([...this.chosen, next]), next);
    this.stack.reveal(next);
    this.stack.focus(next);
  }

  nudge(x: number, y: number) {
    if (!this.chosen.size) return;
    const at = new Map([...this.chosen].map((id) => [id, { x: this.stack.box(id).x + NUDGE * x, y: this.stack.box(id).y + NUDGE * y }]));
    this.placed(at, null);
    if (this.selected) this.stack.reveal(this.selected);
  }

  chooseAll() {
    this.choose(new Set(this.nodes.map((node) => node.id)));
  }

  nextEdge() {
    const around = this.edges.filter((edge) => edge.source === this.edgeOf || edge.target === this.edgeOf);
    if (!around.length) return;
    const at = around.findIndex((edge) => edgeId(edge) === this.chosenEdge);
    const next = around[(at + 1) % around.length];
    this.chooseEdge(edgeId(next));
    this.announce(this.say("edge_selected", next));
    this.stack.focus(undefined);
  }

  /** The layer whose edges E walks through: kept while an edge is selected. */
  private get edgeOf(): string | null {
    if (this.selected) this.walked = this.selected;
    return this.walked;
  }

  private walked: string | null = null;

  startConnecting() {
    if (!this.selected) return;
    this.connecting = { source: this.selected, target: null };
    this.announce(this.say("connecting", { source: this.selected }));
    this.tell(this.selected, this.say("connecting", { source: this.selected }), "stays");
  }

  private aim(id: string) {
    this.connecting!.target = id;
    const { source } = this.connecting!;
    const why = this.refusal(source, id);
    this.show();
    this.stack.reveal(id);
    this.announce([this.nameOf(this.node(id)!), why].filter(Boolean).join(": "));
    if (why) this.tell(id, why, "stays");
    else this.hush();
  }

  endConnecting(take: boolean) {
    const made = this.connecting;
    this.connecting = null;
    this.hush();
    if (take && made?.target) this.connect(made.source, made.target, null);
    this.show();
    this.stack.focus(made?.source);
  }

  // --- edges ----------------------------------------------------------------------------------------------------

  refusal(source: string, target: string, edges = this.edges): string | null {
    const why = refusal(this.nodes, edges, this.table.layers, source, target);
    return why ? this.say(why.word, why.values) : null;
  }

  connect(source: string, target: string, port: number | null) {
    const why = this.refusal(source, target);
    if (why) return this.tell(target, why);
    const taken = into(this.edges, target).some((edge) => edge.port === port);
    this.send({ do: "connect", source, target, port: taken ? null : port });
    this.announce(this.say("connected", { source, target }));
  }

  /** Let go over a card instead of a port: the next free port is meant. Over nothing: nothing. */
  connectEnded(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    if (state.isValid || !state.fromHandle) return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    const other = state.toHandle?.nodeId ?? this.stack.nodeAt(point.clientX, point.clientY);
    if (!other || other === state.fromHandle.nodeId) return;
    const own = state.fromHandle.nodeId;
    const [source, target] = state.fromHandle.type === "source" ? [own, other] : [other, own];
    const port = state.toHandle && state.toHandle.type === "target" ? Number(state.toHandle.id) : null;
    this.connect(source, target, port);
  }

  reconnect(old: ShapeEdge, made: Connection) {
    const edge = this.edges.find((entry) => edgeId(entry) === old.id);
    const same = edge && edge.source === made.source && edge.target === made.target;
    if (!edge || (same && String(edge.port) === made.targetHandle)) return;
    const rest = this.edges.filter((entry) => entry !== edge);
    const port = Number(made.targetHandle);
    const why = this.refusal(made.source, made.target, rest);
    if (why) return this.tell(made.target, why);
    const { source, target } = edge;
    const taken = into(rest, made.target).some((entry) => entry.port === port);
    this.send(
      { do: "disconnect", source, target, port: edge.port },
      { do: "connect", source: made.source, target: made.target, port: taken ? null : port },
    );
  }

  // --- layers ---------------------------------------------------------------------------------------------------

  /** Layers were moved: the others stay where they are seen, so that all have a place from now on. */
  placed(at: Map<string, Point>, edge: Edge | null) {
    const [only] = at.keys();
    if (edge && only) {
      this.send({ do: "splice", node: only, source: edge.source, target: edge.target, port: edge.port }, this.allPlaces(at));
    } else {
      this.send(this.allPlaces(at));
    }
    this.stack.focus(this.selected ?? only);
  }

  private allPlaces(moved: Map<string, Point>): Edit {
    const all = this.stack.pinned ? moved : new Map([...this.stack.places, ...moved]);
    const at = Object.fromEntries([...all].map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]));
    return { do: "place", at };
  }

  tidy() {
    if (this.stack.pinned) this.send({ do: "place", at: null });
    this.stack.fit(false);
    this.announce(this.say("tidied"));
    this.refocus();
  }

  /** From the palette, by a click or Enter. */
  add(layer: string, branch = false) {
    const id = freeId(this.nodes, layer);
    const row = this.table.layers[layer];
    const edge = this.edge();
    const chosen = this.nodes.filter((node) => this.chosen.has(node.id));
    const loose: Edit = { do: "add", layer, params: {}, loose: true, id };
    if (edge) {
      return this.arrive(id, layer, { do: "insert_before", node: edge.target, source: edge.source, port: edge.port, layer, params: {}, id });
    }
    if (row && row.inputs[1] > 1 && (chosen.length > 1 || branch)) {
      return this.arrive(id, layer, loose, ...chosen.map((node) => ({ do: "connect", source: node.id, target: id })));
    }
    const selected = this.node(this.selected);
    if (branch && selected) {
      return this.arrive(id, layer, loose, { do: "connect", source: selected.id, target: id });
    }
    const output = this.node(this.network?.output ?? null);
    const before = output ? into(this.edges, output.id) : [];
    if (output && before.length === 1 && (!selected || selected === output)) {
      return this.arrive(id, layer, { do: "insert_before", node: output.id, source: before[0].source, port: before[0].port, layer, params: {}, id });
    }
    const after = selected ?? this.nodes.filter((node) => !outOf(this.edges, node.id).length).at(-1);
    this.arrive(id, layer, { do: "add", layer, params: {}, after: after?.id ?? null, id });
  }

  /** From the palette, dropped on an edge or on free ground. */
  drop(layer: string, drop: Drop) {
    const id = freeId(this.nodes, layer);
    const { edge } = drop;
    if (edge) {
      this.arrive(id, layer, { do: "insert_before", node: edge.target, source: edge.source, port: edge.port, layer, params: {}, id });
    } else {
      this.arrive(id, layer, { do: "add", layer, params: {}, loose: true, id }, this.allPlaces(new Map([[id, drop]])));
    }
  }

  private arrive(id: string, layer: string, ...edits: Edit[]) {
    this.chosen = new Set([id]);
    this.chosenEdge = null;
    this.selected = id;
    this.send(...edits);
    this.selectedAt = this.index(id);
    this.stack.reveal(id);
    this.stack.focus(id);
    this.announce(this.say("added", { layer: this.table.layers[layer]?.title ?? layer }));
  }

  override duplicate() {
    const nodes = this.movables();
    if (nodes.length === 1 && this.selected === nodes[0].id) return super.duplicate();
    if (nodes.length) this.pasteOwn(this.copied(nodes));
  }

  toggle() {
    const nodes = this.movables();
    if (!nodes.length) return;
    const enabled = !nodes.some((node) => node.enabled);
    this.send(...nodes.map((node) => ({ do: "switch", node: node.id, enabled })));
    const layer = nodes.map((node) => this.nameOf(node)).join(", ");
    this.announce(this.say(enabled ? "switched_on" : "switched_off", { layer }));
  }

  remove() {
    const edge = this.edge();
    if (edge) {
      this.chosenEdge = null;
      this.send({ do: "disconnect", source: edge.source, target: edge.target, port: edge.port });
      this.announce(this.say("disconnected", edge));
      return this.select(edge.source);
    }
    const nodes = this.movables();
    if (!nodes.length) {
      if (this.chosen.size) this.announce(this.say("input_stays"));
      return;
    }
    const [at, before] = [this.index(nodes[0].id), this.around(nodes[0].id)[0]];
    this.chosen = new Set();
    this.selected = null;
    this.send({ do: "delete", nodes: nodes.map((node) => node.id) });
    const next = before.find((id) => this.node(id)) ?? this.nodes[Math.min(at, this.nodes.length - 1)]?.id ?? null;
    this.select(next);
    const one = nodes.length === 1;
    this.announce(this.say(one ? "deleted" : "deleted_many", { layer: this.nameOf(nodes[0]), count: nodes.length }));
  }

  // --- copy and paste -------------------------------------------------------------------------------------------

  private copied(nodes: Layer[]) {
    const names = new Set(nodes.map((node) => node.id));
    const edges = this.edges.filter((edge) => names.has(edge.source) && names.has(edge.target));
    return {
      nodes: nodes.map(({ id, layer, params, enabled }) => ({ id, layer, params, enabled, ...this.stack.places.get(id) })),
      edges: edges.map(({ source, target, port }) => ({ source, target, port })),
    };
  }

  copy() {
    const nodes = this.movables();
    if (!nodes.length) return;
    toClipboard(null, this.copied(nodes));
    this.announce(this.say("copied", { count: nodes.length }));
  }

  private clipboard(kind: "copy" | "cut" | "paste", event: ClipboardEvent) {
    if (!this.hasFocus(this.root) || takesText(event.composedPath()[0])) return;
    if (kind === "paste") {
      const came = fromClipboard(event.clipboardData);
      if (!came) return this.tell(this.selected, this.say("nothing_to_paste"));
      event.preventDefault();
      if (came.own) this.pasteOwn(came);
      else this.send({ do: "paste", nodes: came.nodes, edges: came.edges });
      return;
    }
    const nodes = this.movables();
    if (!nodes.length) return;
    event.preventDefault();
    toClipboard(event.clipboardData, this.copied(nodes));
    if (kind === "cut") this.remove();
    else this.announce(this.say("copied", { count: nodes.length }));
  }

  /** What was copied here has free names at once, so that it is seen and selected before the answer. */
  private pasteOwn(came: { nodes: Partial<Layer>[]; edges: Edge[] }) {
    const taken: { id: string }[] = [...this.nodes];
    const names = new Map<string, string>();
    const nodes = came.nodes.map((node) => {
      const id = freeId(taken, node.layer!);
      taken.push({ id });
      names.set(node.id!, id);
      const at = this.stack.pinned ? { x: (node.x ?? 0) + BESIDE, y: (node.y ?? 0) + BESIDE } : { x: null, y: null };
      return { ...node, ...at, id };
    });
    const edges = came.edges.map((edge) => ({ ...edge, source: names.get(edge.source)!, target: names.get(edge.target)! }));
    this.chosen = new Set(nodes.map((node) => node.id));
    this.selected = nodes.at(-1)!.id;
    this.chosenEdge = null;
    this.send({ do: "paste", own: true, nodes, edges });
    this.stack.focus(this.selected);
    this.announce(this.say("pasted", { count: nodes.length }));
  }

  // --- telling --------------------------------------------------------------------------------------------------

  /** A sentence at a layer: for a while, until the hand has left, or until it is taken away. */
  tell(id: string | null, sentence: string, how: "while" | "hover" | "stays" = "while") {
    clearTimeout(this.quiet);
    this.told = how;
    const card = (id && this.stack.options.get(id)?.closest(".card")) || this.stack.area;
    this.tip(card, sentence);
    this.tooltip.classList.toggle("refusal", how !== "stays");
    if (how === "stays") return;
    this.announce(sentence);
    if (how === "while") this.quiet = setTimeout(() => this.tip(null), TOLD);
  }

  /** Take the sentence away; the hand that leaves takes only what came with it. */
  hush(how: "hover" | "stays" = "stays") {
    if (how === "hover" && this.told !== "hover") return;
    clearTimeout(this.quiet);
    this.tip(null);
  }

  private told = "";

  override close() {
    clearTimeout(this.quiet);
    super.close();
    this.stack.close();
  }
}
