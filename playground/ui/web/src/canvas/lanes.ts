// The ways of edges that lead from one row of layers to another: down beside the column that they come from, along a
// lane of their own between the rows, and down again beside the column that they go to.
import { type Edge, edgeId, freePort, type Point } from "../editor/document";

export type Box = Point & { id: string; width: number; height: number; under: number };
/** `turns`: x and y in turn, from the source's port to the target's. `label`: where its shape may be told. */
export type Way = { turns: number[]; label: Point | null };
export type Ways = Map<string, Way>;

const LANE = 10;
const LEG = 7;
const BETWEEN_ROWS = 52;
/** From a row to the first lane below it, and from the last lane to the next row. */
const ABOVE = 20;
const BELOW = 24;

type Spot = { row: number; column: Box[]; box: Box };
type Jump = { edge: Edge; from: Spot; to: Spot; leave: number; arrive: number };
/** A stretch of a way between two rows: the gap below row `gap`, from one x to another. */
type Stretch = { jump: Jump; gap: number; start: number; end: number; lane: number };

export const extent = (boxes: Omit<Box, "id">[]) => ({
  left: Math.min(...boxes.map((box) => box.x)),
  top: Math.min(...boxes.map((box) => box.y)),
  right: Math.max(...boxes.map((box) => box.x + box.width)),
  bottom: Math.max(...boxes.map((box) => box.y + box.height + box.under)),
});

/** Boxes of one rank stand in the middle of their column; columns from left to right. */
export function columnsOf(boxes: Box[]): Box[][] {
  const columns = new Map<number, Box[]>();
  for (const box of [...boxes].sort((a, b) => a.x + a.width / 2 - b.x - b.width / 2)) {
    const middle = Math.round(box.x + box.width / 2);
    const near = [middle, middle - 1, middle + 1].find((x) => columns.has(x)) ?? middle;
    columns.set(near, [...(columns.get(near) ?? []), box]);
  }
  return [...columns.values()];
}

function jumps(rows: Box[][], edges: Edge[]): Jump[] {
  const spots = new Map<string, Spot>();
  rows.forEach((row, at) => {
    for (const column of columnsOf(row)) for (const box of column) spots.set(box.id, { row: at, column, box });
  });
  const jumpList: Jump[] = [];
  for (const edge of edges) {
    const [from, to] = [spots.get(edge.source), spots.get(edge.target)];
    if (from && to && from.row < to.row) jumpList.push({ edge, from, to, leave: 0, arrive: 0 });
  }
  const groupBy = <K>(key: (jump: Jump) => K) => {
    const groups = new Map<K, Jump[]>();
    for (const jump of jumpList) groups.set(key(jump), [...(groups.get(key(jump)) ?? []), jump]);
    return [...groups.values()];
  };
  for (const group of groupBy((jump) => jump.from.column)) {
    // What leaves one port may share the way down; another port beside it may not.
    const sources = [...new Set(group.map((jump) => jump.edge.source))];
    const right = Math.max(...group.map((jump) => extent(jump.from.column).right));
    for (const jump of group) jump.leave = right + 12 + LEG * sources.indexOf(jump.edge.source);
  }
  for (const group of groupBy((jump) => jump.to.column)) {
    const left = Math.min(...group.map((jump) => extent(jump.to.column).left));
    const height = ({ edge, to }: Jump) =>
      to.box.y + (to.box.height * (edge.port + 1)) / (freePort(edges, edge.target) + 2);
    group
      .sort((a, b) => height(a) - height(b))
      .forEach((jump, rank) => {
        jump.arrive = left - 14 - LEG * rank;
      });
  }
  return jumpList;
}

/** Stretches with their lanes: what ends farther left runs higher, so that the ways of one port never cross. */
function stretches(jumpList: Jump[]): Stretch[] {
  const stretchList: Stretch[] = [];
  const outermost = Math.min(0, ...jumpList.map((jump) => jump.arrive));
  let far = 0;
  for (const jump of jumpList) {
    const [from, to] = [jump.from.row, jump.to.row];
    if (to === from + 1) stretchList.push({ jump, gap: from, start: jump.leave, end: jump.arrive, lane: 0 });
    else {
      const beside = outermost - 10 - LEG * far++;
      stretchList.push({ jump, gap: from, start: jump.leave, end: beside, lane: 0 });
      stretchList.push({ jump, gap: to - 1, start: beside, end: jump.arrive, lane: 0 });
    }
  }
  stretchList.sort((a, b) => a.gap - b.gap || Math.min(a.start, a.end) - Math.min(b.start, b.end) || b.end - a.end);
  const usedLanes = new Map<number, number>();
  for (const stretch of stretchList) {
    stretch.lane = usedLanes.get(stretch.gap) ?? 0;
    usedLanes.set(stretch.gap, stretch.lane + 1);
  }
  return stretchList;
}

/** How far apart rows must stand for the lanes between them. */
export function gapsBetween(rows: Box[][], edges: Edge[]): number[] {
  const stretchList = stretches(jumps(rows, edges));
  return rows.slice(1).map((_row, gap) => {
    const count = stretchList.filter((stretch) => stretch.gap === gap).length;
    return Math.max(BETWEEN_ROWS, ABOVE + LANE * Math.max(0, count - 1) + BELOW);
  });
}

/** The ways of all edges between rows, whose boxes stand where they will be. */
export function ways(rows: Box[][], edges: Edge[]): Ways {
  const wayById: Ways = new Map();
  const longest = new Map<string, number>();
  const stretchList = stretches(jumps(rows, edges));
  for (const { jump, gap, start, end, lane } of stretchList) {
    const y = extent(rows[gap] ?? []).bottom + ABOVE + LANE * lane;
    const id = edgeId(jump.edge);
    const previous = wayById.get(id);
    const turns = previous ? [...previous.turns, y, end] : [start, y, end];
    const way: Way = { turns, label: null };
    wayById.set(id, way);
    const [source, long] = [`${jump.edge.source} ${gap}`, Math.abs(end - start)];
    // The same shape leaves one port along all its lanes: it is told once.
    if (long > (longest.get(source) ?? 60)) {
      for (const [other, otherWay] of wayById) if (other.startsWith(`${jump.edge.source}>`)) otherWay.label = null;
      longest.set(source, long);
      // Not all in the middle: lanes lie closer than words are high.
      way.label = { x: end + (start - end) * (0.35 + 0.15 * (lane % 3)), y };
    }
  }
  return wayById;
}

/** What layers and the ways between their rows take up together. */
export function spread(boxes: Omit<Box, "id">[], between: Ways) {
  const cards = extent(boxes);
  const across = [...between.values()].flatMap((way) => way.turns.filter((_turn, at) => at % 2 === 0));
  return { ...cards, left: Math.min(cards.left, ...across), right: Math.max(cards.right, ...across) };
}
