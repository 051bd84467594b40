// The graph on the page, in the place where the stack editor has its stack: what the editor tells it to show goes to
// React Flow, and what a hand does there goes back to the editor.
import type { Edge as FlowEdge, EdgeChange, Node as FlowNode, NodeChange, ReactFlowInstance } from "@xyflow/react";
import { applyNodeChanges } from "@xyflow/react";
import { h, set } from "editor/dom.js";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Canvas } from "./canvas";
import { type Edge, type Layer, type Point, edgeId } from "./document";
import type { GraphEditor } from "./graph_editor";
import { type Places, type Routes, type Size, TURN, places } from "./layout";
import { ports } from "./rules";

export type CardNode = FlowNode<{ key: string; position: number; total: number; ports: number }, "card">;
export type ShapeEdge = FlowEdge<{ shape: string; turn?: number; route?: Point[] }, "shape">;
export type Drop = Point & { edge: Edge | null };
type Shown = { nodes: CardNode[]; edges: ShapeEdge[] };

const SMALLEST = 0.2;
const READABLE = 0.75;
const LARGEST = 1.6;
const MARGIN = 22;

const upTo = (value: number, step: number) => Math.ceil(value / step) * step;

export class GraphView {
  area: HTMLElement;
  list: HTMLElement;
  cards = new Map<string, never>();
  options = new Map<string, HTMLElement>();
  nodes?: Layer[];
  places: Places = new Map();
  routes: Routes = new Map();
  sizes = new Map<string, Size>();
  /** Sizes a little larger, for finding places: a number with one more digit moves nothing. */
  private roomy = new Map<string, Size>();
  shown: Shown = { nodes: [], edges: [] };
  returning = false;
  pressed = false;
  flow: ReactFlowInstance<CardNode, ShapeEdge> | null = null;
  private listeners = new Set<() => void>();
  private stage: HTMLElement;
  private empty: HTMLElement;
  private root;
  private dragging = new Map<string, Point>();
  /** The view follows the network until a hand moves it. */
  private following = true;
  private wanted: string | null = null;
  private key = "";
  private room = "";

  constructor(private editor: GraphEditor) {
    this.stage = h("div", { class: "flow" });
    this.empty = h("p", { class: "empty" });
    this.area = this.list = h("div", { class: "area graph", tabindex: -1 }, this.stage, this.empty);
    this.root = createRoot(this.stage);
    const pressed = (now: boolean) => () => {
      this.pressed = now;
    };
    this.area.addEventListener("pointerdown", pressed(true), { capture: true });
    window.addEventListener("pointerup", pressed(false), { capture: true, signal: editor.stop.signal });
    this.root.render(<Canvas view={this} editor={editor} />);
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  snapshot = () => this.shown;

  private publish(shown: Partial<Shown>) {
    this.shown = { ...this.shown, ...shown };
    flushSync(() => this.listeners.forEach((listener) => listener()));
  }

  /** Whether layers stand where a hand put them; else they find their places by themselves. */
  get pinned() {
    return Boolean(this.nodes?.some((node) => node.x !== null && node.y !== null));
  }

  show(nodes: Layer[]) {
    const { editor } = this;
    this.nodes = nodes;
    const few = nodes.length < 2;
    set(this.empty, { text: few ? editor.say("empty") : "", hidden: !few });
    set(this.area, { "aria-label": editor.say("network_role"), "data-faded": editor.faded || null });
    const edges = editor.edges;
    // Not the shapes themselves: finding places for a hundred layers takes a tenth of a second.
    const longest = Math.max(0, ...edges.map((edge) => (edge.shape ?? "").length));
    const lines = edges.map(({ source, target, port }) => [source, target, port]);
    const key = JSON.stringify([editor.network?.name, nodes.map(({ id, x, y }) => [id, x, y]), lines, longest]);
    const moved = key !== this.key;
    this.key = key;
    if (moved) this.arrange();
    this.publish(this.drawn(nodes, edges));
    if (moved && this.following && !this.pinned) this.fit(false);
    if (this.wanted) this.focus(this.wanted);
  }

  private arrange() {
    const room = { width: this.area.clientWidth - 2 * MARGIN, height: this.area.clientHeight - 2 * MARGIN };
    this.room = `${room.width}x${room.height}`;
    const plan = places(this.nodes ?? [], this.editor.edges, this.roomy, room);
    this.places = plan.at;
    this.routes = plan.routes;
    if (this.pinned) return;
    // In the middle of the room that was found for it, so that edges run level.
    for (const [id, place] of this.places) {
      place.y += Math.round(((this.roomy.get(id)?.height ?? 0) - (this.sizes.get(id)?.height ?? 0)) / 2);
    }
  }

  private drawn(nodes: Layer[], edges: Edge[]): Shown {
    const { editor } = this;
    const before = new Map(this.shown.nodes.map((node) => [node.id, node]));
    const drawn = nodes.map((node, position): CardNode => {
      const old = before.get(node.id);
      const count = ports(edges, editor.table.layers[node.layer], node.id);
      const map = editor.maps[node.id] as { data?: string } | undefined;
      const told = [node, editor.chosen.has(node.id), editor.connecting?.target === node.id, map?.data?.slice(0, 64)];
      const key = JSON.stringify([told, count, editor.dark, editor.data.hash, editor.around(node.id)]);
      const data =
        old?.data.key === key && old.data.position === position
          ? old.data
          : { key, position, total: nodes.length, ports: count };
      const { x, y } = this.dragging.get(node.id) ?? this.places.get(node.id) ?? { x: 0, y: 0 };
      const size = this.sizes.get(node.id);
      const selected = editor.chosen.has(node.id);
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
    const drawnLines = new Map(this.shown.edges.map((edge) => [edge.id, edge]));
    const lines = edges
      .filter((edge) => known.has(edge.source) && known.has(edge.target))
      .map((edge): ShapeEdge => {
        const shape = edge.shape ?? nodes.find((node) => node.id === edge.source)?.shape ?? "";
        const id = edgeId(edge);
        const [selected, turn, old] = [editor.chosenEdge === id, this.turn(edge.target), drawnLines.get(id)];
        const route = this.dragging.size ? undefined : this.routes.get(id);
        const same = old?.data?.shape === shape && old.data.turn === turn && old.data.route === route;
        if (old && same && old.selected === selected) return old;
        const ends = { source: edge.source, target: edge.target, sourceHandle: "out", targetHandle: String(edge.port) };
        return { id, ...ends, type: "shape", data: { shape, turn, route }, selected, focusable: false };
      });
    return { nodes: drawn, edges: lines };
  }

  private turn(target: string) {
    return this.dragging.size ? undefined : this.places.get(target)?.turn;
  }

  /** Called when the room changes. */
  layout(nodes: Layer[]) {
    const room = `${this.area.clientWidth - 2 * MARGIN}x${this.area.clientHeight - 2 * MARGIN}`;
    if (room === this.room) return;
    this.key = "";
    this.show(nodes);
  }

  // --- what React Flow tells ------------------------------------------------------------------------------------

  changed = (changes: NodeChange<CardNode>[]) => {
    const chosen = new Set(this.editor.chosen);
    let [selected, sized] = [false, false];
    for (const change of changes) {
      if (change.type === "select") {
        selected = true;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      } else if (change.type === "dimensions" && change.dimensions) {
        const { width, height } = change.dimensions;
        const [old, roomy] = [this.roomy.get(change.id), { width: upTo(width, 24), height: upTo(height, 12) }];
        sized ||= old?.width !== roomy.width || old.height !== roomy.height;
        this.sizes.set(change.id, { width, height });
        this.roomy.set(change.id, roomy);
      } else if (change.type === "position" && change.position) {
        if (change.dragging) this.dragging.set(change.id, change.position);
      }
    }
    this.publish({ nodes: applyNodeChanges(changes, this.shown.nodes) });
    if (selected) this.editor.choose(chosen);
    if (sized) this.resettle();
  };

  edgesChanged = (changes: EdgeChange<ShapeEdge>[]) => {
    let edge = this.editor.chosenEdge;
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) edge = change.id;
      else if (edge === change.id) edge = null;
    }
    if (edge !== this.editor.chosenEdge) this.editor.chooseEdge(edge);
  };

  /** Sizes are known only once drawn: then places that follow from them are found again, once for all. */
  private resettle() {
    if (this.pinned || !this.nodes) return;
    this.key = "";
    queueMicrotask(() => this.key === "" && this.nodes && this.show(this.nodes));
  }

  dropped = (nodes: FlowNode[]) => {
    const moved = nodes.filter((node) => this.dragging.has(node.id)).map((node) => node.id);
    const at = new Map(this.dragging);
    this.dragging.clear();
    if (moved.length) this.editor.placed(at, this.edgeUnder(moved));
  };

  /** The edge that a single layer without edges was let go on. */
  private edgeUnder(moved: string[]): Edge | null {
    const [id] = moved;
    if (moved.length !== 1 || this.editor.edges.some((edge) => edge.source === id || edge.target === id)) return null;
    const box = this.options.get(id)?.closest(".card")?.getBoundingClientRect();
    return box ? this.edgeAt(box.left + box.width / 2, box.top + box.height / 2) : null;
  }

  private edgeAt(x: number, y: number): Edge | null {
    const page = this.area.getRootNode() as ShadowRoot | Document;
    const hit = page.elementsFromPoint(x, y).find((element) => element.matches(".react-flow__edge-interaction"));
    const id = hit?.closest(".react-flow__edge")?.getAttribute("data-id");
    return this.editor.edges.find((edge) => edgeId(edge) === id) ?? null;
  }

  /** Which layer is at a place of the screen. */
  nodeAt(x: number, y: number): string | null {
    const page = this.area.getRootNode() as ShadowRoot | Document;
    return page.elementFromPoint(x, y)?.closest(".react-flow__node")?.getAttribute("data-id") ?? null;
  }

  ready(flow: ReactFlowInstance<CardNode, ShapeEdge>) {
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
    const at = this.places.get(id) ?? { x: 0, y: 0 };
    const { width, height } = this.sizes.get(id) ?? { width: 150, height: 72 };
    return { ...at, width, height };
  }

  /** The whole network; a very long one from its beginning, unless a hand asked for all of it. */
  fit(all: boolean) {
    if (!this.flow || !this.nodes?.length) return;
    this.following = true;
    const boxes = this.nodes.map((node) => this.box(node.id));
    const beside = [...this.places.values()].some((at) => at.turn !== undefined) ? TURN : 0;
    const left = Math.min(...boxes.map((box) => box.x)) - beside;
    const top = Math.min(...boxes.map((box) => box.y));
    const width = Math.max(...boxes.map((box) => box.x + box.width)) + beside - left;
    const height = Math.max(...boxes.map((box) => box.y + box.height)) - top;
    const [roomX, roomY] = [this.area.clientWidth, this.area.clientHeight];
    const wish = Math.min(1, (roomX - 2 * MARGIN) / width, (roomY - 2 * MARGIN) / height);
    const zoom = Math.max(wish, all ? SMALLEST : READABLE);
    const inset = (room: number, long: number) => Math.max(MARGIN, (room - long * zoom) / 2);
    void this.flow.setViewport({ x: inset(roomX, width) - left * zoom, y: inset(roomY, height) - top * zoom, zoom });
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
    const [byX, byY] = [shift(box.x, box.width, x, this.area.clientWidth), shift(box.y, box.height, y, this.area.clientHeight)];
    if (byX || byY) void this.flow.setViewport({ x: x + byX, y: y + byY, zoom });
  }

  /** Give a layer the focus; one that is not drawn yet gets it once it is. */
  focus(id: string | undefined) {
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
