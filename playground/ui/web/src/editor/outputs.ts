// What each layer puts out for the chosen example: small on its card, larger in the strip below and under the pointer.
// Pictures come from the row of examples (../examples), not with the document: `key` says to which layer, in which
// surroundings, each belongs, and one that belongs no more is veiled until the next has come.
import type { BarsOutput, Colours, Slot } from "../messages";
import { bytes } from "../shared/base64";
import type { LayerOutput } from "../shared/layer_outputs";
import type { Layer } from "./document";
import { arrange, h, isNew, set } from "./dom";
import type { Editor } from "./editor";

type Pixels = Exclude<LayerOutput, BarsOutput>;
type Room = { width: number; height: number };
type Rgb = [red: number, green: number, blue: number];
type Tiles = { count: number; across: number; wide: number; tall: number };

/** The layer whose output a card shows: a folded block shows that of the layer that leaves it. */
export const outputNode = (node: Layer) => node.exit ?? node.id;

const TILE = 28;
const GAP = 3;
const ACROSS = 4;
const CARD = ACROSS * TILE + (ACROSS - 1) * GAP;
const BARS = { width: 96, height: 34 };
// Where many cards share the room: lower, in one row.
const LOW = 20;
const LOW_ACROSS = 5;
const LOW_BARS = { width: 96, height: LOW };
const PICTURE = 2 * TILE + GAP;
const LARGE = { width: 236, height: 112 };
const PEEK = { width: 316, height: 190 };

const decodedBytes = new WeakMap<Pixels, Uint8Array>();

function bytesOf(entry: Pixels): Uint8Array {
  const values = decodedBytes.get(entry) ?? bytes(entry.data);
  decodedBytes.set(entry, values);
  return values;
}

const mixColours = (from: Rgb, to: Rgb, share: number) =>
  from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share)) as Rgb;

const rgba = ([red, green, blue]: Rgb) => (255 << 24) | (blue << 16) | (green << 8) | red;

/** 256 colours, negative to positive with white in the middle, as 32-bit RGBA words. */
export function ramp([negative, zero, positive]: [Rgb, Rgb, Rgb]): Uint32Array {
  const colours = new Uint32Array(256);
  for (let value = 0; value < 256; value++) {
    const share = (value - 127.5) / 127.5;
    colours[value] = rgba(share < 0 ? mixColours(zero, negative, -share) : mixColours(zero, positive, share));
  }
  return colours;
}

const grey = (value: number) => rgba([value, value, value]);

/** The colour of the pixel `at` of a map or of the example itself. */
function colourAt(entry: Pixels, at: number, values: Uint8Array, colours: Uint32Array): number {
  const value = values[at] ?? 0;
  if (entry.kind === "picture") {
    if (entry.shape[2] === 1) return grey(value);
    return rgba([values[3 * at] ?? 0, values[3 * at + 1] ?? 0, values[3 * at + 2] ?? 0]);
  }
  return entry.kind === "maps" && !entry.signed ? grey(value) : (colours[value] ?? 0);
}

/** How many maps an output has, and the sides of each; the example itself is one. */
function sides(entry: Pixels): { count: number; rows: number; columns: number } {
  const [first = 0, second = 0, third = 0] = entry.shape;
  if (entry.kind === "picture") return { count: 1, rows: first, columns: second };
  return { count: first, rows: second, columns: third };
}

/** Map `index` of `entry` in its own pixels; the example itself (kind `picture`) as it is stored. */
function plain(entry: Pixels, index: number, colours: Uint32Array): OffscreenCanvas {
  const { rows, columns } = sides(entry);
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const values = bytesOf(entry);
  for (let at = 0; at < rows * columns; at++)
    pixels[at] = colourAt(entry, index * rows * columns + at, values, colours);
  context.putImageData(image, 0, 0);
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("the browser gives nothing to draw on");
  return context;
}

/** Size a canvas in CSS pixels, sharp on the screen that it is on; gives its context. */
function resizeCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const dense = Math.min(3, Math.max(1, globalThis.devicePixelRatio || 1));
  [canvas.width, canvas.height] = [Math.round(width * dense), Math.round(height * dense)];
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const context = contextOf(canvas);
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.imageSmoothingEnabled = false;
  return context;
}

/** Bars from a common line: upwards orange, downwards blue; the line is below where nothing is negative. */
function bars(canvas: HTMLCanvasElement, { values }: BarsOutput, { width, height }: Room, paint: Colours) {
  const context = resizeCanvas(canvas, width, height);
  const hasNegative = values.some((value) => value < 0);
  const line = hasNegative ? height / 2 : height - 1;
  const each = width / values.length;
  const wide = each > 4 ? each - 1 : each > 2 ? each - 0.5 : each;
  values.forEach((value, index) => {
    const long = Math.abs(value) * (hasNegative ? height / 2 - 1 : height - 2);
    context.fillStyle = paint.diverging[value < 0 ? 0 : 2];
    context.fillRect(index * each, value < 0 ? line : line - long, wide, Math.max(long, value ? 0.5 : 0));
  });
  context.fillStyle = paint.quiet;
  context.fillRect(0, line, width, 1);
}

/** How many tiles stand beside each other, and how large, so that `count` of them fill a room best. */
function tiling(count: number, { width, height }: Room, aspect: number): Omit<Tiles, "count"> {
  let best = { across: 1, tall: 0 };
  for (let across = 1; across <= count; across++) {
    const rowCount = Math.ceil(count / across);
    const tall = Math.min((width - GAP * (across - 1)) / across / aspect, (height - GAP * (rowCount - 1)) / rowCount);
    if (tall > best.tall) best = { across, tall };
  }
  const tall = Math.max(4, Math.floor(best.tall));
  return { across: best.across, wide: Math.floor(tall * aspect), tall };
}

/** Draw `entry` into `canvas`, as large as fits into `room`. */
function large(canvas: HTMLCanvasElement, entry: LayerOutput, editor: Editor, room: Room) {
  if (entry.kind === "bars") return bars(canvas, entry, room, editor.paint);
  const { count, rows, columns } = sides(entry);
  tiles(canvas, entry, editor, { count, ...tiling(count, room, Math.min(4, columns / rows)) });
}

function tiles(canvas: HTMLCanvasElement, entry: Pixels, editor: Editor, { count, across, wide, tall }: Tiles) {
  const rowCount = Math.ceil(count / across);
  const context = resizeCanvas(canvas, across * (wide + GAP) - GAP, rowCount * (tall + GAP) - GAP);
  for (let index = 0; index < count; index++) {
    const [x, y] = [(index % across) * (wide + GAP), Math.floor(index / across) * (tall + GAP)];
    context.drawImage(plain(entry, index, editor.colours), x, y, wide, tall);
  }
}

/** Width and height of the place on a card: known before the picture, so that nothing jumps when it comes. */
function place({ kind, count }: Slot, many: boolean): Room {
  if (kind === "bars") return many ? LOW_BARS : BARS;
  if (kind === "picture") return many ? { width: LOW, height: LOW } : { width: PICTURE, height: PICTURE };
  if (kind === "strip") return { width: CARD, height: many ? LOW : TILE };
  if (many) return { width: Math.min(count, LOW_ACROSS) * (LOW + GAP) - GAP, height: LOW };
  const shownCount = Math.min(count, 2 * ACROSS);
  const [across, rowCount] = [Math.min(shownCount, ACROSS), Math.ceil(shownCount / ACROSS)];
  return { width: across * (TILE + GAP) - GAP, height: rowCount * (TILE + GAP) - GAP };
}

function small(canvas: HTMLCanvasElement, entry: LayerOutput, editor: Editor, slot: Slot, many: boolean) {
  const room = place(slot, many);
  if (entry.kind === "bars") return bars(canvas, entry, room, editor.paint);
  if (entry.kind === "picture" || slot.kind === "strip") {
    return tiles(canvas, entry, editor, { count: 1, across: 1, wide: room.width, tall: room.height });
  }
  const [across, side] = many ? [LOW_ACROSS, LOW] : [ACROSS, TILE];
  const count = Math.min(sides(entry).count, many ? LOW_ACROSS : 2 * ACROSS);
  tiles(canvas, entry, editor, { count, across: Math.min(count, across), wide: side, tall: side });
}

/** The unit of a row that says most, with its name: what a classifier answers. */
function answer(entry: LayerOutput): string {
  if (entry.kind !== "bars" || !entry.labels.length) return "";
  const best = entry.values.indexOf(Math.max(...entry.values));
  return `${entry.labels[best]}: ${entry.value_texts[best]}`;
}

/** The parts of a card that show what its layer puts out; `state` is what stands there. */
export type OutputParts = {
  units: HTMLElement;
  picture: HTMLElement;
  canvas: HTMLCanvasElement;
  answer: HTMLElement;
  state: { slot: Slot | null; mark: number | null; canvasSize: string | null; drawnMark: string | null };
};

export function outputParts(): OutputParts {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const answer = h("div", { class: "answer" });
  const picture = h("div", { class: "output", role: "img", hidden: true }, canvas, answer);
  const state = { slot: null, mark: null, canvasSize: null, drawnMark: null };
  return { units: h("div", { class: "units", hidden: true }), picture, canvas, answer, state };
}

/** Bring a card's picture up to date: its place is kept, an older picture is veiled until the new one has come. */
export function showOutput(editor: Editor, part: OutputParts, node: Layer, many: boolean) {
  const { state } = part;
  const slot = node.enabled ? (node.slot ?? (node.shape ? null : state.slot)) : null;
  state.slot = slot;
  const output = editor.outputs[outputNode(node)];
  const units = slot?.kind === "units";
  set(part.units, { hidden: !units });
  set(part.picture, { hidden: !slot || units });
  if (!slot) return;
  const fits = output?.kind === (slot.kind === "strip" ? "maps" : slot.kind) && output.key === node.key;
  const entry = output && fits ? output : null;
  if (units) thumbnails(part.units, slot.count, entry?.kind === "units" ? entry : null, editor, outputNode(node));
  else showPicture(editor, part, node, slot, entry, many);
  const stale = state.mark !== null && !entry;
  if (entry) state.mark = entry.mark;
  set(units ? part.units : part.picture, { "data-stale": stale || null });
}

function showPicture(
  editor: Editor,
  part: OutputParts,
  node: Layer,
  slot: Slot,
  entry: LayerOutput | null,
  many: boolean,
) {
  const { state } = part;
  const { width, height } = place(slot, many);
  const size = `${width}x${height}`;
  set(part.answer, { hidden: !slot.answer });
  if (state.canvasSize !== size) {
    state.canvasSize = size;
    state.drawnMark = null;
    resizeCanvas(part.canvas, width, height);
  }
  if (!entry) return;
  const mark = `${entry.mark}/${editor.dark}/${size}`;
  if (state.drawnMark !== mark) {
    state.drawnMark = mark;
    small(part.canvas, entry, editor, slot, many);
    set(part.answer, { text: slot.answer ? answer(entry) : "" });
    set(part.picture, { "aria-label": [entry.caption, slot.answer ? answer(entry) : ""].filter(Boolean).join(" ") });
  }
  part.picture.onmouseenter = () => editor.peek(part.picture, node.id);
  part.picture.onmouseleave = () => editor.peek(null);
}

/** The strip of a layer over the plane: one button a unit, which asks for the large picture on hover and on focus. */
function thumbnails(box: HTMLElement, count: number, entry: Pixels | null, editor: Editor, node: string) {
  while (box.children.length > count) box.lastChild?.remove();
  while (box.children.length < count) {
    const unit = box.children.length;
    const ask = () => editor.focusUnit({ node, unit });
    const leave = () => editor.focusUnit(null);
    const on = { mouseenter: ask, focus: ask, mouseleave: leave, blur: leave };
    const label = editor.say("unit", { unit: unit + 1 });
    box.append(h("button", { class: "unit", type: "button", tabindex: -1, "aria-label": label, on }, h("canvas")));
  }
  box.style.setProperty("--columns", String(Math.min(ACROSS, count)));
  if (!entry || !isNew(box, `${entry.mark}/${editor.dark}/${count}`)) return;
  box.querySelectorAll("canvas").forEach((canvas, unit) => {
    if (unit >= sides(entry).count) return;
    const unitCanvas = plain(entry, unit, editor.colours);
    [canvas.width, canvas.height] = [unitCanvas.width, unitCanvas.height];
    contextOf(canvas).drawImage(unitCanvas, 0, 0);
  });
}

/** One layer's output, large: all that is kept of it, and a row of units with its numbers. */
export class LargeOutput {
  readonly element: HTMLElement;
  private canvas = h("canvas", { "aria-hidden": "true" });
  private picture = h("div", { role: "img" }, this.canvas);
  private list = h("ol", { class: "values", tabindex: 0 });
  private caption = h("p", { class: "quiet caption" });
  private mark = "";

  constructor(
    name: string,
    private room: Room,
  ) {
    this.element = h("div", { class: `large-output ${name}`, hidden: true }, this.picture, this.list, this.caption);
  }

  show(editor: Editor, node: Layer) {
    const output = editor.outputs[outputNode(node)];
    const entry = output?.key === node.key ? output : null;
    set(this.element, { hidden: !entry });
    if (!entry) return;
    const mark = `${entry.mark}/${editor.dark}`;
    if (this.mark === mark) return;
    this.mark = mark;
    const end = entry.kind === "units" ? entry.limit : "";
    const sentence = entry.caption ?? editor.say("units_scale", { end });
    const rows = entry.kind === "bars";
    set(this.caption, { text: sentence, title: sentence });
    set(this.picture, { hidden: rows, "aria-label": sentence });
    set(this.list, { hidden: !rows, "aria-label": sentence });
    if (rows) this.rows(editor, entry);
    else large(this.canvas, entry, editor, this.room);
  }

  private rows(editor: Editor, entry: BarsOutput) {
    const hasNegative = entry.values.some((value) => value < 0);
    const row = (value: number, index: number) => {
      const at = hasNegative ? 50 + Math.min(0, value) * 50 : 0;
      const bar = h("i");
      const style = {
        left: `${at}%`,
        width: `${Math.abs(value) * (hasNegative ? 50 : 100)}%`,
        background: editor.paint.diverging[value < 0 ? 0 : 2],
      };
      Object.assign(bar.style, style);
      const name = entry.labels[index] ?? String(index + 1);
      const number = h("span", { class: "number", text: entry.value_texts[index] ?? "" });
      return h(
        "li",
        {},
        h("span", { class: "named", text: name, title: name }),
        h("span", { class: "bar" }, bar),
        number,
      );
    };
    arrange(this.list, entry.values.map(row));
  }
}

export const inspectorOutput = () => new LargeOutput("aside", LARGE);
export const peekOutput = () => new LargeOutput("peek", PEEK);
