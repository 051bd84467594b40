// What each layer puts out for the chosen example: small on its card, larger in the strip below and under the pointer.
// Pictures come from the row of examples (../examples/examples.js), not with the document: `key` says to which layer, in
// which surroundings, each belongs, and one that belongs no more is veiled until the next has come.
import { arrange, h, set } from "./dom.js";

/** The layer whose output a card shows: a folded block shows that of the layer that leaves it. */
export const shownBy = (node) => node.exit ?? node.id;

export const bus = (globalThis.playgroundOutputs ??= { networks: {}, listeners: new Set() });

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

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const mixed = (from, to, share) => from.map((value, index) => Math.round(value + (to[index] - value) * share));

/** 256 colours, negative to positive with white in the middle, as 32-bit RGBA words. */
export function ramp([negative, zero, positive]) {
  const colours = new Uint32Array(256);
  for (let value = 0; value < 256; value++) {
    const share = (value - 127.5) / 127.5;
    const [r, g, b] = share < 0 ? mixed(zero, negative, -share) : mixed(zero, positive, share);
    colours[value] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return colours;
}

const grey = (value) => (255 << 24) | (value << 16) | (value << 8) | value;

/** Map `index` of `entry` in its own pixels; the example itself (kind `picture`) as it is stored. */
function plain(entry, index, colours) {
  const picture = entry.kind === "picture";
  const [first, second, third] = entry.shape;
  const [rows, columns] = picture ? [first, second] : [second, third];
  entry.bytes ??= bytes(entry.data);
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const given = entry.bytes;
  for (let at = 0; at < rows * columns; at++) {
    const value = given[index * rows * columns + at];
    if (!picture) pixels[at] = entry.signed === false ? grey(value) : colours[value];
    else if (third === 1) pixels[at] = grey(given[at]);
    else pixels[at] = (255 << 24) | (given[3 * at + 2] << 16) | (given[3 * at + 1] << 8) | given[3 * at];
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Size a canvas in CSS pixels, sharp on the screen that it is on; gives its context. */
function sized(canvas, width, height) {
  const dense = Math.min(3, Math.max(1, globalThis.devicePixelRatio || 1));
  [canvas.width, canvas.height] = [Math.round(width * dense), Math.round(height * dense)];
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const context = canvas.getContext("2d");
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.imageSmoothingEnabled = false;
  return context;
}

/** Bars from a common line: upwards orange, downwards blue; the line is below where nothing is negative. */
function bars(context, values, width, height, paint) {
  const down = values.some((value) => value < 0);
  const line = down ? height / 2 : height - 1;
  const each = width / values.length;
  const wide = each > 4 ? each - 1 : each > 2 ? each - 0.5 : each;
  values.forEach((value, index) => {
    const long = Math.abs(value) * (down ? height / 2 - 1 : height - 2);
    context.fillStyle = paint.diverging[value < 0 ? 0 : 2];
    context.fillRect(index * each, value < 0 ? line : line - long, wide, Math.max(long, value ? 0.5 : 0));
  });
  context.fillStyle = paint.quiet;
  context.fillRect(0, line, width, 1);
}

/** How many tiles stand beside each other, and how large, so that `count` of them fill a room best. */
function tiling(count, { width, height }, aspect) {
  let best = { across: 1, tall: 0 };
  for (let across = 1; across <= count; across++) {
    const down = Math.ceil(count / across);
    const tall = Math.min((width - GAP * (across - 1)) / across / aspect, (height - GAP * (down - 1)) / down);
    if (tall > best.tall) best = { across, tall };
  }
  const tall = Math.max(4, Math.floor(best.tall));
  return { across: best.across, wide: Math.floor(tall * aspect), tall };
}

/** Draw `entry` into `canvas`, as large as fits into `room`. */
function large(canvas, entry, editor, room) {
  if (entry.kind === "bars") return bars(sized(canvas, room.width, room.height), entry.values, room.width, room.height, editor.paint);
  const count = entry.kind === "picture" ? 1 : entry.shape[0];
  const [rows, columns] = entry.kind === "picture" ? entry.shape : entry.shape.slice(1);
  const { across, wide, tall } = tiling(count, room, Math.min(4, columns / rows));
  tiles(canvas, entry, editor, { count, across, wide, tall });
}

function tiles(canvas, entry, editor, { count, across, wide, tall }) {
  const down = Math.ceil(count / across);
  const context = sized(canvas, across * (wide + GAP) - GAP, down * (tall + GAP) - GAP);
  for (let index = 0; index < count; index++) {
    const [x, y] = [(index % across) * (wide + GAP), Math.floor(index / across) * (tall + GAP)];
    context.drawImage(plain(entry, index, editor.colours), x, y, wide, tall);
  }
}

/** Width and height of the place on a card: known before the picture, so that nothing jumps when it comes. */
function place({ kind, count }, many) {
  if (kind === "bars") return many ? LOW_BARS : BARS;
  if (kind === "picture") return many ? { width: LOW, height: LOW } : { width: PICTURE, height: PICTURE };
  if (kind === "strip") return { width: CARD, height: many ? LOW : TILE };
  if (many) return { width: Math.min(count, LOW_ACROSS) * (LOW + GAP) - GAP, height: LOW };
  const shown = Math.min(count, 2 * ACROSS);
  const [across, down] = [Math.min(shown, ACROSS), Math.ceil(shown / ACROSS)];
  return { width: across * (TILE + GAP) - GAP, height: down * (TILE + GAP) - GAP };
}

function small(canvas, entry, editor, slot, many) {
  const { width, height } = place(slot, many);
  if (entry.kind === "bars") return bars(sized(canvas, width, height), entry.values, width, height, editor.paint);
  if (entry.kind === "picture" || slot.kind === "strip") return tiles(canvas, entry, editor, { count: 1, across: 1, wide: width, tall: height });
  const [across, side] = many ? [LOW_ACROSS, LOW] : [ACROSS, TILE];
  const count = Math.min(entry.shape[0], many ? LOW_ACROSS : 2 * ACROSS);
  tiles(canvas, entry, editor, { count, across: Math.min(count, across), wide: side, tall: side });
}

/** The unit of a row that says most, with its name: what a classifier answers. */
function answer(entry) {
  const best = entry.values.indexOf(Math.max(...entry.values));
  return entry.labels?.length ? `${entry.labels[best]}: ${entry.told[best]}` : "";
}

/** The parts of a card that show what its layer puts out. */
export function outputParts() {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const answer = h("div", { class: "answer" });
  const picture = h("div", { class: "output", role: "img", hidden: true }, canvas, answer);
  return { units: h("div", { class: "units", hidden: true }), picture, canvas, answer };
}

/** Bring a card's picture up to date: its place is kept, an older picture is veiled until the new one has come. */
export function showOutput(editor, part, node, many) {
  const slot = node.enabled ? (node.slot ?? (node.shape ? null : part.slot) ?? null) : null;
  part.slot = slot;
  const entry = editor.outputs[shownBy(node)];
  const units = slot?.kind === "units";
  set(part.units, { hidden: !units });
  set(part.picture, { hidden: !slot || units });
  if (!slot) return;
  const fitting = entry && (entry.kind === (slot.kind === "strip" ? "maps" : slot.kind)) ? entry : null;
  const stale = Boolean(part.mark) && fitting?.key !== node.key;
  if (units) thumbnails(part.units, slot.count, fitting?.key === node.key ? fitting : null, editor, shownBy(node));
  else showPicture(editor, part, node, slot, fitting?.key === node.key ? fitting : null, many);
  if (fitting?.key === node.key) part.mark = fitting.mark;
  set(units ? part.units : part.picture, { "data-stale": stale || null });
}

function showPicture(editor, part, node, slot, entry, many) {
  const { width, height } = place(slot, many);
  const wanted = `${width}x${height}`;
  set(part.answer, { hidden: !slot.answer });
  if (part.sizedFor !== wanted) {
    part.sizedFor = wanted;
    part.drawn = null;
    sized(part.canvas, width, height);
  }
  if (!entry) return;
  const mark = `${entry.mark}/${editor.dark}/${wanted}`;
  if (part.drawn !== mark) {
    part.drawn = mark;
    small(part.canvas, entry, editor, slot, many);
    set(part.answer, { text: slot.answer ? answer(entry) : "" });
    set(part.picture, { "aria-label": [entry.said, slot.answer ? answer(entry) : ""].filter(Boolean).join(" ") });
  }
  part.picture.onmouseenter = () => editor.peek(part.picture, node.id);
  part.picture.onmouseleave = () => editor.peek(null);
}

/** The strip of a layer over the plane: one button a unit, which asks for the large picture on hover and on focus. */
function thumbnails(box, count, entry, editor, node) {
  while (box.children.length > count) box.lastChild.remove();
  while (box.children.length < count) {
    const unit = box.children.length;
    const ask = () => editor.focusUnit(node, unit);
    const leave = () => editor.focusUnit(null);
    const on = { mouseenter: ask, focus: ask, mouseleave: leave, blur: leave };
    const label = editor.say("unit", { unit: unit + 1 });
    box.append(h("button", { class: "unit", type: "button", tabindex: -1, "aria-label": label, on }, h("canvas")));
  }
  box.style.setProperty("--columns", Math.min(ACROSS, count));
  const mark = `${entry?.mark}/${editor.dark}/${count}`;
  if (!entry || box.drawn === mark) return;
  box.drawn = mark;
  [...box.children].forEach((button, unit) => {
    if (unit >= entry.shape[0]) return;
    const drawn = plain(entry, unit, editor.colours);
    const canvas = button.firstChild;
    [canvas.width, canvas.height] = [drawn.width, drawn.height];
    canvas.getContext("2d").drawImage(drawn, 0, 0);
  });
}

/** One layer's output, large: all that is kept of it, and a row of units with its numbers. */
export class Large {
  constructor(name, room) {
    this.room = room;
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.picture = h("div", { role: "img" }, this.canvas);
    this.list = h("ol", { class: "values" });
    this.said = h("p", { class: "quiet said" });
    this.element = h("div", { class: `shown ${name}`, hidden: true }, this.picture, this.list, this.said);
  }

  show(editor, node) {
    const found = node && editor.outputs[shownBy(node)];
    const entry = found && found.key === node.key ? found : null;
    const rows = entry?.kind === "bars";
    set(this.element, { hidden: !entry });
    if (!entry) return;
    const mark = `${entry.mark}/${editor.dark}`;
    if (this.mark === mark) return;
    this.mark = mark;
    const sentence = entry.said ?? editor.say("units_scale", { end: entry.limit });
    set(this.said, { text: sentence, title: sentence });
    set(this.picture, { hidden: rows, "aria-label": sentence });
    set(this.list, { hidden: !rows, "aria-label": sentence });
    if (rows) this.rows(editor, entry);
    else large(this.canvas, entry, editor, this.room);
  }

  rows(editor, entry) {
    const down = entry.values.some((value) => value < 0);
    const row = (value, index) => {
      const bar = h("span", { class: "bar" }, h("i"));
      const at = down ? 50 + Math.min(0, value) * 50 : 0;
      const style = { left: `${at}%`, width: `${Math.abs(value) * (down ? 50 : 100)}%`, background: editor.paint.diverging[value < 0 ? 0 : 2] };
      Object.assign(bar.firstChild.style, style);
      const name = entry.labels?.[index] ?? String(index + 1);
      return h("li", {}, h("span", { class: "named", text: name, title: name }), bar, h("span", { class: "number", text: entry.told[index] }));
    };
    arrange(this.list, entry.values.map(row));
  }
}

export const inspected = () => new Large("aside", LARGE);
export const peeked = () => new Large("peek", PEEK);
