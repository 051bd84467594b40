// What hands and keys do to a network that is shown as a graph.
import type { Connection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import {
  asLayer,
  type Block,
  blockOf,
  blockOfCard,
  cardId,
  exitOf,
  isBlock,
  openOf,
  sourcesOf,
  type VisibleEdge,
  type VisibleGraph,
  visibleGraph,
} from "../editor/blocks";
import type { Card } from "../editor/card";
import {
  type Edge,
  type Edit,
  edgeId,
  freeId,
  into,
  type Layer,
  type Network,
  outOf,
  type Point,
  type Row,
} from "../editor/document";
import { h, set, takesText } from "../editor/dom";
import { draggable } from "../editor/drag";
import type { Editor } from "../editor/editor";
import type { Sheet } from "../editor/help";
import type { Action, Kind } from "../editor/kind";
import { arriving, type Came, type Copied, fromClipboard, type Said, toClipboard } from "./clipboard";
import { onGraph, SHEET } from "./keys";
import { type Picture, picture } from "./picture";
import { refusal } from "./rules";
import { SavePicture } from "./save";
import { type Drop, GraphView } from "./view";

const TOLD = 5000;
const NUDGE = 20;
const BESIDE = 34;

export class GraphEditor implements Kind {
  readonly view: GraphView;
  readonly overview = h("div", { class: "overview" });
  readonly saves: SavePicture;
  chosen = new Set<string>();
  chosenEdge: string | null = null;
  connecting: { source: string; target: string | null } | null = null;
  private shownAs: VisibleGraph = { nodes: [], edges: [] };
  /** A block that comes with Python's answer and is to be selected then. */
  private awaited: string | null = null;
  private many = h("div", { class: "many actions", role: "toolbar" });
  private tools: Array<{ button: HTMLElement; word: string; sign?: string }> = [];
  private quiet?: ReturnType<typeof setTimeout>;

  constructor(readonly editor: Editor) {
    this.view = new GraphView(this);
    this.saves = new SavePicture(this);
  }

  // --- its place in the editor ----------------------------------------------------------------------------------

  sheet(): Sheet {
    return SHEET.map(([keys, word]) => [keys.startsWith("=") ? this.editor.say(keys.slice(1)) : keys, word]);
  }

  key(event: KeyboardEvent) {
    return onGraph(this, event);
  }

  dragLayers(source: HTMLElement, layerAt: (pressed: Element) => string | null) {
    draggable<Drop>(this.editor, this.view, source, (pressed) => {
      const layer = layerAt(pressed);
      return layer === null ? null : this.editor.palette.thing(layer, (drop) => this.drop(layer, drop));
    });
  }

  built() {
    const { editor, view } = this;
    editor.root.classList.add("graphs");
    const press = (word: string, action: () => void, sign?: string) => {
      const button = h("button", { class: "plain", type: "button", "data-do": word, on: { click: action } });
      this.tools.push({ button, word, sign });
      return button;
    };
    editor.ask.before(
      press("tidy", () => this.tidy()),
      this.saves.element,
    );
    const zooms = h(
      "div",
      { class: "zooms" },
      press("fit", () => view.fit(true)),
      press("zoom_in", () => view.zoom(1.25), "+"),
      press("zoom_out", () => view.zoom(0.8), "−"),
      ...(document.fullscreenEnabled ? [press("screen", () => this.fillScreen(), "⤢")] : []),
    );
    editor.root.addEventListener("fullscreenchange", () => {
      view.layout(editor.nodes);
      view.fit(true);
    });
    editor.status.append(zooms, this.overview);
    editor.inspector.element.append(this.many);
    const signal = { signal: editor.stop.signal };
    for (const kind of ["copy", "cut", "paste"] as const) {
      document.addEventListener(kind, (event) => this.clipboard(kind, event), signal);
    }
  }

  showing() {
    this.pruneChosen();
  }

  shown() {
    this.saves.show();
    for (const { button, word, sign } of this.tools) {
      const said = this.editor.say(word);
      set(button, { text: sign ?? said, title: this.editor.say(`${word}_key`), "aria-label": said });
    }
    this.showMany();
  }

  opening() {
    this.chosen = new Set();
    this.chosenEdge = null;
  }

  opened() {
    this.view.fit(false);
  }

  sending() {
    this.notices = [];
  }

  /** The whole editor on the whole screen, for a large network or for a class; the browser has Esc to come back. */
  fillScreen() {
    const done = this.editor.root.matches(":fullscreen")
      ? document.exitFullscreen()
      : this.editor.root.requestFullscreen();
    done.catch(() => this.tell(null, this.editor.say("no_screen")));
  }

  /** The edges that are seen; `real` are those of the document. */
  get edges(): VisibleEdge[] {
    return this.shownAs.edges;
  }

  get realEdges(): Edge[] {
    return this.editor.network?.edges ?? [];
  }

  get groups(): Block[] {
    return this.editor.network?.groups ?? [];
  }

  layersOf(network: Network | undefined) {
    this.shownAs = visibleGraph(network);
    return this.shownAs.nodes;
  }

  /** A card, or a block that is framed. */
  node(id: string | null): Layer | null {
    const block = id ? blockOfCard(this.groups, id) : null;
    if (block && !block.folded) return asLayer(block, this.editor.network?.nodes ?? []);
    return this.editor.nodes.find((node) => node.id === id) ?? null;
  }

  /** The block that is selected. */
  get block(): Block | null {
    return this.chosen.size === 1 && this.editor.selected ? blockOfCard(this.groups, this.editor.selected) : null;
  }

  /** What is seen of a layer: its card, or that of the folded block that it is in. */
  cardOf(id: string): string {
    const block = isBlock(id) ? null : blockOf(this.groups, id);
    return block?.folded ? cardId(block) : id;
  }

  /** The layers of the document that cards and frames stand for. */
  members(ids: Iterable<string>): string[] {
    return [...new Set([...ids].flatMap((id) => blockOfCard(this.groups, id)?.nodes ?? [id]))];
  }

  private called = (id: string) => blockOfCard(this.groups, id)?.name ?? id;

  rowOf(node: Layer): Row | undefined {
    const { table } = this.editor;
    if (!isBlock(node.id)) return table.layers[node.layer];
    return {
      kind: "block",
      title: node.title ?? "",
      help: this.editor.say("block_help"),
      inputs: [1, 1],
      schemas: table.block,
    };
  }

  editOf(node: Layer, field: string, value: unknown): Edit {
    const group = blockOfCard(this.groups, node.id)?.id;
    if (!group) return { do: "set_param", node: node.id, field, value };
    return field === "title" ? { do: "rename", group, title: value ?? "" } : { do: "repeat", group, times: value };
  }

  /** What leads in and out, for the words of a card. */
  around(id: string): [string[], string[]] {
    return [into(this.edges, id).map((edge) => edge.source), outOf(this.edges, id).map((edge) => edge.target)];
  }

  colourOf(id: string, kinds = this.editor.paint.kinds): string {
    const node = this.node(id);
    const kind = node?.output ? "output" : this.editor.table.layers[node?.layer ?? ""]?.kind;
    return kinds[kind ?? "block"] ?? kinds.block ?? "";
  }

  /** A card of the stack as a part of a graph: no list, but a button that is pressed while it is selected. */
  dress({ element, part }: Card, node: Layer, position: number) {
    const selected = this.chosen.has(node.id);
    element.classList.toggle("selected", selected);
    element.classList.toggle("aimed", this.connecting?.target === node.id);
    const [from, to] = this.around(node.id);
    const words = [
      part.option.getAttribute("aria-label"),
      from.length ? this.editor.say("from", { names: from.map(this.called).join(", ") }) : "",
      to.length ? this.editor.say("to", { names: to.map(this.called).join(", ") }) : "",
    ];
    set(part.option, {
      role: "button",
      "aria-pressed": String(selected),
      "aria-selected": null,
      "aria-setsize": null,
      "aria-posinset": null,
      tabindex: this.editor.selected === node.id || (!this.editor.selected && position === 0) ? 0 : -1,
      "aria-label": words.filter(Boolean).join(", "),
    });
    part.problem.classList.add("nodrag");
  }

  // --- what is selected -----------------------------------------------------------------------------------------

  inspected(): Layer | null {
    return this.chosen.size === 1 && !this.chosenEdge ? this.node(this.editor.selected) : null;
  }

  hintWords(): string {
    const edge = this.edge();
    if (edge) return this.editor.say("edge_selected", this.toldOf(edge));
    if (this.chosen.size > 1) return this.editor.say("many_selected", { count: this.chosen.size });
    return this.editor.say("select_hint");
  }

  private toldOf = ({ source, target }: Edge) => ({ source: this.called(source), target: this.called(target) });

  edge(): VisibleEdge | null {
    return this.edges.find((edge) => edgeId(edge) === this.chosenEdge) ?? null;
  }

  private pruneChosen() {
    const { networks, shownNetwork } = this.editor;
    const network = networks[Math.min(shownNetwork, networks.length - 1)];
    const { nodes, edges } = visibleGraph(network);
    const there = new Set([...nodes.map((node) => node.id), ...(network?.groups ?? []).map(cardId)]);
    if (this.awaited && there.has(this.awaited)) {
      this.editor.selected = this.awaited;
      this.chosen = new Set([this.awaited]);
      this.view.arriving(this.awaited);
      this.awaited = null;
    }
    if (this.coming.length && this.coming.every((id) => there.has(id))) {
      [this.chosen, this.editor.selected, this.chosenEdge] = [new Set(this.coming), this.coming.at(-1) ?? null, null];
      this.coming = [];
    }
    const kept = [...this.chosen].filter((id) => there.has(id));
    if (this.editor.selected && !there.has(this.editor.selected)) {
      // After an undo or a delete the selection stays where it was, on what is there now.
      const at = Math.min(this.editor.selectedAt ?? 0, there.size - 1);
      this.editor.selected = kept.at(-1) ?? nodes[Math.min(at, nodes.length - 1)]?.id ?? null;
      if (!kept.length && this.editor.selected) kept.push(this.editor.selected);
    }
    if (this.editor.selected && !kept.includes(this.editor.selected)) kept.push(this.editor.selected);
    if (kept.length !== this.chosen.size || kept.some((id) => !this.chosen.has(id))) this.chosen = new Set(kept);
    if (this.chosenEdge && !edges.some((edge) => edgeId(edge) === this.chosenEdge)) this.chosenEdge = null;
  }

  selecting(wanted: string | null): string | null {
    const id = wanted && this.cardOf(wanted);
    this.awaited = null;
    this.chosen = new Set(id ? [id] : []);
    this.chosenEdge = null;
    return id;
  }

  choose(ids: Set<string>, last?: string) {
    const before = this.editor.selected;
    this.chosen = ids;
    if (ids.size) this.chosenEdge = null;
    const added = last ?? (before && ids.has(before) ? before : [...ids].at(-1));
    this.editor.selected = added ?? null;
    this.editor.selectedAt = this.editor.selected ? this.editor.index(this.editor.selected) : null;
    this.editor.show();
  }

  chooseEdge(id: string | null) {
    this.chosenEdge = id;
    if (id) {
      this.chosen = new Set();
      this.editor.selected = null;
    }
    this.editor.show();
  }

  clicked(id: string) {
    if (isBlock(id) && !this.chosen.has(id)) return this.editor.select(id);
    if (this.chosen.has(id)) {
      this.editor.selected = id;
      this.editor.selectedAt = this.editor.index(id);
      this.editor.show();
    }
    this.view.focus(id);
  }

  clickedNothing() {
    this.connecting = null;
    this.editor.select(null, { focus: false });
    this.view.focus(undefined);
  }

  /** The focus came to a card: by Tab it is selected, unless a hand or the editor brought it. */
  cameTo(id: string) {
    if (this.view.returning || this.view.pressed || this.chosen.size) return;
    this.editor.select(id, { focus: false });
  }

  private showMany() {
    const several = this.chosen.size > 1;
    const edge = this.edge();
    const off = this.movables().some((node) => node.enabled);
    const names: [string, () => void][] = several
      ? [
          ["copy", () => this.copy()],
          ["duplicate", () => this.duplicate()],
          ["group", () => this.group()],
          [off ? "switch_off" : "switch_on", () => this.toggle()],
          ["delete", () => this.remove()],
        ]
      : edge
        ? [["cut_edge", () => this.remove()]]
        : [];
    const key = JSON.stringify([names.map(([word]) => word), this.editor.data.hash]);
    set(this.many, { hidden: !names.length, "aria-label": this.hintWords() });
    if (this.many.dataset.key === key) return;
    this.many.dataset.key = key;
    const button = ([word, press]: [string, () => void]) => {
      // These buttons go with the selection, and the focus must not go with them.
      const click = () => {
        press();
        this.editor.refocus();
      };
      const title = this.editor.say(`${word}_key`);
      return h("button", {
        class: "plain",
        type: "button",
        "data-do": word,
        text: this.editor.say(word),
        title,
        on: { click },
      });
    };
    this.many.replaceChildren(...names.map(button));
  }

  actionsFor(node: Layer): Action[] {
    if (isBlock(node.id)) {
      return [
        { word: node.folded ? "unfold" : "fold", press: () => this.toggleFold() },
        { word: "save_block", press: () => this.saveBlock() },
        { word: "ungroup", press: () => this.ungroup() },
        { word: "duplicate", press: () => this.duplicate() },
        { word: "delete", press: () => this.remove() },
      ];
    }
    return [
      { word: "copy", press: () => this.copy() },
      { word: "duplicate", press: () => this.duplicate() },
      { word: node.enabled ? "switch_off" : "switch_on", press: () => this.toggle() },
      { word: "delete", press: () => this.remove() },
    ];
  }

  /** The layers that are selected and may be copied, switched or deleted: all but the input. */
  movables(): Layer[] {
    const names = new Set(this.members(this.chosen));
    return (this.editor.network?.nodes ?? []).filter((node) => names.has(node.id) && node.layer !== "Input");
  }

  // --- blocks ---------------------------------------------------------------------------------------------------

  /** What is selected becomes a block; inside of one already, that block is selected. */
  group() {
    const nodes = this.movables().map((node) => node.id);
    if (!nodes.length) return this.tell(this.editor.selected, this.editor.say("nothing_to_group"));
    const own = nodes.map((id) => blockOf(this.groups, id));
    if (own[0] && own.every((block) => block === own[0])) return this.editor.select(cardId(own[0]));
    const other = own.find(Boolean);
    if (other) return this.tell(this.editor.selected, this.editor.say("in_other_block", { block: other.name }));
    const id = freeId(this.groups, "block");
    this.chosenEdge = null;
    this.awaited = `#${id}`;
    this.editor.send({ do: "group", nodes, id, title: "", name: this.editor.say("block") });
    this.editor.announce(this.editor.say("grouped", { count: nodes.length }));
    this.nameBlock();
  }

  ungroup() {
    const block = this.block ?? (this.editor.selected ? blockOf(this.groups, this.editor.selected) : null);
    if (!block) return;
    this.chosen = new Set(block.nodes);
    this.editor.selected = block.nodes[0] ?? null;
    this.editor.send({ do: "ungroup", group: block.id });
    this.view.focus(this.editor.selected);
    this.editor.announce(this.editor.say("ungrouped", { block: block.name }));
  }

  toggleFold(id: string | null = this.editor.selected) {
    const block = id ? blockOfCard(this.groups, id) : null;
    if (!block) return;
    this.chosen = new Set([cardId(block)]);
    this.editor.selected = cardId(block);
    this.editor.send({ do: "fold", group: block.id, folded: !block.folded });
    this.view.focus(this.editor.selected);
    this.editor.announce(this.editor.say(block.folded ? "unfolded" : "folded", { block: block.name }));
  }

  nameBlock() {
    if (!this.block) return;
    const field = this.editor.inspector.fields.querySelector("input");
    field?.focus();
    field?.select();
  }

  saveBlock() {
    const { block } = this;
    if (!block) return;
    if (!block.title.trim()) {
      this.nameBlock();
      return this.tell(this.editor.selected, this.editor.say("name_first"));
    }
    if (sourcesOf(block, this.realEdges).length !== 1 || !exitOf(block, this.realEdges)) {
      return this.tell(this.editor.selected, this.editor.say("not_to_save", { block: block.name }));
    }
    this.editor.send({ do: "save_block", group: block.id });
    this.editor.announce(this.editor.say("block_saved", { block: block.name }));
    this.editor.tip(
      this.view.options.get(this.editor.selected ?? "") ?? null,
      this.editor.say("block_saved", { block: block.name }),
    );
    this.editor.tooltip.classList.remove("refusal");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.editor.tip(null), TOLD);
  }

  /** A block from the palette comes with Python's answer, and is selected then. */
  private putBlock(key: string, place: Record<string, unknown>) {
    this.chosenEdge = null;
    const awaited = `#${this.editor.insertBlock(key, { folded: true, ...place })}`;
    this.awaited = this.node(awaited) ? null : awaited;
    this.view.focus(undefined);
  }

  private exit = (id: string) => {
    const block = blockOfCard(this.groups, id);
    return block ? exitOf(block, this.realEdges) : id;
  };

  /** A layer (with `id` and the rest of an edit that makes one) in the place of an edge that is seen. */
  private intoEdge(edge: VisibleEdge, made: { layer: string; id: string }): Edit[] {
    const [first, ...rest] = edge.real;
    if (!first) return [];
    return [
      { do: "insert_before", node: first.target, source: first.source, port: first.port, params: {}, ...made },
      ...rest.flatMap(({ source, target, port }) => [
        { do: "disconnect", source, target, port },
        { do: "connect", source: made.id, target, port },
      ]),
    ];
  }

  // --- going about by keyboard ----------------------------------------------------------------------------------

  /** Along the data with → and ←, to what the eye sees above or below with ↑ and ↓. */
  neighbour(from: string, x: number, y: number): string | null {
    const along = x > 0 ? this.around(from)[1] : x < 0 ? this.around(from)[0] : [];
    const here = this.view.box(from);
    const middle = (id: string): [dx: number, dy: number] => {
      const box = this.view.box(id);
      return [box.x + box.width / 2 - here.x - here.width / 2, box.y + box.height / 2 - here.y - here.height / 2];
    };
    const cost = (id: string) => {
      const [dx, dy] = middle(id);
      return Math.abs(x * dx + y * dy) + 2 * Math.abs(x * dy + y * dx);
    };
    const candidates = along.length
      ? along
      : this.editor.nodes
          .map((node) => node.id)
          .filter((id) => id !== from && middle(id)[0] * x + middle(id)[1] * y > 1);
    return candidates.reduce<string | null>((best, id) => (best === null || cost(id) < cost(best) ? id : best), null);
  }

  go(x: number, y: number, also: boolean) {
    const from = this.connecting?.target ?? this.editor.selected ?? null;
    const next = from ? this.neighbour(from, x, y) : this.editor.nodes[0]?.id;
    if (!next) return;
    if (this.connecting) return this.aim(next);
    if (!also) return this.editor.select(next);
    this.choose(new Set([...this.chosen, next]), next);
    this.view.reveal(next);
    this.view.focus(next);
  }

  nudge(x: number, y: number) {
    if (!this.chosen.size) return;
    const cards = new Set(this.members(this.chosen).map((id) => this.cardOf(id)));
    const at = new Map(
      [...cards].map((id) => [id, { x: this.view.box(id).x + NUDGE * x, y: this.view.box(id).y + NUDGE * y }]),
    );
    this.placed(at, null);
    if (this.editor.selected) this.view.reveal(this.editor.selected);
  }

  chooseAll() {
    this.choose(new Set(this.editor.nodes.map((node) => node.id)));
  }

  nextEdge() {
    const around = this.edges.filter((edge) => edge.source === this.edgeOf || edge.target === this.edgeOf);
    const at = around.findIndex((edge) => edgeId(edge) === this.chosenEdge);
    const next = around[(at + 1) % around.length];
    if (!next) return;
    this.chooseEdge(edgeId(next));
    this.editor.announce(this.editor.say("edge_selected", this.toldOf(next)));
    this.view.focus(undefined);
  }

  /** The layer whose edges E walks through: kept while an edge is selected. */
  private get edgeOf(): string | null {
    if (this.editor.selected) this.walked = this.editor.selected;
    return this.walked;
  }

  private walked: string | null = null;

  startConnecting() {
    if (!this.editor.selected) return;
    this.connecting = { source: this.editor.selected, target: null };
    const said = this.editor.say("connecting", { source: this.called(this.editor.selected) });
    this.editor.announce(said);
    this.tell(this.editor.selected, said, "stays");
  }

  private aim(id: string) {
    if (!this.connecting) return;
    this.connecting.target = id;
    const { source } = this.connecting;
    const why = this.refusal(source, id);
    this.editor.show();
    this.view.reveal(id);
    const node = this.node(id);
    this.editor.announce([node && this.editor.nameOf(node), why].filter(Boolean).join(": "));
    if (why) this.tell(id, why, "stays");
    else this.hush();
  }

  endConnecting(take: boolean) {
    const made = this.connecting;
    this.connecting = null;
    this.hush();
    if (take && made?.target) this.connect(made.source, made.target, null);
    this.editor.show();
    this.view.focus(made?.source);
  }

  // --- edges ----------------------------------------------------------------------------------------------------

  /** Why `source` may not lead to `target`; of a block its exit leads on, and every layer that wants an input is fed. */
  refusal(source: string, target: string, edges = this.realEdges): string | null {
    const [from, to] = [this.exit(source), this.entries(target, edges)];
    if (!from) return this.editor.say("no_exit", { block: this.called(source) });
    if (!to.length) return this.editor.say("block_fed", { block: this.called(target) });
    const why = to
      .map((entry) => refusal(this.editor.network?.nodes ?? [], edges, this.editor.table.layers, from, entry))
      .find(Boolean);
    return why ? this.editor.say(why.word, why.values) : null;
  }

  private entries(id: string, edges = this.realEdges): string[] {
    const block = blockOfCard(this.groups, id);
    return block ? openOf(block, this.editor.network?.nodes ?? [], edges, this.editor.table.layers) : [id];
  }

  private wiring(source: string, target: string, port: number | null, edges = this.realEdges): Edit[] {
    const taken = isBlock(target) || into(edges, target).some((edge) => edge.port === port);
    return this.entries(target, edges).map((entry) => ({
      do: "connect",
      source: this.exit(source),
      target: entry,
      port: taken ? null : port,
    }));
  }

  connect(source: string, target: string, port: number | null) {
    const why = this.refusal(source, target);
    if (why) return this.tell(target, why);
    this.editor.send(...this.wiring(source, target, port));
    this.editor.announce(this.editor.say("connected", this.toldOf({ source, target, port: 0 })));
  }

  /** A port that is taken is drawn from: its edge comes along, and goes where it is let go. */
  grabbed({ nodeId, handleId, handleType }: OnConnectStartParams) {
    const found = this.edges.find((edge) => edge.target === nodeId && String(edge.port) === handleId);
    this.held = handleType === "target" ? (found ?? null) : null;
  }

  private held: VisibleEdge | null = null;

  /** An edge by its end to another layer: its target's, or over an output its source's. */
  private led(edge: VisibleEdge, other: string, { toHandle }: FinalConnectionState) {
    const [source, target] = toHandle?.type === "source" ? [other, edge.target] : [edge.source, other];
    const targetHandle =
      toHandle?.type === "target" ? (toHandle.id ?? "0") : String(target === edge.target ? edge.port : 0);
    this.reconnect(edgeId(edge), { source, target, sourceHandle: "out", targetHandle });
  }

  /** Let go over a card instead of a port: the next free port is meant. Over nothing: nothing. */
  connectEnded(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    if (state.isValid || !state.fromHandle) return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    const other = state.toHandle?.nodeId ?? (point ? this.view.nodeAt(point.clientX, point.clientY) : null);
    const own = state.fromHandle.nodeId;
    if (other && this.held && (other !== own || state.toHandle)) return this.led(this.held, other, state);
    if (!other || other === own) return;
    const [source, target] = state.fromHandle.type === "source" ? [own, other] : [other, own];
    const port = state.toHandle && state.toHandle.type === "target" ? Number(state.toHandle.id) : null;
    this.connect(source, target, port);
  }

  reconnect(old: string, made: Connection) {
    const edge = this.edges.find((entry) => edgeId(entry) === old);
    const same = edge && edge.source === made.source && edge.target === made.target;
    if (!edge || (same && String(edge.port) === made.targetHandle)) return;
    const rest = this.realEdges.filter((entry) => !edge.real.includes(entry));
    const why = this.refusal(made.source, made.target, rest);
    if (why) return this.tell(made.target, why);
    const cut = edge.real.map(({ source, target, port }) => ({ do: "disconnect", source, target, port }));
    this.editor.send(...cut, ...this.wiring(made.source, made.target, Number(made.targetHandle), rest));
  }

  // --- layers ---------------------------------------------------------------------------------------------------

  /** Layers were moved: the others stay where they are seen, so that all have a place from now on. */
  placed(at: Map<string, Point>, edge: VisibleEdge | null) {
    const [only] = at.keys();
    if (edge && only) {
      this.editor.send(...this.spliced(only, edge), this.allPlaces(at));
    } else {
      this.editor.send(this.allPlaces(at));
    }
    this.view.focus(this.editor.selected ?? only);
  }

  /** A card that nothing leads to, in the place of an edge that is seen. */
  private spliced(id: string, edge: VisibleEdge): Edit[] {
    const [first] = edge.real;
    if (!first) return [];
    if (!isBlock(id) && edge.real.length === 1) {
      return [{ do: "splice", node: id, source: first.source, target: first.target, port: first.port }];
    }
    const from = this.exit(id);
    if (!from) return [];
    return [
      ...edge.real.map(({ source, target, port }) => ({ do: "disconnect", source, target, port })),
      ...this.wiring(first.source, id, null),
      ...edge.real.map(({ target, port }) => ({ do: "connect", source: from, target, port })),
    ];
  }

  private allPlaces(moved: Map<string, Point>): Edit {
    const cards = this.view.pinned ? moved : new Map([...this.view.places, ...moved]);
    const all = new Map([...cards].flatMap(([id, place]) => this.view.inside(id, place)));
    const at = Object.fromEntries([...all].map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]));
    return { do: "place", at };
  }

  tidy() {
    if (this.view.pinned) this.editor.send({ do: "place", at: null });
    this.view.fit(false);
    this.editor.announce(this.editor.say("tidied"));
    this.editor.refocus();
  }

  /** From the palette, by a click or Enter. */
  add(layer: string, branch = false) {
    const block = this.editor.blocks.has(layer);
    const id = freeId(this.editor.network?.nodes ?? [], layer);
    const row = this.editor.table.layers[layer];
    const edge = this.edge();
    const chosen = this.editor.nodes.filter((node) => this.chosen.has(node.id));
    const loose: Edit = { do: "add", layer, params: {}, loose: true, id };
    const put = (into: VisibleEdge) =>
      block
        ? this.putBlock(layer, { edges: into.real })
        : this.arrive(id, layer, ...this.intoEdge(into, { layer, id }));
    if (edge) return put(edge);
    if (row && row.inputs[1] > 1 && (chosen.length > 1 || branch)) {
      return this.arrive(
        id,
        layer,
        loose,
        ...chosen.map((node) => ({ do: "connect", source: this.exit(node.id), target: id })),
      );
    }
    const selected = this.node(this.editor.selected);
    if (branch && selected) {
      if (block) return this.putBlock(layer, { after: this.exit(selected.id), branch: true });
      return this.arrive(id, layer, loose, { do: "connect", source: this.exit(selected.id), target: id });
    }
    const output = this.editor.network?.output ? this.node(this.cardOf(this.editor.network.output)) : null;
    const before = output ? into(this.edges, output.id) : [];
    if (output && before.length === 1 && (!selected || selected.id === output.id)) return put(before[0] as VisibleEdge);
    const last = selected ?? this.editor.nodes.filter((node) => !outOf(this.edges, node.id).length).at(-1);
    const after = last ? this.exit(last.id) : null;
    if (last && !after) return this.tell(last.id, this.editor.say("no_exit", { block: this.called(last.id) }));
    if (block) return this.putBlock(layer, { after });
    this.arrive(id, layer, { do: "add", layer, params: {}, after, id });
  }

  /** From the palette, dropped on an edge or on free ground. */
  drop(layer: string, drop: Drop) {
    const id = freeId(this.editor.network?.nodes ?? [], layer);
    const { edge } = drop;
    if (this.editor.blocks.has(layer)) {
      const at = this.view.pinned ? { x: Math.round(drop.x), y: Math.round(drop.y) } : {};
      this.putBlock(layer, edge ? { edges: edge.real } : { loose: true, ...at });
    } else if (edge) {
      this.arrive(id, layer, ...this.intoEdge(edge, { layer, id }));
    } else {
      this.arrive(id, layer, { do: "add", layer, params: {}, loose: true, id }, this.allPlaces(new Map([[id, drop]])));
    }
  }

  private arrive(id: string, layer: string, ...edits: Edit[]) {
    this.chosen = new Set([id]);
    this.chosenEdge = null;
    this.editor.selected = id;
    this.editor.send(...edits);
    this.editor.selectedAt = this.editor.index(id);
    this.view.reveal(id);
    this.view.focus(id);
    this.editor.announce(this.editor.say("added", { layer: this.editor.table.layers[layer]?.title ?? layer }));
  }

  duplicate() {
    const { block } = this;
    if (block && exitOf(block, this.realEdges) && sourcesOf(block, this.realEdges).length === 1) {
      const id = freeId(this.groups, "block");
      this.awaited = `#${id}`;
      this.editor.send({ do: "duplicate", group: block.id, id });
      return this.editor.announce(this.editor.say("duplicated", { layer: block.name }));
    }
    const nodes = this.movables();
    const [only] = nodes;
    if (only && nodes.length === 1 && this.editor.selected === only.id) return this.duplicateLayer(only);
    if (nodes.length) this.pasteOwn(this.copied(nodes), "duplicated");
  }

  private duplicateLayer(node: Layer) {
    const id = freeId(this.editor.network?.nodes ?? [], node.layer);
    this.editor.send({ do: "duplicate", node: node.id });
    this.editor.select(id);
    this.editor.announce(this.editor.say("duplicated", { layer: this.editor.nameOf(node) }));
  }

  toggle() {
    const nodes = this.movables();
    if (!nodes.length) return;
    const enabled = !nodes.some((node) => node.enabled);
    this.editor.send(...nodes.map((node) => ({ do: "switch", node: node.id, enabled })));
    this.editor.announce(this.counted(enabled ? "switched_on" : "switched_off", nodes));
  }

  remove() {
    const edge = this.edge();
    if (edge) {
      this.chosenEdge = null;
      this.editor.send(...edge.real.map(({ source, target, port }) => ({ do: "disconnect", source, target, port })));
      this.editor.announce(this.editor.say("disconnected", this.toldOf(edge)));
      return this.editor.select(edge.source);
    }
    const nodes = this.movables();
    const [one] = nodes;
    if (!one) {
      if (this.chosen.size) this.editor.announce(this.editor.say("input_stays"));
      return;
    }
    const first = this.cardOf(one.id);
    const [at, before] = [this.editor.index(first), this.around(first)[0]];
    this.chosen = new Set();
    this.editor.selected = null;
    this.editor.send({ do: "delete", nodes: nodes.map((node) => node.id) });
    const next =
      before.find((id) => this.node(id)) ?? this.editor.nodes[Math.min(at, this.editor.nodes.length - 1)]?.id ?? null;
    this.editor.select(next);
    this.editor.announce(this.counted("deleted", nodes));
  }

  /** What was done to layers: the one by its name, several by their number. */
  private counted(word: string, nodes: Layer[]): string {
    const [first] = nodes;
    const [count, layer] = [nodes.length, first && this.editor.nameOf(first)];
    return this.editor.say(count === 1 ? word : `${word}_many`, { layer, count });
  }

  // --- copy and paste -------------------------------------------------------------------------------------------

  private copied(nodes: Layer[]): Copied {
    const names = new Set(nodes.map((node) => node.id));
    const edges = this.realEdges.filter((edge) => names.has(edge.source) && names.has(edge.target));
    return {
      nodes: nodes.map(({ id, layer, params, enabled, ...own }) => {
        const { x, y } = this.view.places.get(id) ?? own;
        return { id, layer, params, enabled, x, y };
      }),
      edges: edges.map(({ source, target, port }) => ({ source, target, port })),
      groups: this.groups
        .filter((block) => block.nodes.every((id) => names.has(id)))
        .map(({ id, title, nodes, folded, repeat }) => ({ id, title, nodes, folded, repeat })),
    };
  }

  copy() {
    const nodes = this.movables();
    if (!nodes.length) return;
    toClipboard(null, this.copied(nodes));
    this.editor.announce(this.counted("copied", nodes));
  }

  private clipboard(kind: "copy" | "cut" | "paste", event: ClipboardEvent) {
    if (!this.editor.hasFocus(this.editor.root) || takesText(event.composedPath()[0])) return;
    if (kind === "paste") {
      event.preventDefault();
      return this.paste(fromClipboard(event.clipboardData, this.editor.network?.name));
    }
    const nodes = this.movables();
    if (!nodes.length) return;
    event.preventDefault();
    toClipboard(event.clipboardData, this.copied(nodes));
    if (kind === "cut") this.remove();
    else this.editor.announce(this.counted("copied", nodes));
  }

  private paste(came: Came | Said) {
    if (Array.isArray(came)) return this.tell(null, this.editor.say(...came));
    if (came.own) return this.pasteOwn(came as Copied);
    const made = arriving(came, this.editor.nodes, this.editor.parts.most_pasted ?? 0);
    if (Array.isArray(made)) return this.notice(made);
    this.editor.send(...made.edits);
    this.coming = made.ids;
    this.notice(...made.said);
    const [count, layer] = [made.ids.length, made.ids[0]];
    this.editor.announce(this.editor.say(count === 1 ? "pasted" : "pasted_many", { layer, count }));
  }

  /** Sentences that stay until the next edit. */
  private notice(...said: Said[]) {
    this.notices = said.map((entry) => this.editor.say(...entry));
    this.editor.show();
  }

  private notices: string[] = [];
  /** Layers that Python has yet to judge, to be selected when they come. */
  private coming: string[] = [];

  generalProblems() {
    const own = this.notices.map((text) => ({ text, field: null, repairs: [] }));
    return [...this.editor.data.problems, ...own];
  }

  /** What was copied here has free names at once, so that it is seen and selected before the answer. */
  private pasteOwn(came: Copied, done = "pasted") {
    const taken: { id: string }[] = [...(this.editor.network?.nodes ?? [])];
    const names = new Map<string, string>();
    const nodes = came.nodes.map((node) => {
      const id = freeId(taken, node.layer);
      taken.push({ id });
      names.set(node.id, id);
      const at = this.view.pinned ? { x: (node.x ?? 0) + BESIDE, y: (node.y ?? 0) + BESIDE } : { x: null, y: null };
      return { ...node, ...at, id };
    });
    const called = (id: string) => names.get(id) ?? id;
    const edges = came.edges.map((edge) => ({ ...edge, source: called(edge.source), target: called(edge.target) }));
    const blocks: { id: string }[] = [...this.groups];
    const groups = came.groups.map((block) => {
      const id = freeId(blocks, "block");
      blocks.push({ id });
      return { ...block, id, nodes: block.nodes.map(called) };
    });
    const seenAs = (id: string) => {
      const block = groups.find((entry) => entry.folded && entry.nodes.includes(id));
      return block ? `#${block.id}` : id;
    };
    this.chosen = new Set(nodes.map(({ id }) => seenAs(id)));
    this.editor.selected = [...this.chosen].at(-1) ?? null;
    this.chosenEdge = null;
    this.editor.send({ do: "paste", own: true, nodes, edges, groups });
    this.view.focus(this.editor.selected);
    this.editor.announce(this.counted(done, nodes));
  }

  // --- the picture ----------------------------------------------------------------------------------------------

  /** The whole network as it stands, on white, without anything that only hands need. */
  picture(): Picture {
    const ink = this.editor.parts.colours.light;
    const { cards, frames, routes, ways } = this.view.contents((id) => this.colourOf(id, ink.kinds));
    const font = getComputedStyle(this.editor.root).fontFamily;
    return picture({ title: this.pictureName(), font, ink, cards, frames, edges: this.edges, routes, ways });
  }

  /** Experiment and network, as a name that every system takes. */
  pictureName(): string {
    return [this.editor.data.name, this.editor.network?.name].filter(Boolean).join("-");
  }

  // --- telling --------------------------------------------------------------------------------------------------

  /** A sentence at a layer: for a while, until the hand has left, or until it is taken away. */
  tell(id: string | null, sentence: string, how: "while" | "hover" | "stays" = "while") {
    clearTimeout(this.quiet);
    this.told = how;
    const card = (id && this.view.options.get(id)?.closest(".card")) || this.view.area;
    this.editor.tip(card, sentence);
    this.editor.tooltip.classList.toggle("refusal", how !== "stays");
    if (how === "stays") return;
    this.editor.announce(sentence);
    if (how === "while") this.quiet = setTimeout(() => this.editor.tip(null), TOLD);
  }

  /** Take the sentence away; the hand that leaves takes only what came with it. */
  hush(how: "hover" | "stays" = "stays") {
    if (how === "hover" && this.told !== "hover") return;
    clearTimeout(this.quiet);
    this.editor.tip(null);
  }

  private told = "";

  close() {
    clearTimeout(this.quiet);
    this.view.close();
  }
}
