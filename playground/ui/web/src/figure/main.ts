// One live figure: plotly.js drawn in place, so that zoom and hover outlive every update. Python: figure.py.
// Nothing is kept here that Python does not send again.
import type { FigureClick, FigureData, SavedAnimation } from "../messages";
import { bytes } from "../shared/base64";
import type { AxisLayout, FigurePlot, Layout, Plotly, Point } from "../shared/plotly";
import { type Component, type ComponentInstance, part, program } from "../shared/streamlit";
import { frame, type Heat, isHeat, unpackPlot } from "./unpack";

type Button = "reset" | "png" | "svg" | "csv" | "gif";

/** The address of the app's files: this one is of them, and knows every prefix that a proxy adds. */
const [base = ""] = import.meta.url.split("app/static/");

/** plotly.js, fetched once a page; the browser caches it between visits. */
function library(file: string): Promise<Plotly> {
  window.playgroundPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = base + file;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error(`no Plotly in ${script.src}`)));
    script.onerror = () => {
      window.playgroundPlotly = undefined;
      script.remove();
      reject(new Error(`not found: ${script.src}`));
    };
    document.head.append(script);
  });
  return window.playgroundPlotly;
}

function drawingOn(width: number, height: number) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (!context) throw new Error("the browser gives nothing to draw on");
  return { canvas, context };
}

/** 256 colours of a scale, as the bytes of its pixels. */
function ramp(scale: Heat["colorscale"]): Uint32Array {
  const { context } = drawingOn(256, 1);
  const across = context.createLinearGradient(0.5, 0, 255.5, 0);
  for (const [at, colour] of scale) across.addColorStop(at, colour);
  context.fillStyle = across;
  context.fillRect(0, 0, 256, 1);
  return new Uint32Array(context.getImageData(0, 0, 256, 1).data.buffer);
}

/** A heat map as Plotly paints it with `zsmooth: "fast"`: one pixel a cell, the last row on top, no number no colour. */
function heatMapUrl({ z, zmin, zmax, colorscale }: Heat): string {
  const [rows, columns] = [z.length, z[0]?.length ?? 0];
  const { canvas, context } = drawingOn(columns, rows);
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = ramp(colorscale);
  z.forEach((row, index) => {
    let at = (rows - 1 - index) * columns;
    for (const value of row) {
      const share = (value - zmin) / (zmax - zmin);
      if (!Number.isNaN(share)) pixels[at] = colours[Math.round(255 * Math.min(1, Math.max(0, share)))] ?? 0;
      at += 1;
    }
  });
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

function save(name: string, content: string | Uint8Array<ArrayBuffer>, type?: string) {
  const link = document.createElement("a");
  const url = type ? URL.createObjectURL(new Blob([content], { type })) : String(content);
  link.href = url;
  link.download = name;
  link.click();
  if (type) setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** "dark" or "light", as a background looks. */
function scheme(colour: string): string | undefined {
  const { context } = drawingOn(1, 1);
  context.fillStyle = colour.trim() || "transparent";
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, opaque] = context.getImageData(0, 0, 1, 1).data;
  if (!opaque) return undefined;
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128 ? "dark" : "light";
}

class Figure implements ComponentInstance<FigureData> {
  private root: HTMLElement;
  private plot: FigurePlot;
  private note: HTMLElement;
  private bar: HTMLElement;
  private buttons: HTMLButtonElement[];
  private listenerAbort = new AbortController();
  private observer: ResizeObserver;
  private data!: FigureData;
  private send!: Component<FigureData>["setTriggerValue"];
  /** The numbers under which a table and an animation were asked for. */
  private tableRequest?: number;
  private animationRequest?: number;
  private giveUpTimer?: ReturnType<typeof setTimeout>;
  private requestedScheme?: string;
  private isDragging = false;
  private busy = false;
  private isDrawPending = false;
  private ended = false;
  private hasClickListener = false;
  private drawnLook?: string;
  private drawnFrame?: string;
  private frame = 0;

  constructor(parent: HTMLElement) {
    this.root = part(parent, ".live-figure");
    this.plot = part<FigurePlot>(this.root, ".live-figure-plot");
    this.note = part(this.root, ".live-figure-note");
    this.bar = part(this.root, ".live-figure-bar");
    this.buttons = [...this.bar.querySelectorAll("button")];
    this.observer = new ResizeObserver(() => this.handleResize());
    this.observer.observe(this.plot);
    // A drawing in the middle of a drag takes away what the hand holds: zoom would be lost.
    this.plot.addEventListener("pointerdown", () => (this.isDragging = true), { capture: true });
    for (const eventName of ["pointerup", "pointercancel"]) {
      window.addEventListener(eventName, () => this.handleRelease(), {
        capture: true,
        signal: this.listenerAbort.signal,
      });
    }
    this.bar.addEventListener("click", (event) => {
      this.handleButton((event.target as Element).closest("button")?.dataset.do as Button | undefined);
    });
    this.root.dataset.mounts = String(Number(this.root.dataset.mounts ?? 0) + 1);
  }

  update({ data, setTriggerValue }: Component<FigureData>) {
    this.send = setTriggerValue;
    this.take(data);
  }

  private take(data: FigureData) {
    this.data = data;
    this.root.style.height = `${data.height}px`;
    this.plot.setAttribute("aria-label", data.alt);
    this.plot.classList.toggle("live-figure-clickable", data.clickable);
    for (const button of this.buttons) {
      const action = button.dataset.do as Button;
      const [label = "", title = ""] = data.words[action];
      const isPending = action === "gif" && this.animationRequest !== undefined;
      button.textContent = isPending ? `${label} …` : label;
      button.setAttribute("aria-busy", String(isPending));
      button.title = title;
      button.setAttribute("aria-label", title);
      button.hidden = (action === "csv" && !data.table) || (action === "gif" && !data.film);
    }
    this.bar.hidden = !data.plot;
    this.note.textContent = data.plot ? "" : data.empty;
    this.plot.hidden = !data.plot;
    if (data.csv && data.csv.request_number === this.tableRequest) {
      this.tableRequest = undefined;
      save(`${data.name}.csv`, `\ufeff${data.csv.text}`, "text/csv;charset=utf-8");
    }
    if (data.gif && data.gif.request_number === this.animationRequest) this.finishAnimation(data.gif);
    this.reportScheme();
    void this.draw();
  }

  private finishAnimation(animation?: SavedAnimation) {
    this.animationRequest = undefined;
    clearTimeout(this.giveUpTimer);
    const button = part(this.bar, '[data-do="gif"]');
    button.textContent = this.data.words.gif[0] ?? "";
    button.setAttribute("aria-busy", "false");
    if (animation?.bytes) save(`${this.data.name}.gif`, bytes(animation.bytes), "image/gif");
  }

  /** Streamlit does not tell Python of another theme until the next run, so ask for that run, once for each. */
  private reportScheme() {
    const colour = getComputedStyle(this.root).getPropertyValue("--st-background-color");
    const pageScheme = scheme(colour);
    if (!pageScheme || pageScheme === this.data.scheme) this.requestedScheme = undefined;
    else if (this.requestedScheme !== pageScheme) {
      this.requestedScheme = pageScheme;
      this.send("scheme", pageScheme);
    }
  }

  /** Draw what came last; what comes while a drawing is under way waits, and only its newest is drawn. */
  private async draw() {
    if (this.busy || this.isDragging) {
      this.isDrawPending = true;
      return;
    }
    this.busy = true;
    try {
      do {
        this.isDrawPending = false;
        await this.drawOnce();
      } while (this.isDrawPending && !this.isDragging && !this.ended);
    } catch (error) {
      // Plotly goes on for a moment with a figure that the page has taken away.
      if (this.ended || !this.plot.isConnected) return;
      this.note.textContent = this.data.words.failed;
      console.error(error);
    } finally {
      this.busy = false;
    }
  }

  /** Plotly hears of the hand's leaving first, and then what came meanwhile is drawn. */
  private handleRelease() {
    if (!this.isDragging) return;
    setTimeout(() => {
      this.isDragging = false;
      if (this.isDrawPending && !this.ended) void this.draw();
    });
  }

  private async drawOnce() {
    const { plot, revision, library: file, zoom } = this.data;
    if (!plot) return;
    const Plotly = await library(file);
    // A picture takes ten times as long as a curve: let the curves that came with it be drawn before.
    if ((plot.layout.images as unknown[] | undefined)?.length || plot.data.some((trace) => trace.z)) {
      await new Promise((go) => setTimeout(go));
    }
    if (this.ended || !this.plot.clientWidth) return;
    const font = getComputedStyle(this.root).fontFamily;
    const look = `${revision} ${font}`;
    if (look === this.drawnLook) return;
    const { data, layout } = unpackPlot(plot);
    layout.font = { ...layout.font, family: font };
    layout.uirevision = `${zoom} ${layout.xaxis?.type ?? ""} ${layout.yaxis?.type ?? ""}`;
    layout.autosize = true;
    layout.clickmode = "event";
    const plotFrame = frame({ data, layout });
    if (plotFrame !== this.drawnFrame || !this.repaint(data.map((trace) => (isHeat(trace) ? trace : null)))) {
      await this.react(Plotly, data, layout);
    }
    this.drawnFrame = plotFrame;
    this.drawnLook = look;
    this.root.dataset.revision = revision;
    this.root.dataset.draws = String(Number(this.root.dataset.draws ?? 0) + 1);
    if (!this.hasClickListener) {
      this.hasClickListener = true;
      this.plot.on?.("plotly_click", (event) => this.handleClick(event));
    }
  }

  /** Where only a field has moved, as most times, its pixels alone are new: a fiftieth of the work of a drawing. `traces`
   * are the fields, and null for each trace that is none. */
  private repaint(traces: Array<Heat | null>): boolean {
    const pictures = this.plot.querySelectorAll(".heatmaplayer image");
    const heats = traces.flatMap((trace, at) => (trace ? [{ trace, at }] : []));
    if (!heats.length || pictures.length !== heats.length) return false;
    heats.forEach(({ trace, at }, which) => {
      pictures[which]?.setAttributeNS("http://www.w3.org/1999/xlink", "href", heatMapUrl(trace));
      // What hovering tells, and what the next whole drawing starts from.
      for (const drawnTrace of [this.plot.data[at], this.plot.calcdata[at]?.[0]])
        if (drawnTrace) drawnTrace.z = trace.z;
    });
    return true;
  }

  private async react(Plotly: Plotly, data: Parameters<Plotly["react"]>[1], layout: Layout) {
    await Plotly.react(this.plot, data, layout, {
      displayModeBar: false,
      displaylogo: false,
      responsive: false,
      doubleClick: "reset+autosize",
      showTips: false,
    });
  }

  private handleResize() {
    if (this.drawnLook === undefined) void this.draw();
    else if (this.plot.clientWidth && window.Plotly) {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => {
        if (!this.ended) void window.Plotly?.Plots.resize(this.plot);
      });
    }
  }

  private handleClick({ points }: { points?: Point[] }) {
    const point = points?.[0];
    if (!point || !this.data.clickable) return;
    const plain = (value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : (value ?? null));
    const click: FigureClick = {
      curve: point.curveNumber,
      point: plain(point.pointNumber ?? point.pointIndex),
      x: plain(point.x),
      y: plain(point.y),
      customdata: plain(point.customdata),
    };
    this.send("click", click);
  }

  private handleButton(what: Button | undefined) {
    if (what === "csv") {
      this.tableRequest = Date.now();
      this.send("csv", this.tableRequest);
    } else if (what === "gif") {
      // It takes a second or two; who presses again meanwhile gets one.
      if (this.animationRequest !== undefined) return;
      this.animationRequest = Date.now();
      this.send("gif", this.animationRequest);
      this.take(this.data);
      this.giveUpTimer = setTimeout(() => this.finishAnimation(), 60_000);
    } else if (what === "reset") {
      void window.Plotly?.relayout(this.plot, { "xaxis.autorange": true, "yaxis.autorange": true, ...this.ranges() });
    } else if (what) void this.picture(what);
  }

  /** The ranges that Python gave, where it gave some. */
  private ranges(): Record<string, unknown> {
    const layout = this.data.plot?.layout ?? {};
    const rangeEntries = ["xaxis", "yaxis"].flatMap((name) => {
      const range = (layout[name] as AxisLayout | undefined)?.range;
      return range ? [[`${name}.range`, [...range]] as const, [`${name}.autorange`, false] as const] : [];
    });
    return Object.fromEntries<unknown>(rangeEntries);
  }

  private async picture(format: "png" | "svg") {
    const { width, height } = this.plot.getBoundingClientRect();
    const layout = { ...this.plot.layout, paper_bgcolor: this.data.background, plot_bgcolor: this.data.background };
    const figure = { data: this.plot.data, layout, config: {} };
    const url = await window.Plotly?.toImage(figure, { format, width, height, scale: format === "png" ? 3 : 1 });
    if (url) save(`${this.data.name}.${format}`, url);
  }

  end() {
    this.ended = true;
    clearTimeout(this.giveUpTimer);
    this.observer.disconnect();
    this.listenerAbort.abort();
    window.Plotly?.purge(this.plot);
  }
}

export default program(Figure);
