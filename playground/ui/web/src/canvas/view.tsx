// The graph on the page, in the place where the stack editor has its stack: what the editor tells it to show goes to
// React Flow, and what a hand does there goes back to the editor.
import type { EdgeChange, Edge as FlowEdge, Node as FlowNode, NodeChange, ReactFlowInstance } from "@xyflow/react";
import { applyNodeChanges } from "@xyflow/react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { type Block, blockOfCard, cardId, isBlock, type VisibleEdge } from "../editor/blocks";
import { describe, type Card as EditorCard } from "../editor/card";
import { edgeId, type Layer, type Point, placesOf } from "../editor/document";
import { h, set } from "../editor/dom";
import type { Ground } from "../editor/drag";
import type { View } from "../editor/kind";
import { Canvas } from "./canvas";
import { imagesOn, wordsOn } from "./card_contents";
import type { GraphEditor } from "./graph_editor";
import { spread, type Way, type Ways } from "./lanes";
import { FRAME, type Places, places, type Routes, type Size, tidyPlan } from "./layout";
import type { Card, FrameBox } from "./picture";
import { ports } from "./rules";

export type CardNode = FlowNode<{ ports: number }, "card">;
export type FrameNode = FlowNode<{ key: string }, "frame">;
export type ShapeEdge = FlowEdge<{ way?: Way; route?: Point[] }, "shape">;
export type Drop = Point & { edge: VisibleEdge | null };
type FlowElements = { nodes: (CardNode | FrameNode)[]; edges: ShapeEdge[] };

const SMALLEST = 0.2;
const READABLE = 0.7;
/** Where a row would be cut else. */
const HARDLY = 0.5;
const LARGEST = 1.6;
const MARGIN = 22;
/** The room of a picture that finds its own places: a slide. */
const SLIDE = { width: 1600, height: 900 };
/** So many cards at most show their outputs in two rows. */
const FEW = 8;
/** Between a card and the sentence below it. */
const UNDER = 5;
const UNKNOWN: Size = { width: 150, height: 72 };

const alike = <T,>(one: T[], other: T[]) =>
  one.length === other.length && one.every((entry, at) => entry === other[at]);
const upTo = (value: number, step: number) => Math.ceil(value / step) * step;

export class GraphView implements View, Ground<Drop> {
  area: HTMLElement;
  list: HTMLElement;
  options = new Map<string, HTMLElement>();
  nodes?: Layer[];
  places: Places = new Map();
  routes: Routes = new Map();
  ways: Ways = new Map();
  sizes = new Map<string, Size>();
  /** Sizes a little larger, for finding places: a number with one more digit moves nothing. */
  private roomy = new Map<string, Size>();
  /** What React Flow draws: where things stand. What is said on them goes past it, straight to where it is read. */
  elements: FlowElements = { nodes: [], edges: [] };
  /** The shape that travels on each edge. */
  shapes = new Map<string, string>();
  private cards = new Map<string, { card: EditorCard; key: string }>();
  returning = false;
  isPressed = false;
  /** Layers are being selected in a box: React Flow would select the edges between them as well. */
  private isBoxSelecting = false;
  flow: ReactFlowInstance<CardNode | FrameNode, ShapeEdge> | null = null;
  private listeners = new Set<() => void>();
  private stage: HTMLElement;
  private empty: HTMLElement;
  private root;
  private dragPlaces = new Map<string, Point>();
  /** The view follows the network until a hand moves it. */
  private isFollowing = true;
  private fittedSpread = "";
  private awaitedFocus: string | null = null;
  private key = "";
  private room = "";
  /** The whole editor, the most that was left of it for the graph, and what is left now. */
  private whole = "";
  private tall = 0;
  private height = 0;

  constructor(private graph: GraphEditor) {
    this.stage = h("div", { class: "flow" });
    this.empty = h("p", { class: "empty" });
    this.area = this.list = h("div", { class: "area graph", tabindex: -1 }, this.stage, this.empty);
    this.root = createRoot(this.stage);
    const setPressed = (now: boolean) => () => {
      this.isPressed = now;
      if (now) this.isBoxSelecting = false;
    };
    this.area.addEventListener("pointerdown", setPressed(true), { capture: true });
    window.addEventListener("pointerup", setPressed(false), { capture: true, signal: graph.editor.stop.signal });
    this.root.render(<Canvas view={this} graph={graph} />);
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  snapshot = () => this.elements;

  private publish({ nodes = this.elements.nodes, edges = this.elements.edges }: Partial<FlowElements>) {
    if (!alike(nodes, this.elements.nodes) || !alike(edges, this.elements.edges)) this.elements = { nodes, edges };
    flushSync(() => {
      for (const listener of this.listeners) listener();
    });
  }

  /** A card is there; it is described at once, and again whenever what it says has changed. */
  addCard(id: string, card: EditorCard) {
    this.options.set(id, card.part.option);
    this.cards.set(id, { card, key: "" });
    this.describe(id);
    return () => {
      if (this.cards.get(id)?.card !== card) return;
      this.cards.delete(id);
      this.options.delete(id);
    };
  }

  private describe(id: string) {
    const { graph } = this;
    const entry = this.cards.get(id);
    const total = this.nodes?.length ?? 0;
    const position = this.nodes?.findIndex((node) => node.id === id) ?? -1;
    const node = this.nodes?.[position];
    if (!entry || !node) return;
    const output = graph.editor.outputs[node.exit ?? id];
    const isFocusable = graph.editor.selected === id || (!graph.editor.selected && position === 0);
    // A parameter of a layer is not on its card as such: what it means comes with the answer, in words.
    const params = isBlock(id) ? node.params : null;
    const cardContent = [
      { ...node, params, x: null, y: null },
      isFocusable,
      graph.selection.has(id),
      output?.key,
      output?.mark,
    ];
    const many = total > FEW;
    const around = [
      graph.newConnection?.target === id,
      graph.around(id),
      graph.editor.dark,
      graph.editor.data.hash,
      many,
    ];
    const key = JSON.stringify([cardContent, around]);
    if (entry.key === key) return;
    entry.key = key;
    describe(graph.editor, entry.card, node, position, total, many);
    graph.dress(entry.card, node, position);
    this.measureSentence(id, entry.card.part.problem);
  }

  /** Whether layers stand where a hand put them; else they find their places by themselves. */
  get pinned() {
    return Boolean(this.nodes?.some((node) => node.x !== null && node.y !== null));
  }

  show(nodes: Layer[]) {
    const { graph } = this;
    this.nodes = nodes;
    const few = nodes.length < 2;
    set(this.empty, { text: few ? graph.editor.say("empty") : "", hidden: !few });
    set(this.area, { "aria-label": graph.editor.say("network_role") });
    const edges = graph.edges;
    // Not the shapes themselves: finding places for a hundred layers takes a tenth of a second.
    const longest = Math.max(0, ...edges.map((edge) => (edge.shape ?? "").length));
    const lines = edges.map(({ source, target, port }) => [source, target, port]);
    const key = JSON.stringify([
      graph.editor.network?.name,
      nodes.map(({ id, x, y }) => [id, x, y]),
      lines,
      longest,
      [...this.frames],
    ]);
    const isMoved = key !== this.key;
    this.key = key;
    if (isMoved) this.arrange();
    this.publish(this.flowElements(nodes, edges));
    for (const node of nodes) this.describe(node.id);
    if (isMoved && this.isFollowing && !this.pinned && this.fittedSpread !== this.spreadOfCards()) this.fit(false);
    if (this.awaitedFocus) this.focus(this.awaitedFocus);
  }

  /** The room of the graph without what the form of a layer takes for a while: no card moves under the hand that
   *  pressed it. */
  private measure() {
    const { clientWidth, clientHeight } = this.graph.editor.root;
    const whole = `${clientWidth}x${clientHeight}`;
    this.tall = Math.max(whole === this.whole ? this.tall : 0, this.area.clientHeight);
    this.whole = whole;
    this.height = this.area.clientHeight;
    return { width: this.area.clientWidth, height: this.tall };
  }

  private arrange() {
    const { width, height } = this.measure();
    const room = { width: width - 2 * MARGIN, height: height - 2 * MARGIN };
    this.room = `${width}x${height}`;
    const plan = places(this.nodes ?? [], this.graph.edges, this.roomy, room, READABLE, this.frames);
    this.places = plan.at;
    this.routes = plan.routes;
    this.ways = plan.ways;
    if (this.pinned) return;
    // In the middle of the room that was found for it, so that edges run level.
    for (const [id, place] of this.places) {
      place.y += Math.round(((this.roomy.get(id)?.height ?? 0) - (this.sizes.get(id)?.height ?? 0)) / 2);
    }
  }

  /** The blocks that stand open, with a frame around their layers. */
  private get openBlocks(): Block[] {
    return this.graph.groups.filter((block) => !block.folded);
  }

  private get frames(): Map<string, string> {
    return new Map(this.openBlocks.flatMap((block) => block.nodes.map((id) => [id, cardId(block)] as const)));
  }

  /** The frame of an open block, as large as its layers need. */
  private frame(block: Block, boxes = block.nodes.map((id) => this.box(id))): Point & Required<Size> {
    const left = Math.min(...boxes.map((box) => box.x)) - FRAME.side;
    const top = Math.min(...boxes.map((box) => box.y)) - FRAME.top;
    const right = Math.max(...boxes.map((box) => box.x + box.width)) + FRAME.side;
    const bottom = Math.max(...boxes.map((box) => box.y + box.height + box.under)) + FRAME.bottom;
    return { x: left, y: top, width: right - left, height: bottom - top, under: 0 };
  }

  private frameNodes(previousNodes: Map<string, CardNode | FrameNode>): FrameNode[] {
    return this.openBlocks.map((block) => {
      const { x, y, width, height } = this.frame(block);
      const [id, selected] = [cardId(block), this.graph.selection.has(cardId(block))];
      const key = JSON.stringify([
        block,
        x,
        y,
        width,
        height,
        selected,
        this.graph.editor.dark,
        this.graph.editor.data.hash,
      ]);
      const old = previousNodes.get(id);
      if (old?.type === "frame" && old.data.key === key) return old;
      const style = { width, height, pointerEvents: "none" as const };
      const fixed = { selectable: false, focusable: false, connectable: false, zIndex: -1, dragHandle: ".block-title" };
      return { id, type: "frame", position: { x, y }, data: { key }, style, selected, width, height, ...fixed };
    });
  }

  private flowElements(nodes: Layer[], edges: VisibleEdge[]): FlowElements {
    const { graph } = this;
    const previousNodes = new Map(this.elements.nodes.map((node) => [node.id, node]));
    const cardNodes = nodes.map((node): CardNode => {
      const previousNode = previousNodes.get(node.id);
      const old = previousNode?.type === "card" ? previousNode : undefined;
      const count = ports(edges, graph.editor.table.layers[node.layer], node.id);
      const data = old?.data.ports === count ? old.data : { ports: count };
      const { x, y } = this.dragPlaces.get(node.id) ?? this.places.get(node.id) ?? { x: 0, y: 0 };
      const size = this.sizes.get(node.id);
      const selected = graph.selection.has(node.id);
      // React Flow draws again what is another object.
      const isSame = old && old.data === data && old.selected === selected;
      if (isSame && old.position.x === x && old.position.y === y) return old;
      return {
        ...old,
        id: node.id,
        type: "card",
        position: { x, y },
        data,
        selected,
        focusable: false,
        initialWidth: size?.width ?? 150,
        initialHeight: size?.height ?? 72,
      };
    });
    const nodeIds = new Set(nodes.map((node) => node.id));
    const shapes = new Map(nodes.map((node) => [node.id, node.shape]));
    const previousEdges = new Map(this.elements.edges.map((edge) => [edge.id, edge]));
    this.shapes = new Map(edges.map((edge) => [edgeId(edge), edge.shape ?? shapes.get(edge.source) ?? ""]));
    const lines = edges
      .filter((edge) => nodeIds.has(edge.source) && nodeIds.has(edge.target))
      .map((edge): ShapeEdge => {
        const id = edgeId(edge);
        const [selected, old] = [graph.selectedEdge === id, previousEdges.get(id)];
        const [way, route] = this.dragPlaces.size ? [] : [this.ways.get(id), this.routes.get(id)];
        const isSame = old?.data?.way === way && old?.data?.route === route;
        if (old && isSame && old.selected === selected) return old;
        const ends = { source: edge.source, target: edge.target, sourceHandle: "out", targetHandle: String(edge.port) };
        return { id, ...ends, type: "shape", data: { way, route }, selected, focusable: false };
      });
    return { nodes: [...this.frameNodes(previousNodes), ...cardNodes], edges: lines };
  }

  /** Called when the room changes. */
  layout(nodes: Layer[]) {
    const before = this.height;
    const { width, height } = this.measure();
    if (`${width}x${height}` === this.room) return this.uncover(before);
    this.key = "";
    this.show(nodes);
  }

  /** What is selected and was seen is still seen when its form takes room; what is half seen stays where it is. */
  private uncover(before: number) {
    const { selected } = this.graph.editor;
    if (!this.flow || !selected) return;
    const { y, zoom } = this.flow.getViewport();
    const box = this.box(selected);
    const middle = (box.y + box.height / 2) * zoom + y;
    if (middle > this.height && middle < before) this.reveal(selected);
  }

  // --- what React Flow tells ------------------------------------------------------------------------------------

  handleNodesChange = (changes: NodeChange<CardNode | FrameNode>[]) => {
    const selection = new Set(this.graph.selection);
    // React Flow has drawn by itself what only grew; it is told with whatever comes next.
    const measuredIds = new Set(this.sizes.keys());
    let [isSelectionChanged, isSizeChanged, isFrameMoved] = [false, false, false];
    for (const change of changes) {
      const block = "id" in change ? this.openBlocks.find((entry) => cardId(entry) === change.id) : undefined;
      if (block) {
        if (change.type !== "position" || !change.position || !change.dragging) continue;
        isFrameMoved = true;
        this.carry(block, change.position);
      } else if (change.type === "select") {
        // React Flow knows nothing of a frame that is selected: it gives way to cards.
        if (!isSelectionChanged) for (const block of this.openBlocks) selection.delete(cardId(block));
        isSelectionChanged = true;
        if (change.selected) selection.add(change.id);
        else selection.delete(change.id);
      } else if (change.type === "dimensions" && change.dimensions) {
        const { width, height } = change.dimensions;
        isSizeChanged = this.keepSize(change.id, { width, height }) || isSizeChanged;
      } else if (change.type === "position" && change.position) {
        if (change.dragging) this.dragPlaces.set(change.id, change.position);
      }
    }
    const nodes = applyNodeChanges(changes, this.elements.nodes);
    const isOnlyMeasured = changes.every(
      (change) => change.type === "dimensions" && !change.setAttributes && measuredIds.has(change.id),
    );
    if (isOnlyMeasured) this.elements = { ...this.elements, nodes };
    else this.publish({ nodes });
    if (isFrameMoved && this.nodes) this.publish(this.flowElements(this.nodes, this.graph.edges));
    if (isSelectionChanged) this.graph.selectCards(selection);
    if (isSizeChanged) this.resettle();
  };

  /** Keep the size of a card, or how high the sentence below it is. Says whether places may have to change. */
  private keepSize(id: string, part: Partial<Size>): boolean {
    const size = { ...(this.sizes.get(id) ?? UNKNOWN), ...part };
    const old = this.roomy.get(id);
    const roomy = { width: upTo(size.width, 12), height: upTo(size.height, 12), under: upTo(size.under ?? 0, 12) };
    this.sizes.set(id, size);
    this.roomy.set(id, roomy);
    return JSON.stringify(old) !== JSON.stringify(roomy);
  }

  /** What is said below a card needs room, and takes none of the card's own. */
  private measureSentence(id: string, sentence: HTMLElement) {
    const under = sentence.hidden ? 0 : sentence.offsetHeight + UNDER;
    if (under !== (this.sizes.get(id)?.under ?? 0) && this.keepSize(id, { under })) this.resettle();
  }

  handleEdgesChange = (changes: EdgeChange<ShapeEdge>[]) => {
    if (this.isBoxSelecting) return;
    let edge = this.graph.selectedEdge;
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) edge = change.id;
      else if (edge === change.id) edge = null;
    }
    if (edge !== this.graph.selectedEdge) this.graph.selectEdge(edge);
  };

  startBoxSelection() {
    this.isBoxSelecting = true;
  }

  /** Sizes are known only once drawn: then places that follow from them are found again, once for all. */
  private resettle() {
    if (this.pinned || !this.nodes) return;
    this.key = "";
    queueMicrotask(() => this.key === "" && this.nodes && this.show(this.nodes));
  }

  /** A frame takes its layers along. */
  private carry(block: Block, to: Point) {
    const { x, y } = this.frame(block);
    for (const id of block.nodes) {
      const at = this.box(id);
      this.dragPlaces.set(id, { x: at.x + to.x - x, y: at.y + to.y - y });
    }
  }

  /** Where the layers stand that a card at `place` stands for: in a folded block as they stood, else in ranks. */
  inside(id: string, place: Point): [string, Point][] {
    const block = blockOfCard(this.graph.groups, id);
    if (!block?.folded) return isBlock(id) ? [] : [[id, place]];
    const nodes = (this.graph.editor.network?.nodes ?? []).filter((node) => block.nodes.includes(node.id));
    const placeById = placesOf(nodes);
    const innerPlaces =
      placeById.size === nodes.length
        ? placeById
        : tidyPlan(nodes, this.graph.realEdges, this.roomy, { width: 1e6, height: 1e6 }).at;
    const left = Math.min(...[...innerPlaces.values()].map((at) => at.x));
    const top = Math.min(...[...innerPlaces.values()].map((at) => at.y));
    return [...innerPlaces].map(([node, at]) => [node, { x: place.x + at.x - left, y: place.y + at.y - top }]);
  }

  /** While a layer is carried, the edge that it would go into is shown. */
  handleDrag = () => {
    const edge = this.edgeUnder([...this.dragPlaces.keys()]);
    this.mark(edge && { x: 0, y: 0, edge });
  };

  handleDrop = () => {
    this.mark(null);
    const movedIds = [...this.dragPlaces.keys()];
    const at = new Map(this.dragPlaces);
    this.dragPlaces.clear();
    if (movedIds.length) this.graph.handleMove(at, this.edgeUnder(movedIds));
  };

  /** The edge that a single layer without edges was let go on. */
  private edgeUnder(movedIds: string[]): VisibleEdge | null {
    const [id] = movedIds;
    if (
      id === undefined ||
      movedIds.length !== 1 ||
      this.graph.edges.some((edge) => edge.source === id || edge.target === id)
    )
      return null;
    const box = this.options.get(id)?.closest(".card")?.getBoundingClientRect();
    if (!box) return null;
    // A hand that lets go of a card does not aim with its middle: what runs under it is meant, the middle first.
    for (const down of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      for (const right of [0.5, 0.3, 0.7]) {
        const edge = this.edgeAt(box.left + right * box.width, box.top + down * box.height);
        if (edge) return edge;
      }
    }
    return null;
  }

  private edgeAt(x: number, y: number): VisibleEdge | null {
    const page = this.area.getRootNode() as ShadowRoot | Document;
    const hit = page.elementsFromPoint(x, y).find((element) => element.matches(".react-flow__edge-interaction"));
    const id = hit?.closest(".react-flow__edge")?.getAttribute("data-id");
    return this.graph.edges.find((edge) => edgeId(edge) === id) ?? null;
  }

  /** Which layer is at a place of the screen. */
  nodeAt(x: number, y: number): string | null {
    const page = this.area.getRootNode() as ShadowRoot | Document;
    return page.elementFromPoint(x, y)?.closest(".react-flow__node")?.getAttribute("data-id") ?? null;
  }

  handleInit(flow: ReactFlowInstance<CardNode | FrameNode, ShapeEdge>) {
    this.flow = flow;
    this.fit(false);
  }

  // --- what the editor asks for ---------------------------------------------------------------------------------

  gapAt(x: number, y: number): Drop {
    const frame = this.area.getBoundingClientRect();
    const [clientX, clientY] = [frame.left + x, frame.top + y - this.area.scrollTop];
    const at = this.flow?.screenToFlowPosition({ x: clientX, y: clientY }) ?? { x, y };
    return { x: at.x - 70, y: at.y - 30, edge: this.edgeAt(clientX, clientY) };
  }

  /** Show into which edge a layer would go. */
  mark(drop: Drop | null) {
    const id = drop?.edge ? edgeId(drop.edge) : null;
    for (const edge of this.stage.querySelectorAll(".react-flow__edge")) {
      edge.classList.toggle("opening", edge.getAttribute("data-id") === id);
    }
  }

  box(id: string) {
    const openBlock = this.openBlocks.find((block) => cardId(block) === id);
    if (openBlock) return this.frame(openBlock);
    const at = this.dragPlaces.get(id) ?? this.places.get(id) ?? { x: 0, y: 0 };
    const { width, height, under = 0 } = this.sizes.get(id) ?? UNKNOWN;
    return { ...at, width, height, under };
  }

  /** The cards with all that is read on them, for a picture; where no hand has placed them, as fits a slide. */
  contents(colour: (id: string) => string) {
    const nodes = this.nodes ?? [];
    const cardSizes = new Map([...this.sizes].map(([id, { width, height }]) => [id, { width, height }]));
    const here = { at: this.places, routes: this.routes, ways: this.ways };
    const plan = this.pinned ? here : tidyPlan(nodes, this.graph.edges, cardSizes, SLIDE, 0, this.frames);
    const zoom = this.flow?.getViewport().zoom ?? 1;
    const cards = nodes.flatMap((node): Card[] => {
      const card = this.options.get(node.id)?.closest<HTMLElement>(".card");
      if (!card) return [];
      const look = { colour: colour(node.id), off: !node.enabled };
      const place = { ...this.box(node.id), ...plan.at.get(node.id), under: 0 };
      return [{ id: node.id, ...place, ...look, words: wordsOn(card, zoom), images: imagesOn(card, zoom) }];
    });
    const cardById = new Map(cards.map((card) => [card.id, card]));
    const frames = this.openBlocks.flatMap((block): FrameBox[] => {
      const boxes = block.nodes.flatMap((id) => cardById.get(id) ?? []);
      return boxes.length
        ? [{ id: cardId(block), ...this.frame(block, boxes), name: block.name, times: block.repeat }]
        : [];
    });
    return { cards, frames, routes: plan.routes, ways: plan.ways };
  }

  /** The whole network; a very long one from its beginning, but whole rows of it, unless a hand asked for all. */
  fit(all: boolean) {
    if (!this.flow || !this.nodes?.length) return;
    this.isFollowing = true;
    this.fittedSpread = this.spreadOfCards();
    const boxes = [
      ...this.nodes.map((node) => this.box(node.id)),
      ...this.openBlocks.map((block) => this.frame(block)),
    ];
    const { left, top, right, bottom } = spread(boxes, this.ways);
    const [width, height] = [right - left, bottom - top];
    const [roomX, roomY] = [this.area.clientWidth, this.area.clientHeight];
    const fittingZoom = Math.min(1, (roomX - 2 * MARGIN) / width, (roomY - 2 * MARGIN) / height);
    const rows = Math.max(HARDLY, Math.min(READABLE, (roomX - 2 * MARGIN) / width));
    const zoom = Math.max(fittingZoom, all ? SMALLEST : rows);
    const inset = (room: number, long: number) => Math.max(MARGIN, (room - long * zoom) / 2);
    void this.flow.setViewport({ x: inset(roomX, width) - left * zoom, y: inset(roomY, height) - top * zoom, zoom });
  }

  /** What the cards take up without what is said below them: a sentence that comes or goes moves no view. */
  private spreadOfCards(): string {
    const boxes = (this.nodes ?? []).map((node) => ({ ...this.box(node.id), under: 0 }));
    return JSON.stringify([this.room, boxes.length && spread(boxes, this.ways), this.openBlocks.length]);
  }

  zoom(factor: number) {
    if (!this.flow) return;
    this.isFollowing = false;
    const { x, y, zoom } = this.flow.getViewport();
    const next = Math.min(LARGEST, Math.max(SMALLEST, zoom * factor));
    const [midX, midY] = [this.area.clientWidth / 2, this.area.clientHeight / 2];
    const share = next / zoom;
    void this.flow.setViewport({ x: midX - (midX - x) * share, y: midY - (midY - y) * share, zoom: next });
  }

  handleMove() {
    this.isFollowing = false;
  }

  reveal(id: string) {
    if (!this.flow) return;
    const { x, y, zoom } = this.flow.getViewport();
    const box = this.box(id);
    const shift = (at: number, long: number, offset: number, room: number) => {
      const [low, high] = [at * zoom + offset, (at + long) * zoom + offset];
      if (low < MARGIN) return MARGIN - low;
      return high > room - MARGIN ? room - MARGIN - high : 0;
    };
    const [byX, byY] = [
      shift(box.x, box.width, x, this.area.clientWidth),
      shift(box.y, box.height + box.under, y, this.area.clientHeight),
    ];
    if (byX || byY) void this.flow.setViewport({ x: x + byX, y: y + byY, zoom });
  }

  /** A block that comes gets the focus once it is drawn, if the focus is here. */
  awaitFocus(id: string) {
    if (this.graph.editor.hasFocus(this.graph.editor.root)) this.awaitedFocus = id;
  }

  /** Give a layer the focus; one that is not drawn yet gets it once it is. */
  focus(id: string | null | undefined) {
    const option = id ? this.options.get(id) : undefined;
    this.awaitedFocus = option || !id ? null : id;
    this.returning = true;
    (option ?? this.area).focus({ preventScroll: true });
    this.returning = false;
  }

  close() {
    this.root.unmount();
  }

  static limits = { smallest: SMALLEST, largest: LARGEST };
}
