// A drawing as cells and as text, the same as playground/core/raster_codec.py, and what a brush does to it.

/** A byte for each cell: the level of the first class, and four times that of the second. */
function read(text, count) {
  const cells = new Uint8Array(count);
  let at = 0;
  for (const [, times, letter] of text.matchAll(/(\d*)([a-p])/g)) {
    const end = at + Number(times || 1);
    cells.fill(letter.charCodeAt(0) - 97, at, end);
    at = end;
  }
  return cells;
}

function write(cells) {
  let text = "";
  for (let at = 0, end; at < cells.length; at = end) {
    for (end = at + 1; cells[end] === cells[at]; end++);
    text += (end - at > 1 ? end - at : "") + String.fromCharCode(97 + cells[at]);
  }
  return text;
}

/** Spray at a place, in cells: one stroke makes a cell denser once, however often it goes over it. */
function spray({ drawn, touched }, x, y, radius, { side, pen, most }) {
  const [first, last] = [(at) => Math.max(0, Math.floor(at - radius)), (at) => Math.min(side - 1, Math.ceil(at + radius))];
  for (let row = first(y); row <= last(y); row++) {
    for (let column = first(x); column <= last(x); column++) {
      const cell = row * side + column;
      if (touched[cell] || Math.hypot(column + 0.5 - x, row + 0.5 - y) > radius) continue;
      touched[cell] = 1;
      drawn[cell] = sprayed(drawn[cell], pen, most);
    }
  }
}

function sprayed(code, pen, most) {
  if (pen === "eraser") return 0;
  const levels = [code % (most + 1), Math.floor(code / (most + 1))];
  const mine = pen === "first" ? 0 : 1;
  levels[mine] = Math.min(most, levels[mine] + 1);
  return levels[0] + (most + 1) * levels[1];
}
