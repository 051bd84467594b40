// Where layers stand that nobody has placed, and the lines between them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { places as graphPlaces, tidyPlan } from "../src/canvas/layout";
import { line } from "../src/canvas/lines";
import { ports, refusal } from "../src/canvas/rules";
import type { Layer } from "../src/editor/document";
import type { LayerRow } from "../src/messages";
import { columns, places } from "../src/stack_editor/arrange";

const layer = (id: string, at: Partial<Layer> = {}): Layer => ({
  id,
  layer: "Dense",
  params: {},
  enabled: true,
  x: null,
  y: null,
  ...at,
});
const row = (least: number, most: number): LayerRow => ({
  kind: "",
  title: "",
  help: "",
  search: "",
  formula: null,
  inputs: [least, most],
  params: [],
});
const chain = (count: number) => {
  const nodes = Array.from({ length: count }, (_, at) => layer(`n${at}`));
  const edges = nodes.slice(1).map((node, at) => ({ source: `n${at}`, target: node.id, port: 0 }));
  return { nodes, edges };
};
const sizes = (nodes: Layer[]) => new Map(nodes.map(({ id }) => [id, { width: 150, height: 72 }]));

test("a few cards stand in one row, many in columns", () => {
  const wide = columns([100, 100], 30, 800);
  assert.deepEqual([wide.single, wide.count], [true, 2]);
  const narrow = columns([300, 300, 300], 30, 500);
  assert.equal(narrow.single, false);
  const { at } = places([70, 70, 70], narrow, 500, 400);
  assert.deepEqual(
    at.map((place) => place.row),
    [0, 0, 1],
  );
  assert(at.every((place) => place.x >= 0 && place.x + place.w <= 500));
});

test("no two cards of a graph lie over each other, however long it is", () => {
  for (const count of [1, 3, 12, 40]) {
    const { nodes, edges } = chain(count);
    const { at } = tidyPlan(nodes, edges, sizes(nodes), { width: 1000, height: 500 }, 0.7);
    assert.equal(at.size, count);
    const all = [...at.values()];
    for (const [index, one] of all.entries()) {
      for (const other of all.slice(index + 1))
        assert(Math.abs(one.x - other.x) >= 150 || Math.abs(one.y - other.y) >= 72);
    }
  }
});

test("a long graph is folded into rows", () => {
  const { nodes, edges } = chain(30);
  const { at, ways } = tidyPlan(nodes, edges, sizes(nodes), { width: 1000, height: 800 }, 0.7);
  const rows = new Set([...at.values()].map((place) => place.y)).size;
  assert(rows > 1);
  assert.equal(ways.size, rows - 1);
});

test("what a hand has placed stays, and a new layer goes beside what leads into it", () => {
  const nodes = [layer("a", { x: 10, y: 20 }), layer("b")];
  const edges = [{ source: "a", target: "b", port: 0 }];
  const { at } = graphPlaces(nodes, edges, sizes(nodes), { width: 1000, height: 500 }, 0.7, new Map());
  assert.deepEqual(at.get("a"), { x: 10, y: 20 });
  assert((at.get("b")?.x ?? 0) > 160);
});

test("a line turns at right angles along its way, and none has no label", () => {
  const ends = { sourceX: 0, sourceY: 0, targetX: 100, targetY: 100 } as Parameters<typeof line>[0];
  const { path, label } = line(ends, { way: { turns: [20, 50, 80], label: null } });
  assert(path.startsWith("M0 0L") && path.endsWith("L100 100"));
  assert.equal((path.match(/Q/g) ?? []).length, 4);
  assert.equal(label, null);
});

test("a circle and an input too many are refused", () => {
  const { nodes, edges } = chain(3);
  const rows = { Dense: row(1, 1) };
  assert.equal(refusal(nodes, edges, rows, "n2", "n0")?.word, "no_circle");
  assert.equal(refusal(nodes, edges, rows, "n0", "n2")?.word, "one_input");
  assert.equal(refusal(nodes, [], rows, "n0", "n2"), null);
  assert.equal(ports(edges, row(1, 1), "n1"), 1);
  assert.equal(ports(edges, row(2, 64), "n1"), 2);
});
