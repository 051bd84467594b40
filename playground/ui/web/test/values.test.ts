// What a text means for a parameter, and the next value up and down.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextValue, read, type Schema, valueText } from "../src/editor/values";
import type { FloatSchema, IntSchema, IntsSchema } from "../src/messages";

const base = { name: "p", label: "P", help: "", optional: false, advanced: false };
const int: IntSchema = { ...base, type: "int", default: 8, low: 1, high: 64, step: 1, log: false };
const float: FloatSchema = {
  ...base,
  type: "float",
  default: 0.5,
  low: 0,
  high: 1,
  open_low: false,
  step: null,
  log: false,
};
const ints: IntsSchema = { ...base, type: "ints", default: null, low: 1, high: 9, length: 2 };
/** The word of the sentence stands for the sentence. */
const say = (word: string) => word;
const parse = (schema: Schema, text: string) => read(schema, text, say);

test("a whole number within its bounds", () => {
  assert.deepEqual(parse(int, " 12 "), { value: 12 });
  assert.deepEqual(parse(int, "1e1"), { value: 10 });
  for (const [text, error] of [
    ["", "needs"],
    ["a", "whole"],
    ["1.5", "whole"],
    ["65", "range"],
    ["0", "range"],
  ] as const) {
    assert.deepEqual(parse(int, text), { error }, text);
  }
});

test("a number above an open bound", () => {
  assert.deepEqual(parse({ ...float, open_low: true }, "0"), { error: "above" });
  assert.deepEqual(parse(float, "0"), { value: 0 });
  assert.deepEqual(parse(float, ".25"), { value: 0.25 });
  assert.deepEqual(parse(float, "x"), { error: "number" });
});

test("nothing, where nothing is allowed", () => {
  assert.deepEqual(parse({ ...float, optional: true }, " "), { value: null });
});

test("one number for all sides of a kernel, or one for each", () => {
  const sides = { ...int, axes: 2 };
  assert.deepEqual(parse(sides, "3"), { value: 3 });
  assert.deepEqual(parse(sides, "3 × 3"), { value: 3 });
  assert.deepEqual(parse(sides, "1, 7"), { value: [1, 7] });
  assert.deepEqual(parse(sides, "1, 7, 7"), { error: "sides" });
  assert.deepEqual(parse(sides, "1, 99"), { error: "range" });
});

test("lists of whole numbers and of names", () => {
  assert.deepEqual(parse(ints, "4"), { value: [4, 4] });
  assert.deepEqual(parse(ints, "4x5"), { value: [4, 5] });
  assert.deepEqual(parse(ints, "4, 10"), { error: "each" });
  assert.deepEqual(parse({ ...ints, length: null }, "1 2 3"), { value: [1, 2, 3] });
  assert.deepEqual(parse({ ...base, type: "names", default: null }, "a, b,"), { value: ["a", "b"] });
});

test("values as text", () => {
  assert.equal(valueText(null), "");
  assert.equal(valueText([3, 4]), "3, 4");
  assert.equal(valueText(0.5), "0.5");
});

test("steps up and down stay within the bounds", () => {
  assert.equal(nextValue(int, 64, 1), 64);
  assert.equal(nextValue({ ...int, log: true }, 5, 1), 8);
  assert.equal(nextValue({ ...int, log: true }, 5, -1), 4);
  assert.equal(nextValue(float, 0.3, 1), 0.35);
  assert.equal(nextValue({ ...float, log: true }, 0.02, 1), 0.05);
  assert.equal(nextValue({ ...float, log: true }, 0.01, -1), 0.005);
  assert.equal(nextValue({ ...float, log: true }, 0, 1), 0.00001);
  assert.deepEqual(nextValue({ ...int, axes: 2 }, [3, 5], 1), [4, 6]);
  assert.equal(nextValue(int, null, 1), 9);
});
