// Where layers stand that nobody has placed: dagre finds ranks and crossings, then long networks turn at the edge
// of the picture into rows, so that thirty layers are still readable.
import dagre from "@dagrejs/dagre";
import { type Edge, type Layer, type Point, edgeId } from "./document";

export type Size = { width: number; height: number };
/** `turn`: how high an edge that comes back from the end of a row runs before it reaches this row. */
export type Places = Map<string, Point & { turn?: number }>;
/** Where an edge that passes other layers goes between its ends, by the edge's id. */
export type Routes = Map<string, Point[]>;
export type Plan = { at: Places; routes: Routes };
type Box = Point & Size & { id: string };

export const GAP = 44;
const BESIDE = 26;
const BETWEEN_ROWS = 52;
/** Room beside rows for the edges that go from one to the next. */
export const TURN = 20;
const UNKNOWN: Size = { width: 150, height: 72 };

const sizeOf = (sizes: Map<string, Size>, id: string) => sizes.get(id) ?? UNKNOWN;

/** Room for the longest shape that travels. */
const gapFor = (edges: Edge[]) => Math.max(GAP, ...edges.map((edge) => 6.4 * (edge.shape ?? "").length + 26));

function ranked(nodes: Layer[], edges: Edge[], sizes: Map<string, Size>): { boxes: Box[]; routes: Routes } {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: BESIDE, ranksep: gapFor(edges), marginx: 0, marginy: 0 });
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(sizes, node.id) });
  const known = new Set(nodes.map((node) => node.id));
  for (const edge of edges) {
    if (known.has(edge.source) && known.has(edge.target)) graph.setEdge(edge.source, edge.target, {}, String(edge.port));
  }
  dagre.layout(graph);
  const boxes = nodes.map(({ id }) => {
    const { x, y, width, height } = graph.node(id) as Required<Point & Size>;
    return { id, x: x - width / 2, y: y - height / 2, width, height };
  });
  const routes: Routes = new Map();
  for (const edge of edges) {
    const line = graph.edge(edge.source, edge.target, String(edge.port)) as { points?: Point[] } | undefined;
    // Three points are an edge to the next layer: its ends, and the middle.
    if (line?.points && line.points.length > 3) routes.set(edgeId(edge), line.points.slice(1, -1));
  }
  return { boxes, routes };
}

/** Columns of boxes between places where one output alone goes on: there a row may end. */
function segments(boxes: Box[], edges: Edge[]): Box[][] {
  const order = [...boxes].sort((a, b) => a.x - b.x);
  const found: Box[][] = [];
  const before = new Set<string>();
  let right = -Infinity;
  let row: Box[] = [];
  for (const box of order) {
    const crossing = edges.filter((edge) => before.has(edge.source) && !before.has(edge.target));
    if (row.length && box.x > right && new Set(crossing.map((edge) => edge.source)).size <= 1) {
      found.push(row);
      row = [];
    }
    row.push(box);
    before.add(box.id);
    right = Math.max(right, box.x + box.width);
  }
  return row.length ? [...found, row] : found;
}

/** Upside down where that lets more edges enter a layer in the order of its ports, else leave one as they were drawn. */
function inPortOrder(part: Box[], edges: Edge[], routes: Routes): Box[] {
  const middle = new Map(part.map((box) => [box.id, box.y + box.height / 2]));
  let crossed = 0;
  const own = edges.filter((edge) => middle.has(edge.source) || middle.has(edge.target));
  const below = (one: string, other: string) => Math.sign((middle.get(one) ?? NaN) - (middle.get(other) ?? NaN)) || 0;
  own.forEach((a, at) => {
    for (const b of own) if (a.target === b.target && a.port < b.port) crossed += below(a.source, b.source);
    for (const b of own.slice(at + 1)) if (a.source === b.source) crossed += 0.1 * below(a.target, b.target);
  });
  if (crossed <= 0) return part;
  const { left, right, top, bottom } = extent(part);
  for (const points of routes.values()) {
    for (const point of points) if (point.x >= left && point.x <= right) point.y = top + bottom - point.y;
  }
  return part.map((box) => ({ ...box, y: top + bottom - box.y - box.height }));
}

const extent = (boxes: Box[]) => ({
  left: Math.min(...boxes.map((box) => box.x)),
  top: Math.min(...boxes.map((box) => box.y)),
  right: Math.max(...boxes.map((box) => box.x + box.width)),
  bottom: Math.max(...boxes.map((box) => box.y + box.height)),
});

/** Rows no wider than `widest`, each begun at the left. */
function rows(parts: Box[][], widest: number): Box[][] {
  const found: Box[][] = [];
  for (const part of parts) {
    const last = found.at(-1);
    const both = last && extent([...last, ...part]);
    if (last && both && both.right - both.left <= widest) last.push(...part);
    else found.push([...part]);
  }
  return found;
}

/** All places, for a picture of `room`: as many rows as show the layers largest, the fewest of those. */
export function tidied(nodes: Layer[], edges: Edge[], sizes: Map<string, Size>, room: Size): Plan {
  if (!nodes.length) return { at: new Map(), routes: new Map() };
  const all = ranked(nodes, edges, sizes);
  const parts = segments(all.boxes, edges).map((part) => inPortOrder(part, edges, all.routes));
  const whole = extent(all.boxes);
  // Between two columns a route may go from one side to the other, for each column was turned by itself.
  const columns = parts.map(extent);
  const within = ({ x }: Point) => columns.some((column) => column.left <= x && x <= column.right);
  let best: { zoom: number; rows: Box[][] } | null = null;
  for (let count = 1; count <= Math.min(parts.length, 24); count++) {
    const made = rows(parts, (whole.right - whole.left) / count + (count > 1 ? 120 : 1));
    const ends = made.map(extent);
    const width = Math.max(...ends.map((end) => end.right - end.left)) + (made.length > 1 ? 2 * TURN : 0);
    const height = ends.reduce((sum, end) => sum + end.bottom - end.top, 0) + BETWEEN_ROWS * (made.length - 1);
    const zoom = Math.min(1, room.width / width, room.height / height);
    if (!best || zoom > best.zoom + 0.02) best = { zoom, rows: made };
  }
  const at: Places = new Map();
  const routes: Routes = new Map();
  let top = 0;
  for (const row of best!.rows) {
    const end = extent(row);
    const names = new Set(row.map((box) => box.id));
    const moved = ({ x, y }: Point) => ({ x: Math.round(x - end.left), y: Math.round(top + y - end.top) });
    const turn = top ? top - BETWEEN_ROWS / 2 : undefined;
    for (const box of row) at.set(box.id, { ...moved(box), turn });
    for (const edge of edges) {
      const inside = names.has(edge.source) && names.has(edge.target);
      const route = inside ? (all.routes.get(edgeId(edge)) ?? []).filter(within) : [];
      if (route.length) routes.set(edgeId(edge), route.map(moved));
    }
    top += end.bottom - end.top + BETWEEN_ROWS;
  }
  return { at, routes };
}

const touch = (a: Box, b: Box) =>
  a.x < b.x + b.width + 12 && b.x < a.x + a.width + 12 && a.y < b.y + b.height + 12 && b.y < a.y + a.height + 12;

/** Where everything stands: as the document says; a layer without a place goes beside what leads into it. */
export function places(nodes: Layer[], edges: Edge[], sizes: Map<string, Size>, room: Size): Plan {
  const placed = nodes.filter((node) => node.x !== null && node.y !== null);
  if (!placed.length) return tidied(nodes, edges, sizes, room);
  const found: Places = new Map(placed.map((node) => [node.id, { x: node.x!, y: node.y! }]));
  const boxOf = (id: string, at: Point): Box => ({ id, ...at, ...sizeOf(sizes, id) });
  for (const node of nodes) {
    if (found.has(node.id)) continue;
    const others = [...found].map(([id, at]) => boxOf(id, at));
    const own = boxOf(node.id, beside(node.id, edges, found, sizes));
    while (others.some((other) => touch(own, other))) own.y += 24;
    found.set(node.id, { x: own.x, y: own.y });
  }
  return { at: found, routes: new Map() };
}

function beside(id: string, edges: Edge[], found: Places, sizes: Map<string, Size>): Point {
  const sources = edges.filter((edge) => edge.target === id && found.has(edge.source)).map((edge) => edge.source);
  const targets = edges.filter((edge) => edge.source === id && found.has(edge.target)).map((edge) => edge.target);
  const mean = (ids: string[]) => ids.reduce((sum, entry) => sum + found.get(entry)!.y, 0) / ids.length;
  if (sources.length) {
    const x = Math.max(...sources.map((entry) => found.get(entry)!.x + sizeOf(sizes, entry).width));
    return { x: x + GAP, y: mean(sources) };
  }
  if (targets.length) {
    const x = Math.min(...targets.map((entry) => found.get(entry)!.x));
    return { x: x - GAP - sizeOf(sizes, id).width, y: mean(targets) };
  }
  const all = [...found.values()];
  return { x: Math.min(...all.map((at) => at.x)), y: Math.max(...all.map((at) => at.y)) + 110 };
}
