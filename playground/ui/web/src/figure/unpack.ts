// A plot as it travelled (Python: plot_encoding.py), made into what plotly.js takes.
import type { FigureData } from "../messages";
import { bytes } from "../shared/base64";
import type { Layout, Trace } from "../shared/plotly";

type PackedPlot = NonNullable<FigureData["plot"]>;
type Grid = { grid: string; shape: [rows: number, columns: number]; low: number; high: number };
/** A heat map that is painted a pixel a cell. */
export type Heat = { z: Float32Array[]; zmin: number; zmax: number; colorscale: Array<[at: number, colour: string]> };

/** A grid that travelled as bytes between low and high; 255 stands for "no number". */
export function grid({ grid, shape: [rows, columns], low, high }: Grid): Float32Array[] {
  const levels = bytes(grid);
  return Array.from({ length: rows }, (_, row) =>
    Float32Array.from(levels.subarray(row * columns, (row + 1) * columns), (level) =>
      level === 255 ? Number.NaN : low + ((high - low) * level) / 254,
    ),
  );
}

const isGrid = (z: unknown): z is Grid => typeof z === "object" && z !== null && "grid" in z;

/** The plot as plotly.js takes it, new objects each time: it writes into what it is given. */
export function unpackPlot({ data, layout }: PackedPlot): { data: Trace[]; layout: Layout } {
  const traces: Trace[] = structuredClone(data);
  for (const trace of traces) if (isGrid(trace.z)) trace.z = grid(trace.z);
  return { data: traces, layout: structuredClone(layout) };
}

export const isHeat = (trace: Trace): trace is Trace & Heat => trace.type === "heatmap" && trace.zsmooth === "fast";

/** Everything of a plot but the numbers of its heat maps. */
export const frame = ({ data, layout }: { data: Trace[]; layout: Layout }) =>
  JSON.stringify([data.map((trace) => (isHeat(trace) ? { ...trace, z: 0 } : trace)), layout]);
