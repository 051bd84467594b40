// A drawing as text and as cells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read, spray, write } from "../src/drawing/raster";

test("a drawing is read and written as it was", () => {
  for (const text of ["16a", "b3c12p", "3abcd10a"]) assert.equal(write(read(text, 16)), text);
});

test("a stroke makes a cell denser once, and no denser than it can be", () => {
  const cells = read("16a", 16);
  const sheet = { side: 4, most: 3 };
  const stroke = () => ({ cells, mask: new Uint8Array(16) });
  const first = stroke();
  for (let count = 0; count < 3; count++) spray(first, 0.5, 0.5, 0.4, "first", sheet);
  assert.equal(write(cells), "b15a");
  for (let count = 0; count < 5; count++) spray(stroke(), 0.5, 0.5, 0.4, "second", sheet);
  assert.equal(write(cells), "n15a");
  spray(stroke(), 0.5, 0.5, 0.4, "eraser", sheet);
  assert.equal(write(cells), "16a");
});
