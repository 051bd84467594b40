// What a text means for one parameter, as its schema says (playground/core/params.py), and why a value is refused.
import type { FloatSchema, IntSchema, IntsSchema, LayerTable } from "../messages";
import type { Values } from "./dom";

export type Schema = LayerTable["params"][number];
export type Say = (word: string, values?: Values) => string;
export type ParseResult = { value: unknown; error?: undefined } | { value?: undefined; error: string };
type NumberSchema = IntSchema | FloatSchema;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export const isNumeric = (schema: Schema): schema is NumberSchema => schema.type === "int" || schema.type === "float";

/** {value} or {error}: the same rules and sentences as Param.check. */
export function read(schema: Schema, text: string, say: Say): ParseResult {
  const trimmedText = text.trim();
  if (!trimmedText) return schema.optional ? { value: null } : { error: say("needs", { label: schema.label }) };
  if (schema.type === "ints") return readInts(schema, trimmedText, say);
  if (schema.type === "names")
    return {
      value: trimmedText
        .split(",")
        .map((entry) => entry.trim())
        .filter(Boolean),
    };
  if (!isNumeric(schema)) return { value: trimmedText };
  if (schema.type === "int" && schema.axes && /[\s,×;]/.test(trimmedText))
    return readSides(schema, schema.axes, trimmedText, say);
  return readNumber(schema, trimmedText, say);
}

function readNumber(schema: NumberSchema, text: string, say: Say): ParseResult {
  const { label, low, high } = schema;
  const isOpen = schema.type === "float" && schema.open_low;
  if (!NUMBER.test(text)) return { error: say(schema.type === "int" ? "whole" : "number", { label, value: text }) };
  const value = Number(text);
  if (schema.type === "int" && !Number.isInteger(value)) return { error: say("whole", { label, value: text }) };
  if (isOpen && value <= low) return { error: say("above", { label, low, high, value: text }) };
  if (value < low || value > high) return { error: say(isOpen ? "above" : "range", { label, low, high, value: text }) };
  return { value };
}

/** A kernel of 3 × 3 is `3`, one of 1 × 7 is `1, 7`. */
function readSides(schema: IntSchema, axes: number, text: string, say: Say): ParseResult {
  const entries = text.split(/[\s,×;]+/).filter(Boolean);
  if (entries.length !== axes) return { error: say("sides", { label: schema.label, length: axes, value: text }) };
  const each = entries.map((entry) => readNumber(schema, entry, say));
  const wrong = each.find((entry) => entry.error);
  if (wrong) return wrong;
  const values = each.map((entry) => entry.value);
  return { value: values.every((value) => value === values[0]) ? values[0] : values };
}

function readInts(schema: IntsSchema, text: string, say: Say): ParseResult {
  const { label, length, low, high } = schema;
  const entries = text.split(/[\s,×x;]+/).filter(Boolean);
  const texts = length && entries.length === 1 ? Array<string>(length).fill(entries[0] ?? "") : entries;
  const fits = length ? texts.length === length : texts.length >= 1 && texts.length <= 8;
  if (!fits) return { error: say("list", { label, length: length ?? "1–8", value: text }) };
  for (const entry of texts) {
    const value = Number(entry);
    if (!/^[+-]?\d+$/.test(entry) || value < low || value > high) {
      return { error: say("each", { label, low, high, value: entry }) };
    }
  }
  return { value: texts.map(Number) };
}

/** The text of a value: `3, 3` for lists, nothing for None. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** The next value up (+1) or down (−1): doubled or in 1-2-5 steps on a log scale, else by the step. */
export function nextValue(schema: NumberSchema, value: unknown, direction: 1 | -1): number | number[] {
  if (Array.isArray(value)) return value.flatMap((entry) => nextValue(schema, entry, direction));
  const from = typeof value === "number" ? value : (schema.default ?? schema.low);
  const next = schema.type === "int" ? stepInt(schema, from, direction) : stepFloat(schema, from, direction);
  return Math.min(schema.high, Math.max(schema.low, next));
}

function stepInt(schema: IntSchema, from: number, direction: 1 | -1): number {
  if (!schema.log) return from + direction * schema.step;
  if (direction > 0) return Math.max(from + 1, 2 ** Math.floor(Math.log2(Math.max(from, 1)) + 1));
  return from <= 1 ? schema.low : 2 ** Math.ceil(Math.log2(from) - 1);
}

function stepFloat(schema: FloatSchema, from: number, direction: 1 | -1): number {
  if (!schema.log) {
    const step = schema.step ?? niceStep(schema.high - schema.low);
    return Number((from + direction * step).toPrecision(12));
  }
  if (from <= 0) return direction > 0 ? (schema.low > 0 ? schema.low : 1e-5) : schema.low;
  const ladder = [1, 2, 5, 10];
  const power = 10 ** Math.floor(Math.log10(from * 1.0000001));
  const share = from / power;
  if (direction > 0) return Number((power * (ladder.find((rung) => rung > share * 1.0000001) ?? 10)).toPrecision(6));
  const below = ladder.filter((rung) => rung < share * 0.9999999).at(-1);
  const next = Number((below ? power * below : power / 2).toPrecision(6));
  return next < 1e-6 && schema.low <= 0 ? 0 : next;
}

const niceStep = (span: number) => (span <= 1 ? 0.05 : span <= 10 ? 0.1 : 1);
