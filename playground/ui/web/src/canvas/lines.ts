// The line of an edge from port to port, the same on the canvas and in a saved picture.
import { getBezierPath, getSmoothStepPath, type Position } from "@xyflow/react";
import type { Point } from "../editor/document";
import type { Way } from "./lanes";

export type Ends = {
  sourceX: number;
  sourceY: number;
  sourcePosition: Position;
  targetX: number;
  targetY: number;
  targetPosition: Position;
};
/** Where its shape is told, and how wide that may be. */
export type Label = Point & { room: number };
export type Line = { path: string; label: Label | null };

const PAST = 30;
const CORNER = 9;
/** Half the height of a shape's digits: they stand in the middle of a lane. */
const HALF = 4;
const OVER = 5;

/** Right angles with round corners: along `turns`, which are x and y in turn. */
function steppedPath({ sourceX, sourceY, targetX, targetY }: Ends, turns: number[]): string {
  const points: Point[] = [{ x: sourceX, y: sourceY }];
  let last: Point = { x: sourceX, y: sourceY };
  turns.forEach((turn, at) => {
    last = at % 2 === 0 ? { x: turn, y: last.y } : { x: last.x, y: turn };
    points.push(last);
  });
  points.push({ x: last.x, y: targetY }, { x: targetX, y: targetY });
  let path = `M${sourceX} ${sourceY}`;
  for (let at = 1; at < points.length - 1; at++) {
    const [from, corner, to] = points.slice(at - 1, at + 2);
    if (!from || !corner || !to) continue;
    const legs = [from, to].map((end) => Math.abs(end.x - corner.x) + Math.abs(end.y - corner.y));
    const radius = Math.min(CORNER, ...legs.map((leg) => leg / 2));
    const near = (end: Point) =>
      `${corner.x + radius * Math.sign(end.x - corner.x)} ${corner.y + radius * Math.sign(end.y - corner.y)}`;
    path += `L${near(from)}Q${corner.x} ${corner.y} ${near(to)}`;
  }
  return `${path}L${targetX} ${targetY}`;
}

/** Past other layers of its row, on the way that was found for it: level from before the first until behind the last. */
function routeLine({ sourceX, sourceY, targetX, targetY }: Ends, first: Point, route: Point[]): Line {
  const [last, half] = [route.at(-1) ?? first, route[Math.floor(route.length / 2)] ?? first];
  const startPoint = { x: Math.max(sourceX + 30, first.x - PAST), y: first.y };
  const endPoint = { x: Math.min(targetX - 30, last.x + PAST), y: last.y };
  const points = [startPoint, ...route.slice(1, -1), endPoint, { x: targetX, y: targetY }];
  let [x, y] = [sourceX, sourceY];
  let path = `M${x} ${y}`;
  for (const point of points) {
    const middle = (x + point.x) / 2;
    path += `C${middle} ${y} ${middle} ${point.y} ${point.x} ${point.y}`;
    [x, y] = [point.x, point.y];
  }
  return { path, label: { x: half.x, y: half.y - OVER, room: targetX - sourceX - 8 } };
}

/** Straight on where the way goes right; in its lane to another row; round the corner where it goes back. */
export function line(ends: Ends, { way, route }: { way?: Way; route?: Point[] }): Line {
  if (way) {
    const label = way.label && { x: way.label.x, y: way.label.y + HALF, room: 200 };
    return { path: steppedPath(ends, way.turns), label };
  }
  const onwards = ends.targetX > ends.sourceX + 6;
  const [first] = route ?? [];
  if (route && first && onwards) return routeLine(ends, first, route);
  const [path, x, y] = onwards ? getBezierPath(ends) : getSmoothStepPath({ ...ends, offset: 16, borderRadius: 12 });
  const room = onwards ? ends.targetX - ends.sourceX - 8 : 200;
  return { path, label: { x, y: onwards ? y - OVER : y + HALF, room } };
}
