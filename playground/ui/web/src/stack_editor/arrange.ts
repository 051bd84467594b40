// Where the cards of a stack stand: one row of natural widths where that fits, else rows of equal columns.

export const PADDING = 12;
export const GAP = 52;
const ROW_GAP = 30;
const SMALLEST = 150;

/** Where a card stands: its row, the middle of that row, and a line below it on which edges go to the next row. */
export type Place = { x: number; y: number; w: number; h: number; row: number; middle: number; below: number };
export type Plan = { count: number; widths: number[]; gap: number; single: boolean };

/** Widths of cards and the number of columns: one row of natural widths where that fits, else equal columns. */
export function columns(natural: number[], gap: number, width: number): Plan {
  const room = width - 2 * PADDING;
  const neededWidth = natural.reduce((sum, entry) => sum + entry, 0) + gap * (natural.length - 1);
  if (neededWidth <= room)
    return {
      count: natural.length,
      widths: natural,
      gap: Math.min(GAP, gap + (room - neededWidth) / natural.length),
      single: true,
    };
  const count = Math.max(1, Math.floor((room + GAP) / (SMALLEST + GAP)));
  const each = Math.floor((room - GAP * (count - 1)) / count);
  return { count, widths: natural.map(() => each), gap: GAP, single: false };
}

/** Where each card stands: rows from left to right, cards of a row centred on one line. */
export function places(
  heights: number[],
  { widths, count, gap, single }: Plan,
  width: number,
  height: number,
): { at: Place[]; total: number } {
  const rows: Array<[start: number, end: number]> = [];
  for (let start = 0; start < widths.length; start += count) rows.push([start, Math.min(start + count, widths.length)]);
  const tall = rows.map(([start, end]) => Math.max(...heights.slice(start, end)));
  const total = tall.reduce((sum, entry) => sum + entry, 0) + ROW_GAP * (rows.length - 1) + 2 * PADDING;
  let top = PADDING + Math.max(0, (height - total) / (single ? 2.4 : 3));
  const at: Place[] = [];
  rows.forEach(([start, end], row) => {
    const high = tall[row] ?? 0;
    const rowWidth = widths.slice(start, end).reduce((sum, entry) => sum + entry, 0) + gap * (end - start - 1);
    let left = single ? Math.max(PADDING, (width - rowWidth) / 2) : PADDING;
    for (let index = start; index < end; index++) {
      const [w, h] = [widths[index] ?? 0, heights[index] ?? 0];
      at.push({ x: left, y: top + (high - h) / 2, w, h, row, middle: top + high / 2, below: top + high + ROW_GAP / 2 });
      left += w + gap;
    }
    top += high + ROW_GAP;
  });
  return { at, total };
}
