// A drawing as cells and as text, the same as playground/core/raster_codec.py, and what a brush does to it.

/** A byte for each cell of a sheet. */
export type Cells = Uint8Array<ArrayBuffer>;
export type Pen = "first" | "second" | "eraser";
/** How a sheet is: cells on a side, and the highest level of a class. */
export type Sheet = { side: number; most: number };
/** A stroke under way: the cells as they will be, and those that it has gone over. */
export type Stroke = { cells: Cells; mask: Cells };

/** A byte for each cell: the level of the first class, and four times that of the second. */
export function read(text: string, count: number): Cells {
  const cells = new Uint8Array(count);
  let at = 0;
  for (const [, times, letter = "a"] of text.matchAll(/(\d*)([a-p])/g)) {
    const end = at + Number(times || 1);
    cells.fill(letter.charCodeAt(0) - 97, at, end);
    at = end;
  }
  return cells;
}

export function write(cells: Cells): string {
  let text = "";
  let at = 0;
  while (at < cells.length) {
    const cell = cells[at] ?? 0;
    let end = at + 1;
    while (cells[end] === cell) end++;
    text += (end - at > 1 ? end - at : "") + String.fromCharCode(97 + cell);
    at = end;
  }
  return text;
}

/** Spray at a place, in cells: one stroke makes a cell denser once, however often it goes over it. */
export function spray({ cells, mask }: Stroke, x: number, y: number, radius: number, pen: Pen, { side, most }: Sheet) {
  const first = (at: number) => Math.max(0, Math.floor(at - radius));
  const last = (at: number) => Math.min(side - 1, Math.ceil(at + radius));
  for (let row = first(y); row <= last(y); row++) {
    for (let column = first(x); column <= last(x); column++) {
      const cell = row * side + column;
      if (mask[cell] || Math.hypot(column + 0.5 - x, row + 0.5 - y) > radius) continue;
      mask[cell] = 1;
      cells[cell] = sprayCell(cells[cell] ?? 0, pen, most);
    }
  }
}

function sprayCell(code: number, pen: Pen, most: number): number {
  if (pen === "eraser") return 0;
  const first = code % (most + 1);
  const second = Math.floor(code / (most + 1));
  const denser = (level: number) => Math.min(most, level + 1);
  return pen === "first" ? denser(first) + (most + 1) * second : first + (most + 1) * denser(second);
}
