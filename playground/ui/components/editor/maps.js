// Small pictures of what each unit answers: blue is negative, white zero, orange positive.
import { h } from "./dom.js";

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

/** Draw unit `unit` of `map` (playground/maps.py: one byte a pixel, the top row first). */
export function draw(canvas, map, unit, colours) {
  const [, rows, columns] = map.shape;
  map.bytes ??= bytes(map.data);
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const start = unit * rows * columns;
  for (let at = 0; at < rows * columns; at++) pixels[at] = colours[map.bytes[start + at]];
  context.putImageData(image, 0, 0);
}

/** The strip of thumbnails on a card: one button a unit, which asks for the large picture on hover and on focus. */
export function thumbnails(box, map, editor, node) {
  const count = map ? map.shape[0] : 0;
  while (box.children.length > count) box.lastChild.remove();
  while (box.children.length < count) {
    const unit = box.children.length;
    const ask = () => editor.focusUnit(node, unit);
    const leave = () => editor.focusUnit(null);
    const on = { mouseenter: ask, focus: ask, mouseleave: leave, blur: leave };
    const label = editor.say("unit", { unit: unit + 1 });
    box.append(h("button", { class: "unit", type: "button", tabindex: -1, "aria-label": label, on }, h("canvas")));
  }
  box.style.setProperty("--columns", Math.min(4, count));
  if (!map || box.drawn === map.data) return;
  box.drawn = map.data;
  [...box.children].forEach((button, unit) => draw(button.firstChild, map, unit, editor.colours));
}
