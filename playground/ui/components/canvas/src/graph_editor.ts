// The editor with a graph in the place of the stack: what hands and keys do to layers and edges.
import type { Connection, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { freeId } from "editor/document.js";
import { h, set, takesText } from "editor/dom.js";
import { Editor } from "editor/main.js";
import type { Made } from "editor/stack.js";
import { type Came, type Copied, type Said, arriving, fromClipboard, toClipboard } from "./clipboard";
import { type Block, type Seen, type SeenEdge, asLayer, blockOf, cardId, exitOf, isBlock, named, openOf, seen, sourcesOf } from "./blocks";
import css from "./canvas.css";
import { type Edge, type Edit, type Layer, type Network, type Point, type Row, applied, edgeId, into, outOf } from "./document";
import { SHEET, onGraph } from "./keys";
import { type Ink, type Picture, picture } from "./picture";
import { refusal } from "./rules";
import { SavePicture } from "./save";
import { type Drop, GraphView } from "./view";
import flowCss from "../node_modules/@xyflow/react/dist/base.css";
import stackCss from "../../editor/editor.css";

const TOLD = 5000;
const NUDGE = 20;
const BESIDE = 34;

export class GraphEditor extends Editor {
  declare stack: GraphView;
  declare parts: { css: string; most_pasted: number; colours: Record<"light" | "dark", Ink & { kinds: Record<string, string> }> };
  chosen = new Set<string>();
  chosenEdge: string | null = null;
  connecting: { source: string; target: string | null } | null = null;
  overview: HTMLElement | null = null;
  override sheet: [string, string][] = [];
  private shownAs: Seen = { nodes: [], edges: [] };
  /** A block that comes with Python's answer and is to be selected then. */
  private awaited: string | null = null;
  private many!: HTMLElement;
  private tools: HTMLElement[] = [];
  saves!: SavePicture;
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
    this.saves = new SavePicture(this);
    this.ask.before(press("tidy", () => this.tidy()), this.saves.element);
    const zooms = h(
      "div",
      { class: "zooms" },
      press("fit", () => this.stack.fit(true)),
      press("zoom_in", () => this.stack.zoom(1.25), "+"),
      press("zoom_out", () => this.stack.zoom(0.8), "−"),
      ...(document.fullscreenEnabled ? [press("screen", () => this.fillScreen(), "⤢")] : []),
    );
    this.root.addEventListener("fullscreenchange", () => {
      this.stack.layout(this.nodes);
      this.stack.fit(true);
    });
    this.status.append(zooms, this.overview);
    this.many = h("div", { class: "many actions", role: "toolbar" });
    this.inspector.element.append(this.many);
    const signal = { signal: this.stop.signal };
    for (const kind of ["copy", "cut", "paste"] as const) {
      document.addEventListener(kind, (event) => this.clipboard(kind, event), signal);
    }
  }

  /** The whole editor on the whole screen, for a large network or for a class; the browser has Esc to come back. */
  fillScreen() {
    const done = this.root.matches(":fullscreen") ? document.exitFullscreen() : this.root.requestFullscreen();
    done.catch(() => this.tell(null, this.say("no_screen")));
  }

  override show() {
    this.pruneChosen();
    super.show();
    this.showMany();
  }

  override showTop(networks: Network[]) {
    super.showTop(networks);
    this.sheet = SHEET.map(([keys, word]) => [keys.startsWith("=") ? this.say(keys.slice(1)) : keys, word]);
    this.saves.show();
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

  /** The edges that are seen; `real` are those of the document. */
  get edges(): SeenEdge[] {
    return this.shownAs.edges;
  }

  get realEdges(): Edge[] {
    return this.network?.edges ?? [];
  }

  get groups(): Block[] {
    return this.network?.groups ?? [];
  }

  override seen() {
    this.shownAs = seen(this.network);
    return this.shownAs.nodes;
  }

  /** A card, or a block that is framed. */
  override node(id: string | null): Layer | null {
    const block = id ? named(this.groups, id) : null;
    return block && !block.folded ? asLayer(block, this.network!.nodes) : super.node(id);
  }

  override keepSelection() {
    if (!isBlock(this.selected) || !this.node(this.selected)) super.keepSelection();
  }

  /** The block that is selected. */
  get block(): Block | null {
    return this.chosen.size === 1 && this.selected ? named(this.groups, this.selected) : null;
  }

  /** What is seen of a layer: its card, or that of the folded block that it is in. */
  cardOf(id: string): string {
    const block = isBlock(id) ? null : blockOf(this.groups, id);
    return block?.folded ? cardId(block) : id;
  }

  /** The layers of the document that cards and frames stand for. */
  members(ids: Iterable<string>): string[] {
    return [...new Set([...ids].flatMap((id) => named(this.groups, id)?.nodes ?? [id]))];
  }

  private called = (id: string) => named(this.groups, id)?.name ?? id;

  override rowOf(node: Layer) {
    if (!isBlock(node.id)) return super.rowOf(node);
    return { kind: "block", title: node.title!, help: this.say("block_help"), inputs: [1, 1], schemas: this.table.block } as Row;
  }

  override editOf(node: Layer, field: string, value: unknown): Edit {
    const group = named(this.groups, node.id)?.id;
    if (!group) return super.editOf(node, field, value);
    return field === "title" ? { do: "rename", group, title: value ?? "" } : { do: "repeat", group, times: value };
  }

  /** What leads in and out, for the words of a card. */
  around(id: string): [string[], string[]] {
    return [into(this.edges, id).map((edge) => edge.source), outOf(this.edges, id).map((edge) => edge.target)];
  }

  colourOf(id: string, kinds = this.paint.kinds): string {
    const node = this.node(id);
    const kind = node?.output ? "output" : this.table.layers[node?.layer ?? ""]?.kind;
    return kinds[kind ?? "block"] ?? kinds.block;
  }

  /** A card of the stack as a part of a graph: no list, but a button that is pressed while it is selected. */
  dress({ element, part }: Made, node: Layer, position: number) {
    const selected = this.chosen.has(node.id);
    element.classList.toggle("selected", selected);
    element.classList.toggle("aimed", this.connecting?.target === node.id);
    const [from, to] = this.around(node.id);
    const words = [
      part.option.getAttribute("aria-label"),
      from.length ? this.say("from", { names: from.map(this.called).join(", ") }) : "",
      to.length ? this.say("to", { names: to.map(this.called).join(", ") }) : "",
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
    if (edge) return this.say("edge_selected", this.toldOf(edge));
    if (this.chosen.size > 1) return this.say("many_selected", { count: this.chosen.size });
    return this.say("select_hint");
  }

  private toldOf = ({ source, target }: Edge) => ({ source: this.called(source), target: this.called(target) });

  edge(): SeenEdge | null {
    return this.edges.find((edge) => edgeId(edge) === this.chosenEdge) ?? null;
  }

  private pruneChosen() {
    const network: Network | undefined = this.networks[Math.min(this.shownNetwork, this.networks.length - 1)];
    const { nodes, edges } = seen(network);
    const there = new Set([...nodes.map((node) => node.id), ...(network?.groups ?? []).map(cardId)]);
    if (this.awaited && there.has(this.awaited)) {
      this.chosen = new Set([(this.selected = this.awaited)]);
      this.stack.arriving(this.awaited);
      this.awaited = null;
    }
    if (this.coming.length && this.coming.every((id) => there.has(id))) {
      [this.chosen, this.selected, this.chosenEdge] = [new Set(this.coming), this.coming.at(-1)!, null];
      this.coming = [];
    }
    const kept = [...this.chosen].filter((id) => there.has(id));
    if (this.selected && !there.has(this.selected)) {
      // After an undo or a delete the selection stays where it was, on what is there now.
      const at = Math.min(this.selectedAt ?? 0, there.size - 1);
      this.selected = kept.at(-1) ?? nodes[Math.min(at, nodes.length - 1)]?.id ?? null;
      if (!kept.length && this.selected) kept.push(this.selected);
    }
    if (this.selected && !kept.includes(this.selected)) kept.push(this.selected);
    if (kept.length !== this.chosen.size || kept.some((id) => !this.chosen.has(id))) this.chosen = new Set(kept);
    if (this.chosenEdge && !edges.some((edge) => edgeId(edge) === this.chosenEdge)) this.chosenEdge = null;
  }

  override select(wanted: string | null, options: { focus?: boolean } = {}) {
    const id = wanted && this.cardOf(wanted);
    this.awaited = null;
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
    if (isBlock(id) && !this.chosen.has(id)) return this.select(id);
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
          ["group", () => this.group()],
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
    if (isBlock(node.id)) {
      return [
        [node.folded ? "unfold" : "fold", null, () => this.toggleFold()],
        ["save_block", null, () => this.saveBlock()],
        ["ungroup", null, () => this.ungroup()],
        ["duplicate", null, () => this.duplicate()],
        ["delete", null, () => this.remove()],
      ];
    }
    return [
      ["copy", null, () => this.copy()],
      ["duplicate", null, () => this.duplicate()],
      [node.enabled ? "switch_off" : "switch_on", null, () => this.toggle()],
      ["delete", null, () => this.remove()],
    ];
  }

  /** The layers that are selected and may be copied, switched or deleted: all but the input. */
  movables(): Layer[] {
    const names = new Set(this.members(this.chosen));
    return (this.network?.nodes ?? []).filter((node: Layer) => names.has(node.id) && node.layer !== "Input");
  }

  // --- blocks ---------------------------------------------------------------------------------------------------

  /** What is selected becomes a block; inside of one already, that block is selected. */
  group() {
    const nodes = this.movables().map((node) => node.id);
    if (!nodes.length) return this.tell(this.selected, this.say("nothing_to_group"));
    const own = nodes.map((id) => blockOf(this.groups, id));
    if (own[0] && own.every((block) => block === own[0])) return this.select(cardId(own[0]));
    const other = own.find(Boolean);
    if (other) return this.tell(this.selected, this.say("in_other_block", { block: other.name }));
    const id = freeId(this.groups, "block");
    this.chosenEdge = null;
    this.awaited = `#${id}`;
    this.send({ do: "group", nodes, id, title: "", name: this.say("block") });
    this.announce(this.say("grouped", { count: nodes.length }));
    this.nameBlock();
  }

  ungroup() {
    const block = this.block ?? (this.selected ? blockOf(this.groups, this.selected) : null);
    if (!block) return;
    this.chosen = new Set(block.nodes);
    this.selected = block.nodes[0];
    this.send({ do: "ungroup", group: block.id });
    this.stack.focus(this.selected);
    this.announce(this.say("ungrouped", { block: block.name }));
  }

  toggleFold(id: string | null = this.selected) {
    const block = id ? named(this.groups, id) : null;
    if (!block) return;
    this.chosen = new Set([cardId(block)]);
    this.selected = cardId(block);
    this.send({ do: "fold", group: block.id, folded: !block.folded });
    this.stack.focus(this.selected);
    this.announce(this.say(block.folded ? "unfolded" : "folded", { block: block.name }));
  }

  nameBlock() {
    if (!this.block) return;
    const field = this.inspector.fields.querySelector("input");
    field?.focus();
    field?.select();
  }

  saveBlock() {
    const { block } = this;
    if (!block) return;
    if (!block.title.trim()) {
      this.nameBlock();
      return this.tell(this.selected, this.say("name_first"));
    }
    if (sourcesOf(block, this.realEdges).length !== 1 || !exitOf(block, this.realEdges)) {
      return this.tell(this.selected, this.say("not_to_save", { block: block.name }));
    }
    this.send({ do: "save_block", group: block.id });
    this.announce(this.say("block_saved", { block: block.name }));
    this.tip(this.stack.options.get(this.selected!) ?? null, this.say("block_saved", { block: block.name }));
    this.tooltip.classList.remove("refusal");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.tip(null), TOLD);
  }

  /** A block from the palette comes with Python's answer, and is selected then. */
  private putBlock(key: string, place: Record<string, unknown>) {
    this.chosenEdge = null;
    const awaited = `#${this.insertBlock(key, { folded: true, ...place })}`;
    this.awaited = this.node(awaited) ? null : awaited;
    this.stack.focus(undefined);
  }

  private exit = (id: string) => {
    const block = named(this.groups, id);
    return block ? exitOf(block, this.realEdges) : id;
  };

  /** A layer (with `id` and the rest of an edit that makes one) in the place of an edge that is seen. */
  private intoEdge(edge: SeenEdge, made: { layer: string; id: string }): Edit[] {
    const [first, ...rest] = edge.real;
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
    const cards = new Set(this.members(this.chosen).map((id) => this.cardOf(id)));
    const at = new Map([...cards].map((id) => [id, { x: this.stack.box(id).x + NUDGE * x, y: this.stack.box(id).y + NUDGE * y }]));
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
    this.announce(this.say("edge_selected", this.toldOf(next)));
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
    const said = this.say("connecting", { source: this.called(this.selected) });
    this.announce(said);
    this.tell(this.selected, said, "stays");
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

  /** Why `source` may not lead to `target`; of a block its exit leads on, and every layer that wants an input is fed. */
  refusal(source: string, target: string, edges = this.realEdges): string | null {
    const [from, to] = [this.exit(source), this.entries(target, edges)];
    if (!from) return this.say("no_exit", { block: this.called(source) });
    if (!to.length) return this.say("block_fed", { block: this.called(target) });
    const why = to.map((entry) => refusal(this.network!.nodes, edges, this.table.layers, from, entry)).find(Boolean);
    return why ? this.say(why.word, why.values) : null;
  }

  private entries(id: string, edges = this.realEdges): string[] {
    const block = named(this.groups, id);
    return block ? openOf(block, this.network!.nodes, edges, this.table.layers) : [id];
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
    this.send(...this.wiring(source, target, port));
    this.announce(this.say("connected", this.toldOf({ source, target, port: 0 })));
  }

  /** A port that is taken is drawn from: its edge comes along, and goes where it is let go. */
  grabbed({ nodeId, handleId, handleType }: OnConnectStartParams) {
    const found = this.edges.find((edge) => edge.target === nodeId && String(edge.port) === handleId);
    this.held = handleType === "target" ? (found ?? null) : null;
  }

  private held: SeenEdge | null = null;

  /** An edge by its end to another layer: its target's, or over an output its source's. */
  private led(edge: SeenEdge, other: string, { toHandle }: FinalConnectionState) {
    const [source, target] = toHandle?.type === "source" ? [other, edge.target] : [edge.source, other];
    const targetHandle = toHandle?.type === "target" ? toHandle.id! : String(target === edge.target ? edge.port : 0);
    this.reconnect(edgeId(edge), { source, target, sourceHandle: "out", targetHandle });
  }

  /** Let go over a card instead of a port: the next free port is meant. Over nothing: nothing. */
  connectEnded(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    if (state.isValid || !state.fromHandle) return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    const other = state.toHandle?.nodeId ?? this.stack.nodeAt(point.clientX, point.clientY);
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
    this.send(...cut, ...this.wiring(made.source, made.target, Number(made.targetHandle), rest));
  }

  // --- layers ---------------------------------------------------------------------------------------------------

  /** Layers were moved: the others stay where they are seen, so that all have a place from now on. */
  placed(at: Map<string, Point>, edge: SeenEdge | null) {
    const [only] = at.keys();
    if (edge && only) {
      this.send(...this.spliced(only, edge), this.allPlaces(at));
    } else {
      this.send(this.allPlaces(at));
    }
    this.stack.focus(this.selected ?? only);
  }

  /** A card that nothing leads to, in the place of an edge that is seen. */
  private spliced(id: string, edge: SeenEdge): Edit[] {
    const [first] = edge.real;
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
    const cards = this.stack.pinned ? moved : new Map([...this.stack.places, ...moved]);
    const all = new Map([...cards].flatMap(([id, place]) => this.stack.inside(id, place)));
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
    const block = this.blocks.has(layer);
    const id = freeId(this.network?.nodes ?? [], layer);
    const row = this.table.layers[layer];
    const edge = this.edge();
    const chosen = this.nodes.filter((node) => this.chosen.has(node.id));
    const loose: Edit = { do: "add", layer, params: {}, loose: true, id };
    const put = (into: SeenEdge) =>
      block ? this.putBlock(layer, { edges: into.real }) : this.arrive(id, layer, ...this.intoEdge(into, { layer, id }));
    if (edge) return put(edge);
    if (row && row.inputs[1] > 1 && (chosen.length > 1 || branch)) {
      return this.arrive(id, layer, loose, ...chosen.map((node) => ({ do: "connect", source: this.exit(node.id), target: id })));
    }
    const selected = this.node(this.selected);
    if (branch && selected) {
      if (block) return this.putBlock(layer, { after: this.exit(selected.id), branch: true });
      return this.arrive(id, layer, loose, { do: "connect", source: this.exit(selected.id), target: id });
    }
    const output = this.network?.output ? this.node(this.cardOf(this.network.output)) : null;
    const before = output ? into(this.edges, output.id) : [];
    if (output && before.length === 1 && (!selected || selected.id === output.id)) return put(before[0] as SeenEdge);
    const last = selected ?? this.nodes.filter((node) => !outOf(this.edges, node.id).length).at(-1);
    const after = last ? this.exit(last.id) : null;
    if (last && !after) return this.tell(last.id, this.say("no_exit", { block: this.called(last.id) }));
    if (block) return this.putBlock(layer, { after });
    this.arrive(id, layer, { do: "add", layer, params: {}, after, id });
  }

  /** From the palette, dropped on an edge or on free ground. */
  drop(layer: string, drop: Drop) {
    const id = freeId(this.network?.nodes ?? [], layer);
    const { edge } = drop;
    if (this.blocks.has(layer)) {
      const at = this.stack.pinned ? { x: Math.round(drop.x), y: Math.round(drop.y) } : {};
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
    this.selected = id;
    this.send(...edits);
    this.selectedAt = this.index(id);
    this.stack.reveal(id);
    this.stack.focus(id);
    this.announce(this.say("added", { layer: this.table.layers[layer]?.title ?? layer }));
  }

  override duplicate() {
    const { block } = this;
    if (block && exitOf(block, this.realEdges) && sourcesOf(block, this.realEdges).length === 1) {
      const id = freeId(this.groups, "block");
      this.awaited = `#${id}`;
      this.send({ do: "duplicate", group: block.id, id });
      return this.announce(this.say("duplicated", { layer: block.name }));
    }
    const nodes = this.movables();
    if (nodes.length === 1 && this.selected === nodes[0].id) return super.duplicate();
    if (nodes.length) this.pasteOwn(this.copied(nodes), "duplicated");
  }

  toggle() {
    const nodes = this.movables();
    if (!nodes.length) return;
    const enabled = !nodes.some((node) => node.enabled);
    this.send(...nodes.map((node) => ({ do: "switch", node: node.id, enabled })));
    this.announce(this.counted(enabled ? "switched_on" : "switched_off", nodes));
  }

  remove() {
    const edge = this.edge();
    if (edge) {
      this.chosenEdge = null;
      this.send(...edge.real.map(({ source, target, port }) => ({ do: "disconnect", source, target, port })));
      this.announce(this.say("disconnected", this.toldOf(edge)));
      return this.select(edge.source);
    }
    const nodes = this.movables();
    if (!nodes.length) {
      if (this.chosen.size) this.announce(this.say("input_stays"));
      return;
    }
    const first = this.cardOf(nodes[0].id);
    const [at, before] = [this.index(first), this.around(first)[0]];
    this.chosen = new Set();
    this.selected = null;
    this.send({ do: "delete", nodes: nodes.map((node) => node.id) });
    const next = before.find((id) => this.node(id)) ?? this.nodes[Math.min(at, this.nodes.length - 1)]?.id ?? null;
    this.select(next);
    this.announce(this.counted("deleted", nodes));
  }

  /** What was done to layers: the one by its name, several by their number. */
  private counted(word: string, nodes: Layer[]): string {
    const [count, layer] = [nodes.length, this.nameOf(nodes[0])];
    return this.say(count === 1 ? word : `${word}_many`, { layer, count });
  }

  // --- copy and paste -------------------------------------------------------------------------------------------

  private copied(nodes: Layer[]): Copied {
    const names = new Set(nodes.map((node) => node.id));
    const edges = this.realEdges.filter((edge) => names.has(edge.source) && names.has(edge.target));
    return {
      nodes: nodes.map(({ id, layer, params, enabled, ...own }) => {
        const { x, y } = this.stack.places.get(id) ?? own;
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
    this.announce(this.counted("copied", nodes));
  }

  private clipboard(kind: "copy" | "cut" | "paste", event: ClipboardEvent) {
    if (!this.hasFocus(this.root) || takesText(event.composedPath()[0])) return;
    if (kind === "paste") {
      event.preventDefault();
      return this.paste(fromClipboard(event.clipboardData, this.network?.name));
    }
    const nodes = this.movables();
    if (!nodes.length) return;
    event.preventDefault();
    toClipboard(event.clipboardData, this.copied(nodes));
    if (kind === "cut") this.remove();
    else this.announce(this.counted("copied", nodes));
  }

  private paste(came: Came | Said) {
    if (Array.isArray(came)) return this.tell(null, this.say(...came));
    if (came.own) return this.pasteOwn(came);
    const made = arriving(came, this.nodes, this.parts.most_pasted);
    if (Array.isArray(made)) return this.notice(made);
    this.send(...made.edits);
    this.coming = made.ids;
    this.notice(...made.said);
    const [count, layer] = [made.ids.length, made.ids[0]];
    this.announce(this.say(count === 1 ? "pasted" : "pasted_many", { layer, count }));
  }

  /** Sentences that stay until the next edit. */
  private notice(...said: Said[]) {
    this.notices = said.map((entry) => this.say(...entry));
    this.show();
  }

  private notices: string[] = [];
  /** Layers that Python has yet to judge, to be selected when they come. */
  private coming: string[] = [];

  override send(...edits: Edit[]) {
    this.notices = [];
    super.send(...edits);
  }

  override generalProblems() {
    const own = this.notices.map((text) => ({ text, field: null, repairs: [] }));
    return [...super.generalProblems(), ...own];
  }

  /** What was copied here has free names at once, so that it is seen and selected before the answer. */
  private pasteOwn(came: Copied, done = "pasted") {
    const taken: { id: string }[] = [...(this.network?.nodes ?? [])];
    const names = new Map<string, string>();
    const nodes = came.nodes.map((node) => {
      const id = freeId(taken, node.layer!);
      taken.push({ id });
      names.set(node.id!, id);
      const at = this.stack.pinned ? { x: (node.x ?? 0) + BESIDE, y: (node.y ?? 0) + BESIDE } : { x: null, y: null };
      return { ...node, ...at, id };
    });
    const edges = came.edges.map((edge) => ({ ...edge, source: names.get(edge.source)!, target: names.get(edge.target)! }));
    const blocks: { id: string }[] = [...this.groups];
    const groups = came.groups.map((block) => {
      const id = freeId(blocks, "block");
      blocks.push({ id });
      return { ...block, id, nodes: block.nodes.map((node) => names.get(node)!) };
    });
    const folded = (id: string) => groups.find((block) => block.folded && block.nodes.includes(id));
    this.chosen = new Set(nodes.map(({ id }) => (folded(id) ? `#${folded(id)!.id}` : id)));
    this.selected = [...this.chosen].at(-1)!;
    this.chosenEdge = null;
    this.send({ do: "paste", own: true, nodes, edges, groups });
    this.stack.focus(this.selected);
    this.announce(this.counted(done, nodes as Layer[]));
  }

  // --- the picture ----------------------------------------------------------------------------------------------

  /** The whole network as it stands, on white, without anything that only hands need. */
  picture(): Picture {
    const ink = this.parts.colours.light;
    const { cards, frames, routes, ways } = this.stack.seen((id) => this.colourOf(id, ink.kinds));
    const font = getComputedStyle(this.root).fontFamily;
    return picture({ title: this.pictureName(), font, ink, cards, frames, edges: this.edges, routes, ways });
  }

  /** Experiment and network, as a name that every system takes. */
  pictureName(): string {
    return [this.data.name, this.network?.name].filter(Boolean).join("-");
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
