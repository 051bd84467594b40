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
import {
  type CopiedLayers,
  fromClipboard,
  type PastedLayers,
  pasteEdits,
  type Sentence,
  toClipboard,
} from "./clipboard";
import { onGraph, SHEET } from "./keys";
import { type Picture, picture } from "./picture";
import { refusal } from "./rules";
import { SavePicture } from "./save";
import { type Drop, GraphView } from "./view";

const TIP_MS = 5000;
const NUDGE = 20;
const BESIDE = 34;

export class GraphEditor implements Kind {
  readonly view: GraphView;
  readonly overview = h("div", { class: "overview" });
  readonly saves: SavePicture;
  selection = new Set<string>();
  selectedEdge: string | null = null;
  newConnection: { source: string; target: string | null } | null = null;
  private visibleParts: VisibleGraph = { nodes: [], edges: [] };
  /** Those within folded blocks, too. */
  private layersById = new Map<string, Layer>();
  /** A block that comes with Python's answer and is to be selected then. */
  private awaitedBlock: string | null = null;
  private selectionBar = h("div", { class: "many actions", role: "toolbar" });
  private tools: Array<{ button: HTMLElement; word: string; sign?: string }> = [];
  private tipTimer?: ReturnType<typeof setTimeout>;

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

  dragLayers(source: HTMLElement, layerAt: (pressedElement: Element) => string | null) {
    draggable<Drop>(this.editor, this.view, source, (pressedElement) => {
      const layer = layerAt(pressedElement);
      return layer === null ? null : this.editor.palette.dragItem(layer, (drop) => this.drop(layer, drop));
    });
  }

  afterBuild() {
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
    editor.inspector.element.append(this.selectionBar);
    const signal = { signal: editor.stop.signal };
    for (const kind of ["copy", "cut", "paste"] as const) {
      document.addEventListener(kind, (event) => this.clipboard(kind, event), signal);
    }
  }

  beforeShow() {
    this.pruneSelection();
  }

  afterShow() {
    this.saves.show();
    for (const { button, word, sign } of this.tools) {
      const label = this.editor.say(word);
      set(button, { text: sign ?? label, title: this.editor.say(`${word}_key`), "aria-label": label });
    }
    this.showSelectionBar();
  }

  beforeOpen() {
    this.selection = new Set();
    this.selectedEdge = null;
  }

  afterOpen() {
    this.view.fit(false);
  }

  beforeSend() {
    this.notices = [];
  }

  /** The whole editor on the whole screen, for a large network or for a class; the browser has Esc to come back. */
  fillScreen() {
    const transition = this.editor.root.matches(":fullscreen")
      ? document.exitFullscreen()
      : this.editor.root.requestFullscreen();
    transition.catch(() => this.showTip(null, this.editor.say("no_screen")));
  }

  /** The edges that are seen; `real` are those of the document. */
  get edges(): VisibleEdge[] {
    return this.visibleParts.edges;
  }

  get realEdges(): Edge[] {
    return this.editor.network?.edges ?? [];
  }

  get groups(): Block[] {
    return this.editor.network?.groups ?? [];
  }

  layersOf(network: Network | undefined) {
    this.visibleParts = visibleGraph(network);
    this.layersById = new Map(network?.nodes.map((node) => [node.id, node]));
    return this.visibleParts.nodes;
  }

  /** A card, or a block that is framed. */
  node(id: string | null): Layer | null {
    const block = id ? blockOfCard(this.groups, id) : null;
    if (block && !block.folded) return asLayer(block, this.editor.network?.nodes ?? []);
    return this.editor.nodes.find((node) => node.id === id) ?? null;
  }

  /** The block that is selected. */
  get block(): Block | null {
    return this.selection.size === 1 && this.editor.selected ? blockOfCard(this.groups, this.editor.selected) : null;
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

  private displayName = (id: string) => {
    const node = this.layersById.get(id);
    return blockOfCard(this.groups, id)?.name ?? (node ? this.editor.nameOf(node) : id);
  };

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

  /** A card of the stack as a part of a graph, where it is in no list and several may be selected. */
  dress({ element, part }: Card, node: Layer, position: number) {
    const isSelected = this.selection.has(node.id);
    element.classList.toggle("selected", isSelected);
    element.classList.toggle("aimed", this.newConnection?.target === node.id);
    const [from, to] = this.around(node.id);
    const words = [
      part.option.getAttribute("aria-label"),
      from.length ? this.editor.say("from", { names: from.map(this.displayName).join(", ") }) : "",
      to.length ? this.editor.say("to", { names: to.map(this.displayName).join(", ") }) : "",
    ];
    set(element, { role: "none", "aria-setsize": null, "aria-posinset": null });
    set(part.option, {
      "aria-pressed": String(isSelected),
      tabindex: this.editor.selected === node.id || (!this.editor.selected && position === 0) ? 0 : -1,
      "aria-label": words.filter(Boolean).join(", "),
    });
    part.problem.classList.add("nodrag");
  }

  // --- what is selected -----------------------------------------------------------------------------------------

  inspectedLayer(): Layer | null {
    return this.selection.size === 1 && !this.selectedEdge ? this.node(this.editor.selected) : null;
  }

  /** The strip stays: a graph whose room changed as a card is pressed would slip away under the hand. */
  hintWords(): string {
    const edge = this.edge();
    if (edge) return this.editor.say("edge_selected", this.endNames(edge));
    if (this.selection.size > 1) return this.editor.say("many_selected", { count: this.selection.size });
    return this.editor.say("select_hint");
  }

  private endNames = ({ source, target }: Pick<Edge, "source" | "target">) => ({
    source: this.displayName(source),
    target: this.displayName(target),
  });

  edge(): VisibleEdge | null {
    return this.edges.find((edge) => edgeId(edge) === this.selectedEdge) ?? null;
  }

  private pruneSelection() {
    const { networks, shownNetwork } = this.editor;
    const network = networks[Math.min(shownNetwork, networks.length - 1)];
    const { nodes, edges } = visibleGraph(network);
    const visibleIds = new Set([...nodes.map((node) => node.id), ...(network?.groups ?? []).map(cardId)]);
    if (this.awaitedBlock && visibleIds.has(this.awaitedBlock)) {
      this.editor.selected = this.awaitedBlock;
      this.selection = new Set([this.awaitedBlock]);
      this.view.awaitFocus(this.awaitedBlock);
      this.awaitedBlock = null;
    }
    if (this.pastedIds.length && this.pastedIds.every((id) => visibleIds.has(id))) {
      [this.selection, this.editor.selected, this.selectedEdge] = [
        new Set(this.pastedIds),
        this.pastedIds.at(-1) ?? null,
        null,
      ];
      this.pastedIds = [];
    }
    const remainingIds = [...this.selection].filter((id) => visibleIds.has(id));
    if (this.editor.selected && !visibleIds.has(this.editor.selected)) {
      // After an undo or a delete the selection stays where it was, on what is there now.
      const at = Math.min(this.editor.selectedAt ?? 0, visibleIds.size - 1);
      this.editor.selected = remainingIds.at(-1) ?? nodes[Math.min(at, nodes.length - 1)]?.id ?? null;
      if (!remainingIds.length && this.editor.selected) remainingIds.push(this.editor.selected);
    }
    if (this.editor.selected && !remainingIds.includes(this.editor.selected)) remainingIds.push(this.editor.selected);
    if (remainingIds.length !== this.selection.size || remainingIds.some((id) => !this.selection.has(id)))
      this.selection = new Set(remainingIds);
    if (this.selectedEdge && !edges.some((edge) => edgeId(edge) === this.selectedEdge)) this.selectedEdge = null;
  }

  selectionFor(requestedId: string | null): string | null {
    const id = requestedId && this.cardOf(requestedId);
    this.awaitedBlock = null;
    this.selection = new Set(id ? [id] : []);
    this.selectedEdge = null;
    return id;
  }

  selectCards(ids: Set<string>, last?: string) {
    const previousId = this.editor.selected;
    this.selection = ids;
    if (ids.size) this.selectedEdge = null;
    const focusedId = last ?? (previousId && ids.has(previousId) ? previousId : [...ids].at(-1));
    this.editor.selected = focusedId ?? null;
    this.editor.selectedAt = this.editor.selected ? this.editor.index(this.editor.selected) : null;
    this.editor.show();
  }

  selectEdge(id: string | null) {
    this.selectedEdge = id;
    if (id) {
      this.selection = new Set();
      this.editor.selected = null;
    }
    this.editor.show();
  }

  handleClick(id: string) {
    if (isBlock(id) && !this.selection.has(id)) return this.editor.select(id);
    if (this.selection.has(id)) {
      this.editor.selected = id;
      this.editor.selectedAt = this.editor.index(id);
      this.editor.show();
    }
    this.view.focus(id);
  }

  handlePaneClick() {
    this.newConnection = null;
    this.editor.select(null, { focus: false });
    this.view.focus(undefined);
  }

  /** The focus came to a card: by Tab it is selected, unless a hand or the editor brought it. */
  handleFocus(id: string) {
    if (this.view.returning || this.view.isPressed || this.selection.size) return;
    this.editor.select(id, { focus: false });
  }

  private showSelectionBar() {
    const hasSeveral = this.selection.size > 1;
    const edge = this.edge();
    const anyEnabled = this.movables().some((node) => node.enabled);
    const names: [string, () => void][] = hasSeveral
      ? [
          ["copy", () => this.copy()],
          ["duplicate", () => this.duplicate()],
          ["group", () => this.group()],
          [anyEnabled ? "switch_off" : "switch_on", () => this.toggle()],
          ["delete", () => this.remove()],
        ]
      : edge
        ? [["cut_edge", () => this.remove()]]
        : [];
    const key = JSON.stringify([names.map(([word]) => word), this.editor.data.hash]);
    set(this.selectionBar, { hidden: !names.length, "aria-label": this.hintWords() });
    if (this.selectionBar.dataset.key === key) return;
    this.selectionBar.dataset.key = key;
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
    this.selectionBar.replaceChildren(...names.map(button));
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
    const names = new Set(this.members(this.selection));
    return (this.editor.network?.nodes ?? []).filter((node) => names.has(node.id) && node.layer !== "Input");
  }

  // --- blocks ---------------------------------------------------------------------------------------------------

  /** What is selected becomes a block; inside of one already, that block is selected. */
  group() {
    const nodes = this.movables().map((node) => node.id);
    if (!nodes.length) return this.showTip(this.editor.selected, this.editor.say("nothing_to_group"));
    const blocks = nodes.map((id) => blockOf(this.groups, id));
    if (blocks[0] && blocks.every((block) => block === blocks[0])) return this.editor.select(cardId(blocks[0]));
    const other = blocks.find(Boolean);
    if (other) return this.showTip(this.editor.selected, this.editor.say("in_other_block", { block: other.name }));
    const id = freeId(this.groups, "block");
    this.selectedEdge = null;
    this.awaitedBlock = `#${id}`;
    this.editor.send({ do: "group", nodes, id, title: "", name: this.editor.say("block") });
    this.editor.announce(this.editor.say("grouped", { count: nodes.length }));
    this.nameBlock();
  }

  ungroup() {
    const block = this.block ?? (this.editor.selected ? blockOf(this.groups, this.editor.selected) : null);
    if (!block) return;
    this.selection = new Set(block.nodes);
    this.editor.selected = block.nodes[0] ?? null;
    this.editor.send({ do: "ungroup", group: block.id });
    this.view.focus(this.editor.selected);
    this.editor.announce(this.editor.say("ungrouped", { block: block.name }));
  }

  toggleFold(id: string | null = this.editor.selected) {
    const block = id ? blockOfCard(this.groups, id) : null;
    if (!block) return;
    this.selection = new Set([cardId(block)]);
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
      return this.showTip(this.editor.selected, this.editor.say("name_first"));
    }
    if (sourcesOf(block, this.realEdges).length !== 1 || !exitOf(block, this.realEdges)) {
      return this.showTip(this.editor.selected, this.editor.say("not_to_save", { block: block.name }));
    }
    this.editor.send({ do: "save_block", group: block.id });
    this.editor.announce(this.editor.say("block_saved", { block: block.name }));
    this.editor.tip(
      this.view.options.get(this.editor.selected ?? "") ?? null,
      this.editor.say("block_saved", { block: block.name }),
    );
    clearTimeout(this.tipTimer);
    this.tipTimer = setTimeout(() => this.editor.tip(null), TIP_MS);
  }

  /** A block from the palette comes with Python's answer, and is selected then. */
  private putBlock(key: string, place: Record<string, unknown>) {
    this.selectedEdge = null;
    const newCardId = `#${this.editor.insertBlock(key, { folded: true, ...place })}`;
    this.awaitedBlock = this.node(newCardId) ? null : newCardId;
    this.view.focus(undefined);
  }

  private exit = (id: string) => {
    const block = blockOfCard(this.groups, id);
    return block ? exitOf(block, this.realEdges) : id;
  };

  /** A layer (with `id` and the rest of an edit that makes one) in the place of an edge that is seen. */
  private intoEdge(edge: VisibleEdge, newLayer: { layer: string; id: string }): Edit[] {
    const [first, ...rest] = edge.real;
    if (!first) return [];
    return [
      { do: "insert_before", node: first.target, source: first.source, port: first.port, params: {}, ...newLayer },
      ...rest.flatMap(({ source, target, port }) => [
        { do: "disconnect", source, target, port },
        { do: "connect", source: newLayer.id, target, port },
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
    const from = this.newConnection?.target ?? this.editor.selected ?? null;
    const next = from ? this.neighbour(from, x, y) : this.editor.nodes[0]?.id;
    if (!next) return;
    if (this.newConnection) return this.aim(next);
    if (!also) return this.editor.select(next);
    this.selectCards(new Set([...this.selection, next]), next);
    this.view.reveal(next);
    this.view.focus(next);
  }

  nudge(x: number, y: number) {
    if (!this.selection.size) return;
    const cards = new Set(this.members(this.selection).map((id) => this.cardOf(id)));
    const at = new Map(
      [...cards].map((id) => [id, { x: this.view.box(id).x + NUDGE * x, y: this.view.box(id).y + NUDGE * y }]),
    );
    this.handleMove(at, null);
    if (this.editor.selected) this.view.reveal(this.editor.selected);
  }

  selectAll() {
    this.selectCards(new Set(this.editor.nodes.map((node) => node.id)));
  }

  nextEdge() {
    const around = this.edges.filter((edge) => edge.source === this.edgeOf || edge.target === this.edgeOf);
    const at = around.findIndex((edge) => edgeId(edge) === this.selectedEdge);
    const next = around[(at + 1) % around.length];
    if (!next) return;
    this.selectEdge(edgeId(next));
    this.editor.announce(this.editor.say("edge_selected", this.endNames(next)));
    this.view.focus(undefined);
  }

  /** The layer whose edges E walks through: kept while an edge is selected. */
  private get edgeOf(): string | null {
    if (this.editor.selected) this.lastEdgeNode = this.editor.selected;
    return this.lastEdgeNode;
  }

  private lastEdgeNode: string | null = null;

  startConnection() {
    if (!this.editor.selected) return;
    this.newConnection = { source: this.editor.selected, target: null };
    const sentence = this.editor.say("connecting", { source: this.displayName(this.editor.selected) });
    this.editor.announce(sentence);
    this.showTip(this.editor.selected, sentence, "stays");
  }

  private aim(id: string) {
    if (!this.newConnection) return;
    this.newConnection.target = id;
    const { source } = this.newConnection;
    const why = this.refusal(source, id);
    this.editor.show();
    this.view.reveal(id);
    const node = this.node(id);
    this.editor.announce([node && this.editor.nameOf(node), why].filter(Boolean).join(": "));
    if (why) this.showTip(id, why, "stays");
    else this.hideTip();
  }

  endConnection(take: boolean) {
    const connection = this.newConnection;
    this.newConnection = null;
    this.hideTip();
    if (take && connection?.target) this.connect(connection.source, connection.target, null);
    this.editor.show();
    this.view.focus(connection?.source);
  }

  // --- edges ----------------------------------------------------------------------------------------------------

  /** Why `source` may not lead to `target`; of a block its exit leads on, and every layer that wants an input is fed. */
  refusal(source: string, target: string, edges = this.realEdges): string | null {
    const [from, to] = [this.exit(source), this.entries(target, edges)];
    if (!from) return this.editor.say("no_exit", { block: this.displayName(source) });
    if (!to.length) return this.editor.say("block_fed", { block: this.displayName(target) });
    const why = to
      .map((entry) => refusal(this.editor.network?.nodes ?? [], edges, this.editor.table.layers, from, entry))
      .find(Boolean);
    return why ? this.editor.say(why.word, { ...why.values, ...this.endNames(why.values) }) : null;
  }

  private entries(id: string, edges = this.realEdges): string[] {
    const block = blockOfCard(this.groups, id);
    return block ? openOf(block, this.editor.network?.nodes ?? [], edges, this.editor.table.layers) : [id];
  }

  private connectEdits(source: string, target: string, port: number | null, edges = this.realEdges): Edit[] {
    const isPortUsed = isBlock(target) || into(edges, target).some((edge) => edge.port === port);
    return this.entries(target, edges).map((entry) => ({
      do: "connect",
      source: this.exit(source),
      target: entry,
      port: isPortUsed ? null : port,
    }));
  }

  connect(source: string, target: string, port: number | null) {
    const why = this.refusal(source, target);
    if (why) return this.showTip(target, why);
    this.editor.send(...this.connectEdits(source, target, port));
    this.editor.announce(this.editor.say("connected", this.endNames({ source, target })));
  }

  /** A port that is taken is drawn from: its edge comes along, and goes where it is let go. */
  handleConnectStart({ nodeId, handleId, handleType }: OnConnectStartParams) {
    const edge = this.edges.find((edge) => edge.target === nodeId && String(edge.port) === handleId);
    this.draggedEdge = handleType === "target" ? (edge ?? null) : null;
  }

  private draggedEdge: VisibleEdge | null = null;

  /** An edge by its end to another layer: its target's, or over an output its source's. */
  private redirect(edge: VisibleEdge, other: string, { toHandle }: FinalConnectionState) {
    const [source, target] = toHandle?.type === "source" ? [other, edge.target] : [edge.source, other];
    const targetHandle =
      toHandle?.type === "target" ? (toHandle.id ?? "0") : String(target === edge.target ? edge.port : 0);
    this.reconnect(edgeId(edge), { source, target, sourceHandle: "out", targetHandle });
  }

  /** Let go over a card instead of a port: the next free port is meant. Over nothing: nothing. */
  handleConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    if (state.isValid || !state.fromHandle) return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    const other = state.toHandle?.nodeId ?? (point ? this.view.nodeAt(point.clientX, point.clientY) : null);
    const own = state.fromHandle.nodeId;
    if (other && this.draggedEdge && (other !== own || state.toHandle))
      return this.redirect(this.draggedEdge, other, state);
    if (!other || other === own) return;
    const [source, target] = state.fromHandle.type === "source" ? [own, other] : [other, own];
    const port = state.toHandle && state.toHandle.type === "target" ? Number(state.toHandle.id) : null;
    this.connect(source, target, port);
  }

  reconnect(oldId: string, connection: Connection) {
    const edge = this.edges.find((entry) => edgeId(entry) === oldId);
    const isSame = edge && edge.source === connection.source && edge.target === connection.target;
    if (!edge || (isSame && String(edge.port) === connection.targetHandle)) return;
    const otherEdges = this.realEdges.filter((entry) => !edge.real.includes(entry));
    const why = this.refusal(connection.source, connection.target, otherEdges);
    if (why) return this.showTip(connection.target, why);
    const cut = edge.real.map(({ source, target, port }) => ({ do: "disconnect", source, target, port }));
    this.editor.send(
      ...cut,
      ...this.connectEdits(connection.source, connection.target, Number(connection.targetHandle), otherEdges),
    );
  }

  // --- layers ---------------------------------------------------------------------------------------------------

  /** Layers were moved: the others stay where they are seen, so that all have a place from now on. */
  handleMove(at: Map<string, Point>, edge: VisibleEdge | null) {
    const [only] = at.keys();
    if (edge && only) {
      this.editor.send(...this.spliceEdits(only, edge), this.allPlaces(at));
    } else {
      this.editor.send(this.allPlaces(at));
    }
    this.view.focus(this.editor.selected ?? only);
  }

  /** A card that nothing leads to, in the place of an edge that is seen. */
  private spliceEdits(id: string, edge: VisibleEdge): Edit[] {
    const [first] = edge.real;
    if (!first) return [];
    if (!isBlock(id) && edge.real.length === 1) {
      return [{ do: "splice", node: id, source: first.source, target: first.target, port: first.port }];
    }
    const from = this.exit(id);
    if (!from) return [];
    return [
      ...edge.real.map(({ source, target, port }) => ({ do: "disconnect", source, target, port })),
      ...this.connectEdits(first.source, id, null),
      ...edge.real.map(({ target, port }) => ({ do: "connect", source: from, target, port })),
    ];
  }

  private allPlaces(movedPlaces: Map<string, Point>): Edit {
    const cards = this.view.pinned ? movedPlaces : new Map([...this.view.places, ...movedPlaces]);
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
    const selectedNodes = this.editor.nodes.filter((node) => this.selection.has(node.id));
    const loose: Edit = { do: "add", layer, params: {}, loose: true, id };
    const insertInto = (into: VisibleEdge) =>
      block
        ? this.putBlock(layer, { edges: into.real })
        : this.arrive(id, layer, ...this.intoEdge(into, { layer, id }));
    if (edge) return insertInto(edge);
    if (row && row.inputs[1] > 1 && (selectedNodes.length > 1 || branch)) {
      return this.arrive(
        id,
        layer,
        loose,
        ...selectedNodes.map((node) => ({ do: "connect", source: this.exit(node.id), target: id })),
      );
    }
    const selectedNode = this.node(this.editor.selected);
    if (branch && selectedNode) {
      if (block) return this.putBlock(layer, { after: this.exit(selectedNode.id), branch: true });
      return this.arrive(id, layer, loose, { do: "connect", source: this.exit(selectedNode.id), target: id });
    }
    const output = this.editor.network?.output ? this.node(this.cardOf(this.editor.network.output)) : null;
    const leadingEdges = output ? into(this.edges, output.id) : [];
    if (output && leadingEdges.length === 1 && (!selectedNode || selectedNode.id === output.id))
      return insertInto(leadingEdges[0] as VisibleEdge);
    const last = selectedNode ?? this.editor.nodes.filter((node) => !outOf(this.edges, node.id).length).at(-1);
    const after = last ? this.exit(last.id) : null;
    if (last && !after) return this.showTip(last.id, this.editor.say("no_exit", { block: this.displayName(last.id) }));
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
    this.selection = new Set([id]);
    this.selectedEdge = null;
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
      this.awaitedBlock = `#${id}`;
      this.editor.send({ do: "duplicate", group: block.id, id });
      return this.editor.announce(this.editor.say("duplicated", { layer: block.name }));
    }
    const nodes = this.movables();
    const [only] = nodes;
    if (only && nodes.length === 1 && this.editor.selected === only.id) return this.duplicateLayer(only);
    if (nodes.length) this.pasteOwn(this.copyOf(nodes), "duplicated");
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
    this.editor.announce(this.actionText(enabled ? "switched_on" : "switched_off", nodes));
  }

  remove() {
    const edge = this.edge();
    if (edge) {
      this.selectedEdge = null;
      this.editor.send(...edge.real.map(({ source, target, port }) => ({ do: "disconnect", source, target, port })));
      this.editor.announce(this.editor.say("disconnected", this.endNames(edge)));
      return this.editor.select(edge.source);
    }
    const nodes = this.movables();
    const [one] = nodes;
    if (!one) {
      if (this.selection.size) this.editor.announce(this.editor.say("input_stays"));
      return;
    }
    const first = this.cardOf(one.id);
    const [at, sources] = [this.editor.index(first), this.around(first)[0]];
    this.selection = new Set();
    this.editor.selected = null;
    this.editor.send({ do: "delete", nodes: nodes.map((node) => node.id) });
    const next =
      sources.find((id) => this.node(id)) ?? this.editor.nodes[Math.min(at, this.editor.nodes.length - 1)]?.id ?? null;
    this.editor.select(next);
    this.editor.announce(this.actionText("deleted", nodes));
  }

  /** What was done to layers: the one by its name, several by their number. */
  private actionText(word: string, nodes: Layer[]): string {
    const [first] = nodes;
    const [count, layer] = [nodes.length, first && this.editor.nameOf(first)];
    return this.editor.say(count === 1 ? word : `${word}_many`, { layer, count });
  }

  // --- copy and paste -------------------------------------------------------------------------------------------

  private copyOf(nodes: Layer[]): CopiedLayers {
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
    toClipboard(null, this.copyOf(nodes));
    this.editor.announce(this.actionText("copied", nodes));
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
    toClipboard(event.clipboardData, this.copyOf(nodes));
    if (kind === "cut") this.remove();
    else this.editor.announce(this.actionText("copied", nodes));
  }

  private paste(content: PastedLayers | Sentence) {
    if (Array.isArray(content)) return this.showTip(null, this.editor.say(...content));
    if (content.own) return this.pasteOwn(content as CopiedLayers);
    const plan = pasteEdits(content, this.editor.nodes, this.editor.parts.most_pasted ?? 0);
    if (Array.isArray(plan)) return this.notice(plan);
    this.editor.send(...plan.edits);
    this.pastedIds = plan.ids;
    this.notice(...plan.sentences);
    const [count, layer] = [plan.ids.length, plan.ids[0]];
    this.editor.announce(this.editor.say(count === 1 ? "pasted" : "pasted_many", { layer, count }));
  }

  /** Sentences that stay until the next edit. */
  private notice(...sentences: Sentence[]) {
    this.notices = sentences.map((entry) => this.editor.say(...entry));
    this.editor.show();
  }

  private notices: string[] = [];
  /** Layers that Python has yet to judge, to be selected when they come. */
  private pastedIds: string[] = [];

  generalProblems() {
    const noticeProblems = this.notices.map((text) => ({ text, field: null, repairs: [] }));
    return [...this.editor.data.problems, ...noticeProblems];
  }

  /** What was copied here has free names at once, so that it is seen and selected before the answer. */
  private pasteOwn(layers: CopiedLayers, word = "pasted") {
    const usedIds: { id: string }[] = [...(this.editor.network?.nodes ?? [])];
    const names = new Map<string, string>();
    const nodes = layers.nodes.map((node) => {
      const id = freeId(usedIds, node.layer);
      usedIds.push({ id });
      names.set(node.id, id);
      const at = this.view.pinned ? { x: (node.x ?? 0) + BESIDE, y: (node.y ?? 0) + BESIDE } : { x: null, y: null };
      return { ...node, ...at, id };
    });
    const newName = (id: string) => names.get(id) ?? id;
    const edges = layers.edges.map((edge) => ({ ...edge, source: newName(edge.source), target: newName(edge.target) }));
    const blocks: { id: string }[] = [...this.groups];
    const groups = layers.groups.map((block) => {
      const id = freeId(blocks, "block");
      blocks.push({ id });
      return { ...block, id, nodes: block.nodes.map(newName) };
    });
    const visibleId = (id: string) => {
      const block = groups.find((entry) => entry.folded && entry.nodes.includes(id));
      return block ? `#${block.id}` : id;
    };
    this.selection = new Set(nodes.map(({ id }) => visibleId(id)));
    this.editor.selected = [...this.selection].at(-1) ?? null;
    this.selectedEdge = null;
    this.editor.send({ do: "paste", own: true, nodes, edges, groups });
    this.view.focus(this.editor.selected);
    this.editor.announce(this.actionText(word, nodes));
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
  showTip(id: string | null, sentence: string, how: "while" | "hover" | "stays" = "while") {
    clearTimeout(this.tipTimer);
    this.tipKind = how;
    const card = (id && this.view.options.get(id)?.closest(".card")) || this.view.area;
    this.editor.tip(card, sentence);
    this.editor.tooltip.classList.toggle("refusal", how !== "stays");
    if (how === "stays") return;
    this.editor.announce(sentence);
    if (how === "while") this.tipTimer = setTimeout(() => this.editor.tip(null), TIP_MS);
  }

  /** Take the sentence away; the hand that leaves takes only what came with it. */
  hideTip(how: "hover" | "stays" = "stays") {
    if (how === "hover" && this.tipKind !== "hover") return;
    clearTimeout(this.tipTimer);
    this.editor.tip(null);
  }

  private tipKind = "";

  close() {
    clearTimeout(this.tipTimer);
    this.view.close();
  }
}
