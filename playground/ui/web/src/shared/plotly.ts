// As much of plotly.js as is used here: the library itself comes from the installed plotly package, as a file.

export type Trace = Record<string, unknown> & { type?: string; zsmooth?: string };
export type Layout = Record<string, unknown> & {
  images?: unknown[];
  font?: object;
  xaxis?: AxisLayout;
  yaxis?: AxisLayout;
};
export type AxisLayout = { type?: string; range?: unknown[] };

/** An axis as it was drawn: where it lies in pixels, and the way from numbers to pixels and back. */
export type Axis = { _length: number; _offset: number; d2p(value: number): number; p2d(pixels: number): number };

export type Point = {
  curveNumber: number;
  pointNumber?: unknown;
  pointIndex?: unknown;
  x?: unknown;
  y?: unknown;
  customdata?: unknown;
};

/** The element that a figure is drawn in. */
export type FigurePlot = HTMLElement & {
  data: Trace[];
  layout: Layout;
  calcdata: Array<Array<{ z?: unknown }>>;
  _fullLayout?: { xaxis: Axis; yaxis: Axis };
  on?(event: "plotly_click", listener: (event: { points?: Point[] }) => void): void;
  on?(event: "plotly_afterplot", listener: () => void): void;
};

export type Plotly = {
  react(plot: HTMLElement, data: Trace[], layout: Layout, config: object): Promise<unknown>;
  relayout(plot: HTMLElement, changes: object): Promise<unknown>;
  toImage(figure: object, options: object): Promise<string>;
  purge(plot: HTMLElement): void;
  Plots: { resize(plot: HTMLElement): Promise<unknown> };
};

declare global {
  interface Window {
    Plotly?: Plotly;
    playgroundPlotly?: Promise<Plotly>;
  }
}
