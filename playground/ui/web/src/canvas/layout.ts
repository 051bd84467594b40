// Where layers stand that nobody has placed: dagre finds ranks and crossings, then long networks are folded into rows,
// so that thirty layers are still readable. What leads from row to row runs in lanes of its own (lanes.ts).
import dagre from "@dagrejs/dagre";
import { type Edge, edgeId, type Layer, type Point, placesOf } from "../editor/document";
import { type Box, columnsOf, extent, gapsBetween, type Ways, ways } from "./lanes";

/** `under`: how high the sentence is that stands below a card. */
export type Size = { width: number; height: number; under?: number };
export type Places = Map<string, Point>;
/** Where an edge that passes other layers of its row goes between its ends, by the edge's id. */
export type Routes = Map<string, Point[]>;
export type Plan = { at: Places; routes: Routes; ways: Ways };
type Rows = { rows: Box[][]; cost: number };
type Graph = { nodes: Layer[]; edges: Edge[]; sizes: Map<string, Size>; gap: number; frames: Frames };

export const GAP = 52;
const BESIDE = 26;
/** One more row is as bad as this many edges more that are cut. */
const ROW = 3;
/** What one cut edge is worth of the size at which layers are shown. */
const CUT = 0.006;
/** Beside rows, for the edges that go from one to the next. */
const LEGS = 24;
const MOST_ROWS = 24;
const UNKNOWN: Size = { width: 150, height: 72 };
/** Room for the frame of a block around its layers: above is its title. */
export const FRAME = { side: 12, top: 30, bottom: 12 };
/** The block that a layer is framed by. */
export type Frames = Map<string, string>;

const sizeOf = (sizes: Map<string, Size>, id: string) => sizes.get(id) ?? UNKNOWN;

/** Room for the longest shape that travels. */
const gapFor = (edges: Edge[]) => Math.max(GAP, ...edges.map((edge) => 5.6 * (edge.shape ?? "").length + 13));

function rankGraph({ nodes, edges, sizes, gap, frames }: Graph): { boxes: Box[]; routes: Routes } {
  const graph = new dagre.graphlib.Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: "LR", nodesep: BESIDE, edgesep: 14, ranksep: gap, marginx: 0, marginy: 0 });
  for (const { id } of nodes) {
    const { width, height } = sizeOf(sizes, id);
    const frame = frames.get(id);
    // With the gap to the next layer that is room for the frame.
    graph.setNode(id, frame ? { width: width + 2 * FRAME.side, height: height + FRAME.side } : { width, height });
    if (!frame) continue;
    if (!graph.hasNode(frame)) graph.setNode(frame, {});
    graph.setParent(id, frame);
  }
  const nodeIds = new Set(nodes.map((node) => node.id));
  const innerEdges = edges.filter((edge) => nodeIds.has(edge.source) && nodeIds.has(edge.target));
  for (const edge of innerEdges) graph.setEdge(edge.source, edge.target, {}, String(edge.port));
  dagre.layout(graph);
  const boxes = nodes.map(({ id }) => {
    const { x, y } = graph.node(id) as Point;
    const { width, height, under = 0 } = sizeOf(sizes, id);
    return { id, x: x - width / 2, y: y - height / 2, width, height, under };
  });
  const routes: Routes = new Map();
  for (const edge of innerEdges) {
    const line = graph.edge(edge.source, edge.target, String(edge.port)) as { points?: Point[] } | undefined;
    // Three points are an edge to the next layer: its ends, and the middle.
    if (line?.points && line.points.length > 3) routes.set(edgeId(edge), line.points.slice(1, -1));
  }
  return { boxes, routes };
}

/** Columns that a block lies in are one: a row ends before or behind it. */
function wholeBlocks(columns: Box[][], frames: Frames): Box[][] {
  const blockColumns: Box[][] = [];
  const firstColumns = new Map<string, number>();
  for (const column of columns) {
    const blocks = column.flatMap((box) => frames.get(box.id) ?? []);
    const first = Math.min(
      blockColumns.length,
      ...blocks.map((block) => firstColumns.get(block) ?? blockColumns.length),
    );
    blockColumns.splice(first, blockColumns.length, [...blockColumns.slice(first).flat(), ...column]);
    for (const [block, at] of firstColumns) if (at > first) firstColumns.set(block, first);
    for (const block of blocks) firstColumns.set(block, first);
  }
  return blockColumns;
}

/** Columns that only one output leads out of end a part; each part may be turned upside down by itself. */
function parts(boxes: Box[], edges: Edge[], frames: Frames): Box[][] {
  const partList: Box[][] = [[]];
  const before = new Set<string>();
  for (const column of wholeBlocks(columnsOf(boxes), frames)) {
    const crossingEdges = edges.filter((edge) => before.has(edge.source) && !before.has(edge.target));
    const last = partList.at(-1);
    if (!last || (before.size && new Set(crossingEdges.map((edge) => edge.source)).size <= 1))
      partList.push([...column]);
    else last.push(...column);
    for (const box of column) before.add(box.id);
  }
  return partList;
}

/** Upside down where that lets more edges enter a layer in the order of its ports, else leave one as they were drawn. */
function inPortOrder(part: Box[], edges: Edge[], routes: Routes): Box[] {
  const middle = new Map(part.map((box) => [box.id, box.y + box.height / 2]));
  let crossings = 0;
  const partEdges = edges.filter((edge) => middle.has(edge.source) || middle.has(edge.target));
  const below = (one: string, other: string) => Math.sign((middle.get(one) ?? NaN) - (middle.get(other) ?? NaN)) || 0;
  partEdges.forEach((a, at) => {
    for (const b of partEdges) if (a.target === b.target && a.port < b.port) crossings += below(a.source, b.source);
    for (const b of partEdges.slice(at + 1)) if (a.source === b.source) crossings += 0.1 * below(a.target, b.target);
  });
  if (crossings <= 0) return part;
  const { left, right, top, bottom } = extent(part.map((box) => ({ ...box, under: 0 })));
  for (const points of routes.values()) {
    for (const point of points) if (point.x >= left && point.x <= right) point.y = top + bottom - point.y;
  }
  return part.map((box) => ({ ...box, y: top + bottom - box.y - box.height }));
}

/** Cards stay level with their neighbours; only what stands below a sentence makes room for it. */
function withRoomUnder(boxes: Box[]): Box[] {
  for (const column of columnsOf(boxes)) {
    let free = -Infinity;
    for (const box of column.sort((a, b) => a.y - b.y)) {
      box.y = Math.max(box.y, free);
      free = box.y + box.height + box.under + (box.under ? 12 : 0);
    }
  }
  return boxes;
}

/** Rows as they were found last: an edit changes one of them, and dagre takes milliseconds for each. */
const rowCache = new Map<string, { boxes: Box[]; routes: Routes }>();
const MOST_CACHED = 200;

/** One row of layers, its left top at (0, 0). */
function layOutRow(graph: Graph): { boxes: Box[]; routes: Routes } {
  const ids = new Set(graph.nodes.map((node) => node.id));
  const edges = graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const lines = edges.map(({ source, target, port }) => [source, target, port]);
  const key = JSON.stringify([
    graph.nodes.map(({ id }) => [id, sizeOf(graph.sizes, id), graph.frames.get(id)]),
    lines,
    graph.gap,
  ]);
  if (rowCache.size > MOST_CACHED) rowCache.clear();
  const row = rowCache.get(key) ?? arrangeRow({ ...graph, edges });
  rowCache.set(key, row);
  const { boxes, routes } = row;
  return { boxes: boxes.map((box) => ({ ...box })), routes };
}

function arrangeRow(graph: Graph): { boxes: Box[]; routes: Routes } {
  const { boxes, routes } = rankGraph(graph);
  const partList = parts(boxes, graph.edges, graph.frames);
  const orderedBoxes = withRoomUnder(partList.flatMap((part) => inPortOrder(part, graph.edges, routes)));
  // Between two parts a route may go from one side to the other, for each part was turned by itself.
  const spans = partList.map(extent);
  const within = ({ x }: Point) => spans.some((span) => span.left <= x && x <= span.right);
  const { left, top } = extent(orderedBoxes);
  const inside: Routes = new Map();
  for (const [id, points] of routes) {
    const shiftedPoints = points.filter(within).map(({ x, y }) => ({ x: x - left, y: y - top }));
    if (shiftedPoints.length) inside.set(id, shiftedPoints);
  }
  return { boxes: orderedBoxes.map((box) => ({ ...box, x: box.x - left, y: box.y - top })), routes: inside };
}

/** About where each layer would stand in one long row, by how many layers lead to it: enough to say where rows end. */
function inOneRow({ nodes, edges, sizes, gap }: Graph): Box[] {
  const order = new Map(nodes.map((node, at) => [node.id, at]));
  const rank = new Map(nodes.map((node) => [node.id, 0]));
  const sources = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const { source, target } of edges) {
    const [from, to] = [order.get(source), order.get(target)];
    // Layers come in the order of the data; what leads back is a circle, and is told as one.
    if (from !== undefined && to !== undefined && from < to) sources.get(target)?.push(source);
  }
  const columns: Layer[][] = [];
  for (const node of nodes) {
    const nodeRank = Math.max(0, ...(sources.get(node.id) ?? []).map((source) => (rank.get(source) ?? 0) + 1));
    rank.set(node.id, nodeRank);
    columns[nodeRank] = [...(columns[nodeRank] ?? []), node];
  }
  let left = 0;
  return columns.flatMap((column) => {
    const wide = Math.max(...column.map((node) => sizeOf(sizes, node.id).width));
    const middle = left + wide / 2;
    left += wide + gap;
    let top = 0;
    return column.map(({ id }) => {
      const { width, height, under = 0 } = sizeOf(sizes, id);
      const box = { id, x: middle - width / 2, y: top, width, height, under };
      top += height + under + BESIDE;
      return box;
    });
  });
}

/** How bad it is to end a row before each column: edges that then lead to another row, and from how many layers. */
function cutCosts(columns: Box[][], edges: Edge[]): number[] {
  const before = new Set<string>();
  return columns.map((column) => {
    const cut = edges.filter((edge) => before.has(edge.source) && !before.has(edge.target));
    for (const box of column) before.add(box.id);
    return cut.length + 2 * new Set(cut.map((edge) => edge.source)).size;
  });
}

/** Rows no wider than `widest`, cut where it costs least. */
function foldRows(columns: Box[][], costs: number[], widest: number): Rows {
  const spans = columns.map(extent);
  // Of the columns before each end: what the best rows cost, and where the last of them begins.
  type Best = { cost: number; from: number; before: Best | null };
  const best: Best[] = [{ cost: 0, from: 0, before: null }];
  spans.forEach(({ right }, last) => {
    let bestRow: Best | null = null;
    for (let from = last; from >= 0; from--) {
      const before = best[from];
      if (!before || (from < last && right - (spans[from]?.left ?? 0) > widest)) break;
      const cost = before.cost + ROW + (from ? (costs[from] ?? 0) : 0);
      if (!bestRow || cost <= bestRow.cost) bestRow = { cost, from, before };
    }
    if (bestRow) best.push(bestRow);
  });
  const rows: Box[][] = [];
  let end = columns.length;
  for (let row = best.at(-1); row?.before; row = row.before) {
    rows.unshift(columns.slice(row.from, end).flat());
    end = row.from;
  }
  return { rows, cost: best.at(-1)?.cost ?? 0 };
}

/** How large rows would be shown in a room, before they are laid out. */
function zoomOf(rows: Box[][], room: Size): number {
  const ends = rows.map(extent);
  const width = Math.max(...ends.map((end) => end.right - end.left)) + (rows.length > 1 ? LEGS : 0);
  const height = ends.reduce((sum, end) => sum + end.bottom - end.top, 0) + 52 * (rows.length - 1);
  return Math.min(1, room.width / width, room.height / height);
}

/** Rows that show the layers large and cut few edges; where all would be too small to read, rows as wide as the room
 *  is at the `readable` size. */
function rowsFor(all: Box[], { edges, frames }: Graph, room: Size, readable: number): Box[][] {
  const columns = wholeBlocks(columnsOf(all), frames);
  const costs = cutCosts(columns, edges);
  const whole = extent(all);
  let best: { worth: number; zoom: number; rows: Box[][] } | null = null;
  for (let count = 1; count <= Math.min(columns.length, MOST_ROWS); count++) {
    const widest = (whole.right - whole.left) / count + (count > 1 ? 120 : 1);
    const { rows, cost } = foldRows(columns, costs, widest);
    const zoom = zoomOf(rows, room);
    const worth = zoom - CUT * cost;
    if (zoom >= readable && (!best || worth > best.worth)) best = { worth, zoom, rows };
  }
  return best?.rows ?? foldRows(columns, costs, room.width / readable - LEGS).rows;
}

/** All places, for a picture of `room`. */
export function tidyPlan(
  nodes: Layer[],
  edges: Edge[],
  sizes: Map<string, Size>,
  room: Size,
  readable = 0,
  frames: Frames = new Map(),
): Plan {
  if (!nodes.length) return { at: new Map(), routes: new Map(), ways: new Map() };
  const graph = { nodes, edges, sizes, gap: gapFor(edges), frames };
  const rows = rowsFor(inOneRow(graph), graph, room, readable);
  const rowLayouts = rows.map((row) => layOutRow({ ...graph, nodes: nodesIn(nodes, row) }));
  const at: Places = new Map();
  const routes: Routes = new Map();
  const gaps = gapsBetween(
    rowLayouts.map((row) => row.boxes),
    edges,
  );
  let top = 0;
  rowLayouts.forEach((row, index) => {
    const shiftPoint = ({ x, y }: Point) => ({ x: Math.round(x), y: Math.round(y + top) });
    for (const box of row.boxes) at.set(box.id, Object.assign(box, shiftPoint(box)) && { x: box.x, y: box.y });
    for (const [id, points] of row.routes) routes.set(id, points.map(shiftPoint));
    top = extent(row.boxes).bottom + (gaps[index] ?? 0) + (frames.size ? FRAME.top : 0);
  });
  return {
    at,
    routes,
    ways: ways(
      rowLayouts.map((row) => row.boxes),
      edges,
    ),
  };
}

function nodesIn(nodes: Layer[], boxes: Box[]): Layer[] {
  const names = new Set(boxes.map((box) => box.id));
  return nodes.filter((node) => names.has(node.id));
}

type Rectangle = Point & Size;
const bottomOf = (box: Rectangle) => box.y + box.height + (box.under ?? 0);
const touch = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width + 12 && b.x < a.x + a.width + 12 && a.y < bottomOf(b) + 12 && b.y < bottomOf(a) + 12;

/** Where everything stands: as the document says; a layer without a place goes beside what leads into it. */
export function places(
  nodes: Layer[],
  edges: Edge[],
  sizes: Map<string, Size>,
  room: Size,
  readable: number,
  frames: Frames,
): Plan {
  const placeById = placesOf(nodes);
  if (!placeById.size) return tidyPlan(nodes, edges, sizes, room, readable, frames);
  const boxOf = (id: string, at: Point): Rectangle => ({ ...at, ...sizeOf(sizes, id) });
  for (const node of nodes) {
    if (placeById.has(node.id)) continue;
    const others = [...placeById].map(([id, at]) => boxOf(id, at));
    const ownBox = boxOf(node.id, beside(node.id, edges, placeById, sizes));
    while (others.some((other) => touch(ownBox, other))) ownBox.y += 24;
    placeById.set(node.id, { x: ownBox.x, y: ownBox.y });
  }
  return { at: placeById, routes: new Map(), ways: new Map() };
}

function beside(id: string, edges: Edge[], placeById: Places, sizes: Map<string, Size>): Point {
  const sources = edges.filter((edge) => edge.target === id && placeById.has(edge.source)).map((edge) => edge.source);
  const targets = edges.filter((edge) => edge.source === id && placeById.has(edge.target)).map((edge) => edge.target);
  const at = (entry: string): Point => placeById.get(entry) ?? { x: 0, y: 0 };
  const mean = (ids: string[]) => ids.reduce((sum, entry) => sum + at(entry).y, 0) / ids.length;
  if (sources.length) {
    const x = Math.max(...sources.map((entry) => at(entry).x + sizeOf(sizes, entry).width));
    return { x: x + GAP, y: mean(sources) };
  }
  if (targets.length) {
    const x = Math.min(...targets.map((entry) => at(entry).x));
    return { x: x - GAP - sizeOf(sizes, id).width, y: mean(targets) };
  }
  const all = [...placeById.values()];
  return { x: Math.min(...all.map((at) => at.x)), y: Math.max(...all.map((at) => at.y)) + 110 };
}
