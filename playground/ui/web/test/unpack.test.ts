// A plot as it travels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, grid, unpackPlot } from "../src/figure/unpack";

const packedGrid = {
  grid: btoa(String.fromCharCode(0, 127, 254, 255)),
  shape: [2, 2] as [number, number],
  low: -1,
  high: 1,
};

test("a grid of bytes lies between its limits, and 255 is no number", () => {
  const [first, second] = grid(packedGrid);
  assert.deepEqual([...(first ?? [])], [-1, 0]);
  assert.equal(second?.[0], 1);
  assert(Number.isNaN(second?.[1]));
});

test("what is drawn is new each time, since plotly writes into it", () => {
  const plot = {
    data: [
      { type: "heatmap", zsmooth: "fast", z: packedGrid },
      { type: "scatter", y: [1] },
    ],
    layout: {},
  };
  const plotlyData = unpackPlot(plot);
  assert(plotlyData.layout !== plot.layout);
  assert.equal(plot.data[0]?.z, packedGrid);
  assert(Array.isArray(plotlyData.data[0]?.z));
});

test("only the numbers of a field do not tell one plot from another", () => {
  const plot = (z: number, y: number) => ({
    data: [{ type: "heatmap", zsmooth: "fast", z: [z] }, { y: [y] }],
    layout: {},
  });
  assert.equal(frame(plot(1, 1)), frame(plot(2, 1)));
  assert(frame(plot(1, 1)) !== frame(plot(1, 2)));
});
