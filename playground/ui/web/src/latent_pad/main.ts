// A place on the map of codes that a hand moves, and its picture. Python: latent_pad.py.
// The cross lies over the live figure (figure.css has its look).
import type { PadData } from "../messages";
import { LatentControl } from "../shared/latent_control";
import type { FigurePlot } from "../shared/plotly";
import { type Component, focusedWith, part, program } from "../shared/streamlit";

type Place = [number, number];

const STEPS: Record<string, Place> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

const bound = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const place = ([first = 0, second = 0]: number[]): Place => [first, second];

class Pad extends LatentControl<PadData> {
  private canvas: HTMLCanvasElement;
  private inputs: HTMLInputElement[];
  private caption: HTMLElement;
  private how: HTMLElement;
  private listenerAbort = new AbortController();
  private at: Place = [0, 0];
  private figure?: Element;
  private plot?: FigurePlot;
  /** The plot that tells of its drawings. */
  private listenedPlot?: FigurePlot;
  private cross?: HTMLElement;
  private observer?: MutationObserver;
  private attachTimer?: ReturnType<typeof setTimeout>;
  private ended = false;

  constructor(parent: HTMLElement) {
    super(part(parent, ".latent"));
    this.canvas = part(this.root, "canvas");
    this.inputs = [...this.root.querySelectorAll("input")];
    this.caption = part(this.root, ".caption");
    this.how = part(this.root, ".how");
    this.inputs.forEach((input, axis) => {
      input.oninput = () => this.handleInput(axis);
    });
  }

  update(component: Component<PadData>) {
    if (this.take(component)) this.at = place(component.data.at);
    const { data } = this;
    this.paint(this.canvas, data.picture);
    this.caption.textContent = data.caption;
    this.how.textContent = data.words.how;
    this.root.classList.toggle("large", data.large);
    this.root.querySelectorAll("label span").forEach((name, axis) => {
      name.textContent = data.names[axis] ?? "";
    });
    this.root.setAttribute("aria-label", data.words.title);
    this.canvas.setAttribute("aria-label", data.words.picture);
    for (const [axis, input] of this.inputs.entries()) input.setAttribute("aria-label", data.words.axes[axis] ?? "");
    this.attach();
    this.place();
    this.settle(() => ({ code: this.at }));
  }

  /** The figure that the map is drawn in; it may come later than this. */
  private attach() {
    const figure = document.querySelector(`.st-key-${this.data.figure} .live-figure`);
    if (!figure) {
      this.attachTimer = setTimeout(() => !this.ended && this.attach(), 200);
      return;
    }
    if (figure !== this.figure) {
      this.cross?.remove();
      this.figure = figure;
      this.plot = part<FigurePlot>(figure, ".live-figure-plot");
      this.cross = Object.assign(document.createElement("div"), { className: "latent-cross", tabIndex: 0 });
      this.cross.setAttribute("role", "application");
      this.cross.onkeydown = (event) => this.key(event);
      figure.append(this.cross);
      const signal = this.listenerAbort.signal;
      figure.addEventListener("pointerdown", (event) => this.down(event as PointerEvent), { capture: true, signal });
      this.observer?.disconnect();
      this.observer = new MutationObserver(() => this.handleDraw());
      this.observer.observe(figure, { attributes: true, attributeFilter: ["data-draws"] });
    }
    this.handleDraw();
  }

  /** Plotly has drawn: its axes may lie elsewhere now. */
  private handleDraw() {
    if (this.plot?.on && this.plot !== this.listenedPlot) {
      this.listenedPlot = this.plot;
      this.plot.on("plotly_afterplot", () => this.place());
    }
    this.place();
  }

  private get axes() {
    const layout = this.plot?._fullLayout;
    return layout?.xaxis?._length ? ([layout.xaxis, layout.yaxis] as const) : undefined;
  }

  /** Show where the cross is: on the map and in the fields. */
  private place() {
    const { axes, at } = this;
    if (this.cross) this.cross.hidden = !axes;
    if (axes && this.cross && this.plot) {
      const [x, y] = axes;
      Object.assign(this.cross.style, { left: `${x._offset + x.d2p(at[0])}px`, top: `${y._offset + y.d2p(at[1])}px` });
      this.cross.setAttribute(
        "aria-label",
        `${this.data.words.cross} ${at.map((value) => value.toFixed(2)).join(", ")}`,
      );
      this.plot.style.touchAction = "none";
      this.plot.style.cursor = "crosshair";
    }
    const focused = focusedWith(this.root);
    this.inputs.forEach((input, axis) => {
      if (input !== focused) input.value = (at[axis] ?? 0).toFixed(2);
    });
  }

  /** The code under the hand; undefined beside the map, unless it is dragged (*isDragging*). */
  private code(event: PointerEvent, isDragging: boolean): Place | undefined {
    const { axes, plot } = this;
    if (!axes || !plot) return undefined;
    const box = plot.getBoundingClientRect();
    const pixels = [event.clientX - box.left - axes[0]._offset, event.clientY - box.top - axes[1]._offset] as const;
    const inside = axes.every((axis, index) => (pixels[index] ?? -1) >= 0 && (pixels[index] ?? 0) <= axis._length);
    if (!inside && !isDragging) return undefined;
    return place(axes.map((axis, index) => axis.p2d(bound(pixels[index] ?? 0, 0, axis._length))));
  }

  private down(event: PointerEvent) {
    if (event.button || (event.target as Element).closest(".live-figure-bar")) return;
    const code = this.code(event, false);
    if (!code) return;
    const dragAbort = new AbortController();
    const options = { capture: true, signal: dragAbort.signal };
    window.addEventListener("pointermove", (move) => this.go(this.code(move, true)), options);
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => dragAbort.abort(), options);
    this.listenerAbort.signal.addEventListener("abort", () => dragAbort.abort());
    this.go(code);
  }

  private key(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const size = event.shiftKey ? 0.5 : 0.1;
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = this.data.extent;
    this.go([bound(this.at[0] + size * step[0], x0, x1), bound(this.at[1] + size * step[1], y0, y1)]);
  }

  private handleInput(axis: number) {
    const value = this.inputs[axis]?.valueAsNumber ?? Number.NaN;
    if (Number.isFinite(value)) this.go(place(this.at.map((old, other) => (other === axis ? value : old))));
  }

  private go(code: Place | undefined) {
    if (!code) return;
    this.at = code;
    this.place();
    this.request({ code });
  }

  override end() {
    super.end();
    this.ended = true;
    clearTimeout(this.attachTimer);
    this.listenerAbort.abort();
    this.observer?.disconnect();
    this.cross?.remove();
    if (this.plot) this.plot.style.touchAction = this.plot.style.cursor = "";
  }
}

export default program(Pad);
