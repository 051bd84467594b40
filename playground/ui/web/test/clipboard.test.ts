// What comes from the clipboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arriving, type Came, fromClipboard } from "../src/canvas/clipboard";
import type { Layer } from "../src/editor/document";

const clipboard = (text: string) => ({ getData: () => text }) as unknown as DataTransfer;
const layer = (id: string, kind: string): Layer => ({ id, layer: kind, params: {}, enabled: true, x: null, y: null });
const here = [layer("input", "Input"), layer("dense_1", "Dense")];

test("what is no network is not pasted", () => {
  for (const text of ["", "words", "[]", "{}", '{"nodes": []}'])
    assert.deepEqual(fromClipboard(clipboard(text)), ["nothing_to_paste"]);
});

test("of a whole experiment the network that is wanted comes, and the others are named", () => {
  const networks = ["one", "two"].map((name) => ({ name, nodes: [layer("dense_1", "Dense")] }));
  const came = fromClipboard(clipboard(JSON.stringify({ networks })), "two") as Came;
  assert.deepEqual([came.network, came.others, came.own], ["two", ["one"], false]);
});

test("names that are taken give way, and an input is the network's own", () => {
  const nodes = [layer("input", "Input"), layer("dense_1", "Dense"), layer("relu_1", "ReLU")];
  const edges = [
    { source: "input", target: "dense_1", port: 0 },
    { source: "dense_1", target: "relu_1", port: 0 },
  ];
  const made = arriving({ nodes, edges, groups: [], own: false, others: [] }, here, 500);
  assert(!Array.isArray(made));
  assert.deepEqual(made.ids, ["dense_2", "relu_1"]);
  assert.deepEqual(made.edits[0]?.edges, [{ source: "dense_2", target: "relu_1", port: 0 }]);
  assert.deepEqual(made.edits[1], { do: "connect", source: "input", target: "dense_2", port: 0 });
});

test("more layers than can be taken are refused", () => {
  const came: Came = { nodes: [{}, {}], edges: [], groups: [], own: false, others: [] };
  assert.deepEqual(arriving(came, here, 1), ["paste_too_many", { count: 2, most: 1 }]);
});
