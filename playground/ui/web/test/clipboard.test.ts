// What comes from the clipboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromClipboard, type PastedLayers, pasteEdits } from "../src/canvas/clipboard";
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
  const pasted = fromClipboard(clipboard(JSON.stringify({ networks })), "two") as PastedLayers;
  assert.deepEqual([pasted.network, pasted.others, pasted.own], ["two", ["one"], false]);
});

test("names that are taken give way, and an input is the network's own", () => {
  const nodes = [layer("input", "Input"), layer("dense_1", "Dense"), layer("relu_1", "ReLU")];
  const edges = [
    { source: "input", target: "dense_1", port: 0 },
    { source: "dense_1", target: "relu_1", port: 0 },
  ];
  const plan = pasteEdits({ nodes, edges, groups: [], own: false, others: [] }, here, 500);
  assert(!Array.isArray(plan));
  assert.deepEqual(plan.ids, ["dense_2", "relu_1"]);
  assert.deepEqual(plan.edits[0]?.edges, [{ source: "dense_2", target: "relu_1", port: 0 }]);
  assert.deepEqual(plan.edits[1], { do: "connect", source: "input", target: "dense_2", port: 0 });
});

test("more layers than can be taken are refused", () => {
  const pasted: PastedLayers = { nodes: [{}, {}], edges: [], groups: [], own: false, others: [] };
  assert.deepEqual(pasteEdits(pasted, here, 1), ["paste_too_many", { count: 2, most: 1 }]);
});
