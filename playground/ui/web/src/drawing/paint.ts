// How a drawing looks: dots in each cell, as many as its level, axes through the middle, and the brush.
import type { Sheet } from "./raster";

export type Place = [x: number, y: number];
export type Brush = { at: Place; radius: number; erases: boolean };

/** Somewhere from 0 to 1, always the same for the same numbers: so the dots of a cell stay where they are. */
function somewhere(cell: number, number: number): number {
  const wave = Math.sin(cell * 12.9898 + number * 78.233) * 43758.5453;
  return wave - Math.floor(wave);
}

export function paint(
  canvas: HTMLCanvasElement,
  cells: Uint8Array,
  inks: string[],
  brush: Brush | null,
  { side, most }: Sheet,
) {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const context = canvas.getContext("2d");
  if (!width || !context) return;
  if (canvas.width !== width) [canvas.width, canvas.height] = [width, width];
  const unit = width / side;
  context.clearRect(0, 0, width, width);
  axes(context, width, getComputedStyle(canvas).borderTopColor);
  inks.forEach((ink, number) => {
    context.fillStyle = ink;
    const level = (cell: number) =>
      number ? Math.floor((cells[cell] ?? 0) / (most + 1)) : (cells[cell] ?? 0) % (most + 1);
    dots(context, unit, side, level, number);
  });
  if (brush) outline(context, unit, brush, getComputedStyle(canvas).color);
}

function axes(context: CanvasRenderingContext2D, width: number, colour: string) {
  context.strokeStyle = colour;
  context.lineWidth = devicePixelRatio;
  context.beginPath();
  context.moveTo(width / 2, 0);
  context.lineTo(width / 2, width);
  context.moveTo(0, width / 2);
  context.lineTo(width, width / 2);
  context.stroke();
}

function dots(
  context: CanvasRenderingContext2D,
  unit: number,
  side: number,
  level: (cell: number) => number,
  number: number,
) {
  const radius = 0.3 * unit;
  context.beginPath();
  for (let cell = 0; cell < side * side; cell++) {
    for (let dot = level(cell); dot > 0; dot--) {
      const x = ((cell % side) + somewhere(cell, 4 * dot + number)) * unit;
      const y = (Math.floor(cell / side) + somewhere(cell, 4 * dot + number + 2)) * unit;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
  }
  context.fill();
}

function outline(
  context: CanvasRenderingContext2D,
  unit: number,
  { at: [x, y], radius, erases }: Brush,
  colour: string,
) {
  context.strokeStyle = colour;
  context.lineWidth = 1.5 * devicePixelRatio;
  context.setLineDash(erases ? [3 * devicePixelRatio, 3 * devicePixelRatio] : []);
  context.beginPath();
  context.arc(x * unit, y * unit, radius * unit, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}
