// The graph on the page, in the place where the stack editor has its stack: what the editor tells it to show goes to
// React Flow, and what a hand does there goes back to the editor.
import type { EdgeChange, Edge as FlowEdge, Node as FlowNode, NodeChange, ReactFlowInstance } from "@xyflow/react";
import { applyNodeChanges } from "@xyflow/react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { type Block, blockOfCard, cardId, isBlock, type VisibleEdge } from "../editor/blocks";
import { describe, type Card as Made } from "../editor/card";
import { edgeId, type Layer, type Point, placesOf } from "../editor/document";
import { h, set } from "../editor/dom";
import type { Ground } from "../editor/drag";
import type { View } from "../editor/kind";
import { Canvas } from "./canvas";
import { imagesOn, wordsOn } from "./card_contents";
import type { GraphEditor } from "./graph_editor";
import { spread, type Way, type Ways } from "./lanes";
import { FRAME, type Places, places, type Routes, type Size, tidied } from "./layout";
import type { Card, Framed } from "./picture";
import { ports } from "./rules";

export type CardNode = FlowNode<{ ports: number }, "card">;
export type FrameNode = FlowNode<{ key: string }, "frame">;
export type ShapeEdge = FlowEdge<{ way?: Way; route?: Point[] }, "shape">;
export type Drop = Point & { edge: VisibleEdge | null };
type Shown = { nodes: (CardNode | FrameNode)[]; edges: ShapeEdge[] };

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
  shown: Shown = { nodes: [], edges: [] };
  /** The shape that travels on each edge. */
  shapes = new Map<string, string>();
  private made = new Map<string, { made: Made; key: string }>();
  returning = false;
  pressed = false;
  /** Layers are being selected in a box: React Flow would select the edges between them as well. */
  private boxing = false;
  flow: ReactFlowInstance<CardNode | FrameNode, ShapeEdge> | null = null;
  private listeners = new Set<() => void>();
  private stage: HTMLElement;
  private empty: HTMLElement;
  private root;
  private dragging = new Map<string, Point>();
  /** The view follows the network until a hand moves it. */
  private following = true;
  private fitted = "";
  private wanted: string | null = null;
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
    const pressed = (now: boolean) => () => {
      this.pressed = now;
      if (now) this.boxing = false;
    };
    this.area.addEventListener("pointerdown", pressed(true), { capture: true });
    window.addEventListener("pointerup", pressed(false), { capture: true, signal: graph.editor.stop.signal });
    this.root.render(<Canvas view={this} graph={graph} />);
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  snapshot = () => this.shown;

  private publish({ nodes = this.shown.nodes, edges = this.shown.edges }: Partial<Shown>) {
    if (!alike(nodes, this.shown.nodes) || !alike(edges, this.shown.edges)) this.shown = { nodes, edges };
    flushSync(() => {
      for (const listener of this.listeners) listener();
    });
  }

  /** A card is there; it is described at once, and again whenever what it says has changed. */
  drew(id: string, made: Made) {
    this.options.set(id, made.part.option);
    this.made.set(id, { made, key: "" });
    this.describe(id);
    return () => {
      if (this.made.get(id)?.made !== made) return;
      this.made.delete(id);
      this.options.delete(id);
    };
  }

  private describe(id: string) {
    const { graph } = this;
    const entry = this.made.get(id);
    const total = this.nodes?.length ?? 0;
    const position = this.nodes?.findIndex((node) => node.id === id) ?? -1;
    const node = this.nodes?.[position];
    if (!entry || !node) return;
    const output = graph.editor.outputs[node.exit ?? id];
    const reached = graph.editor.selected === id || (!graph.editor.selected && position === 0);
    // A parameter of a layer is not on its card as such: what it means comes with the answer, in words.
    const params = isBlock(id) ? node.params : null;
    const told = [{ ...node, params, x: null, y: null }, reached, graph.chosen.has(id), output?.key, output?.mark];
    const many = total > FEW;
    const around = [graph.connecting?.target === id, graph.around(id), graph.editor.dark, graph.editor.data.hash, many];
    const key = JSON.stringify([told, around]);
    if (entry.key === key) return;
    entry.key = key;
    describe(graph.editor, entry.made, node, position, total, many);
    graph.dress(entry.made, node, position);
    this.says(id, entry.made.part.problem);
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
    const moved = key !== this.key;
    this.key = key;
    if (moved) this.arrange();
    this.publish(this.drawn(nodes, edges));
    for (const node of nodes) this.describe(node.id);
    if (moved && this.following && !this.pinned && this.fitted !== this.spreadOfCards()) this.fit(false);
    if (this.wanted) this.focus(this.wanted);
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
  private get open(): Block[] {
    return this.graph.groups.filter((block) => !block.folded);
  }

  private get frames(): Map<string, string> {
    return new Map(this.open.flatMap((block) => block.nodes.map((id) => [id, cardId(block)] as const)));
  }

  /** The frame of an open block, as large as its layers need. */
  private frame(block: Block, boxes = block.nodes.map((id) => this.box(id))): Point & Required<Size> {
    const left = Math.min(...boxes.map((box) => box.x)) - FRAME.side;
    const top = Math.min(...boxes.map((box) => box.y)) - FRAME.top;
    const right = Math.max(...boxes.map((box) => box.x + box.width)) + FRAME.side;
    const bottom = Math.max(...boxes.map((box) => box.y + box.height + box.under)) + FRAME.bottom;
    return { x: left, y: top, width: right - left, height: bottom - top, under: 0 };
  }

  private framed(before: Map<string, CardNode | FrameNode>): FrameNode[] {
    return this.open.map((block) => {
      const { x, y, width, height } = this.frame(block);
      const [id, selected] = [cardId(block), this.graph.chosen.has(cardId(block))];
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
      const old = before.get(id);
      if (old?.type === "frame" && old.data.key === key) return old;
      const style = { width, height, pointerEvents: "none" as const };
      const fixed = { selectable: false, focusable: false, connectable: false, zIndex: -1, dragHandle: ".block-title" };
      return { id, type: "frame", position: { x, y }, data: { key }, style, selected, width, height, ...fixed };
    });
  }

  private drawn(nodes: Layer[], edges: VisibleEdge[]): Shown {
    const { graph } = this;
    const before = new Map(this.shown.nodes.map((node) => [node.id, node]));
    const drawn = nodes.map((node): CardNode => {
      const kept = before.get(node.id);
      const old = kept?.type === "card" ? kept : undefined;
      const count = ports(edges, graph.editor.table.layers[node.layer], node.id);
      const data = old?.data.ports === count ? old.data : { ports: count };
      const { x, y } = this.dragging.get(node.id) ?? this.places.get(node.id) ?? { x: 0, y: 0 };
      const size = this.sizes.get(node.id);
      const selected = graph.chosen.has(node.id);
      // React Flow draws again what is another object.
      const still = old && old.data === data && old.selected === selected;
      if (still && old.position.x === x && old.position.y === y) return old;
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
    const known = new Set(nodes.map((node) => node.id));
    const shapes = new Map(nodes.map((node) => [node.id, node.shape]));
    const drawnLines = new Map(this.shown.edges.map((edge) => [edge.id, edge]));
    this.shapes = new Map(edges.map((edge) => [edgeId(edge), edge.shape ?? shapes.get(edge.source) ?? ""]));
    const lines = edges
      .filter((edge) => known.has(edge.source) && known.has(edge.target))
      .map((edge): ShapeEdge => {
        const id = edgeId(edge);
        const [selected, old] = [graph.chosenEdge === id, drawnLines.get(id)];
        const [way, route] = this.dragging.size ? [] : [this.ways.get(id), this.routes.get(id)];
        const same = old?.data?.way === way && old?.data?.route === route;
        if (old && same && old.selected === selected) return old;
        const ends = { source: edge.source, target: edge.target, sourceHandle: "out", targetHandle: String(edge.port) };
        return { id, ...ends, type: "shape", data: { way, route }, selected, focusable: false };
      });
    return { nodes: [...this.framed(before), ...drawn], edges: lines };
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

  changed = (changes: NodeChange<CardNode | FrameNode>[]) => {
    const chosen = new Set(this.graph.chosen);
    // React Flow has drawn by itself what only grew; it is told with whatever comes next.
    const measured = new Set(this.sizes.keys());
    let [selected, sized, carried] = [false, false, false];
    for (const change of changes) {
      const block = "id" in change ? this.open.find((entry) => cardId(entry) === change.id) : undefined;
      if (block) {
        if (change.type !== "position" || !change.position || !change.dragging) continue;
        carried = true;
        this.carry(block, change.position);
      } else if (change.type === "select") {
        // React Flow knows nothing of a frame that is selected: it gives way to cards.
        if (!selected) for (const block of this.open) chosen.delete(cardId(block));
        selected = true;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      } else if (change.type === "dimensions" && change.dimensions) {
        const { width, height } = change.dimensions;
        sized = this.measured(change.id, { width, height }) || sized;
      } else if (change.type === "position" && change.position) {
        if (change.dragging) this.dragging.set(change.id, change.position);
      }
    }
    const nodes = applyNodeChanges(changes, this.shown.nodes);
    const known = changes.every(
      (change) => change.type === "dimensions" && !change.setAttributes && measured.has(change.id),
    );
    if (known) this.shown = { ...this.shown, nodes };
    else this.publish({ nodes });
    if (carried && this.nodes) this.publish(this.drawn(this.nodes, this.graph.edges));
    if (selected) this.graph.choose(chosen);
    if (sized) this.resettle();
  };

  /** Keep the size of a card, or how high the sentence below it is. Says whether places may have to change. */
  private measured(id: string, part: Partial<Size>): boolean {
    const size = { ...(this.sizes.get(id) ?? UNKNOWN), ...part };
    const old = this.roomy.get(id);
    const roomy = { width: upTo(size.width, 12), height: upTo(size.height, 12), under: upTo(size.under ?? 0, 12) };
    this.sizes.set(id, size);
    this.roomy.set(id, roomy);
    return JSON.stringify(old) !== JSON.stringify(roomy);
  }

  /** What is said below a card needs room, and takes none of the card's own. */
  private says(id: string, sentence: HTMLElement) {
    const under = sentence.hidden ? 0 : sentence.offsetHeight + UNDER;
    if (under !== (this.sizes.get(id)?.under ?? 0) && this.measured(id, { under })) this.resettle();
  }

  edgesChanged = (changes: EdgeChange<ShapeEdge>[]) => {
    if (this.boxing) return;
    let edge = this.graph.chosenEdge;
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) edge = change.id;
      else if (edge === change.id) edge = null;
    }
    if (edge !== this.graph.chosenEdge) this.graph.chooseEdge(edge);
  };

  boxed() {
    this.boxing = true;
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
      this.dragging.set(id, { x: at.x + to.x - x, y: at.y + to.y - y });
    }
  }

  /** Where the layers stand that a card at `place` stands for: in a folded block as they stood, else in ranks. */
  inside(id: string, place: Point): [string, Point][] {
    const block = blockOfCard(this.graph.groups, id);
    if (!block?.folded) return isBlock(id) ? [] : [[id, place]];
    const nodes = (this.graph.editor.network?.nodes ?? []).filter((node) => block.nodes.includes(node.id));
    const placed = placesOf(nodes);
    const own =
      placed.size === nodes.length
        ? placed
        : tidied(nodes, this.graph.realEdges, this.roomy, { width: 1e6, height: 1e6 }).at;
    const left = Math.min(...[...own.values()].map((at) => at.x));
    const top = Math.min(...[...own.values()].map((at) => at.y));
    return [...own].map(([node, at]) => [node, { x: place.x + at.x - left, y: place.y + at.y - top }]);
  }

  /** While a layer is carried, the edge that it would go into is shown. */
  carried = () => {
    const edge = this.edgeUnder([...this.dragging.keys()]);
    this.mark(edge && { x: 0, y: 0, edge });
  };

  dropped = () => {
    this.mark(null);
    const moved = [...this.dragging.keys()];
    const at = new Map(this.dragging);
    this.dragging.clear();
    if (moved.length) this.graph.placed(at, this.edgeUnder(moved));
  };

  /** The edge that a single layer without edges was let go on. */
  private edgeUnder(moved: string[]): VisibleEdge | null {
    const [id] = moved;
    if (
      id === undefined ||
      moved.length !== 1 ||
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

  ready(flow: ReactFlowInstance<CardNode | FrameNode, ShapeEdge>) {
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
    const open = this.open.find((block) => cardId(block) === id);
    if (open) return this.frame(open);
    const at = this.dragging.get(id) ?? this.places.get(id) ?? { x: 0, y: 0 };
    const { width, height, under = 0 } = this.sizes.get(id) ?? UNKNOWN;
    return { ...at, width, height, under };
  }

  /** The cards with all that is read on them, for a picture; where no hand has placed them, as fits a slide. */
  contents(colour: (id: string) => string) {
    const nodes = this.nodes ?? [];
    const own = new Map([...this.sizes].map(([id, { width, height }]) => [id, { width, height }]));
    const here = { at: this.places, routes: this.routes, ways: this.ways };
    const plan = this.pinned ? here : tidied(nodes, this.graph.edges, own, SLIDE, 0, this.frames);
    const zoom = this.flow?.getViewport().zoom ?? 1;
    const cards = nodes.flatMap((node): Card[] => {
      const card = this.options.get(node.id)?.closest<HTMLElement>(".card");
      if (!card) return [];
      const look = { colour: colour(node.id), off: !node.enabled };
      const place = { ...this.box(node.id), ...plan.at.get(node.id), under: 0 };
      return [{ id: node.id, ...place, ...look, words: wordsOn(card, zoom), images: imagesOn(card, zoom) }];
    });
    const placed = new Map(cards.map((card) => [card.id, card]));
    const frames = this.open.flatMap((block): Framed[] => {
      const boxes = block.nodes.flatMap((id) => placed.get(id) ?? []);
      return boxes.length
        ? [{ id: cardId(block), ...this.frame(block, boxes), name: block.name, times: block.repeat }]
        : [];
    });
    return { cards, frames, routes: plan.routes, ways: plan.ways };
  }

  /** The whole network; a very long one from its beginning, but whole rows of it, unless a hand asked for all. */
  fit(all: boolean) {
    if (!this.flow || !this.nodes?.length) return;
    this.following = true;
    this.fitted = this.spreadOfCards();
    const boxes = [...this.nodes.map((node) => this.box(node.id)), ...this.open.map((block) => this.frame(block))];
    const { left, top, right, bottom } = spread(boxes, this.ways);
    const [width, height] = [right - left, bottom - top];
    const [roomX, roomY] = [this.area.clientWidth, this.area.clientHeight];
    const wish = Math.min(1, (roomX - 2 * MARGIN) / width, (roomY - 2 * MARGIN) / height);
    const rows = Math.max(HARDLY, Math.min(READABLE, (roomX - 2 * MARGIN) / width));
    const zoom = Math.max(wish, all ? SMALLEST : rows);
    const inset = (room: number, long: number) => Math.max(MARGIN, (room - long * zoom) / 2);
    void this.flow.setViewport({ x: inset(roomX, width) - left * zoom, y: inset(roomY, height) - top * zoom, zoom });
  }

  /** What the cards take up without what is said below them: a sentence that comes or goes moves no view. */
  private spreadOfCards(): string {
    const boxes = (this.nodes ?? []).map((node) => ({ ...this.box(node.id), under: 0 }));
    return JSON.stringify([this.room, boxes.length && spread(boxes, this.ways), this.open.length]);
  }

  zoom(factor: number) {
    if (!this.flow) return;
    this.following = false;
    const { x, y, zoom } = this.flow.getViewport();
    const next = Math.min(LARGEST, Math.max(SMALLEST, zoom * factor));
    const [midX, midY] = [this.area.clientWidth / 2, this.area.clientHeight / 2];
    const share = next / zoom;
    void this.flow.setViewport({ x: midX - (midX - x) * share, y: midY - (midY - y) * share, zoom: next });
  }

  moved() {
    this.following = false;
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
  arriving(id: string) {
    if (this.graph.editor.hasFocus(this.graph.editor.root)) this.wanted = id;
  }

  /** Give a layer the focus; one that is not drawn yet gets it once it is. */
  focus(id: string | null | undefined) {
    const option = id ? this.options.get(id) : undefined;
    this.wanted = option || !id ? null : id;
    this.returning = true;
    (option ?? this.area).focus({ preventScroll: true });
    this.returning = false;
  }

  close() {
    this.root.unmount();
  }

  static limits = { smallest: SMALLEST, largest: LARGEST };
}
