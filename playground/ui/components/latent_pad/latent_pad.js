// A place on the map of codes that a hand moves, and its picture. Python: latent_pad.py beside this folder.
// The cross lies over the live figure (figure.css has its look).

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

class Pad extends Asking {
  constructor(parent) {
    super(parent.querySelector(".latent"));
    this.canvas = this.root.querySelector("canvas");
    this.inputs = [...this.root.querySelectorAll("input")];
    this.told = this.root.querySelector(".told");
    this.how = this.root.querySelector(".how");
    this.listens = new AbortController();
    this.inputs.forEach((input, axis) => (input.oninput = () => this.typed(axis)));
  }

  update(component) {
    if (this.take(component)) this.at = [...component.data.at];
    const { data } = this;
    this.paint(this.canvas, data.picture);
    this.told.textContent = data.told;
    this.how.textContent = data.words.how;
    this.root.classList.toggle("large", data.large);
    this.root.querySelectorAll("label span").forEach((name, axis) => (name.textContent = data.names[axis]));
    this.root.setAttribute("aria-label", data.words.title);
    this.canvas.setAttribute("aria-label", data.words.picture);
    this.inputs.forEach((input, axis) => input.setAttribute("aria-label", data.words.axes[axis]));
    this.attach();
    this.place();
    this.settle(() => ({ code: this.at }));
  }

  /** The figure that the map is drawn in; it may come later than this. */
  attach() {
    const figure = document.querySelector(`.st-key-${this.data.figure} .live-figure`);
    if (!figure) return void (this.later = setTimeout(() => !this.ended && this.attach(), 200));
    if (figure !== this.figure) {
      this.cross?.remove();
      this.figure = figure;
      this.plot = figure.querySelector(".live-figure-plot");
      this.cross = Object.assign(document.createElement("div"), { className: "latent-cross", tabIndex: 0 });
      this.cross.setAttribute("role", "application");
      this.cross.onkeydown = (event) => this.key(event);
      figure.append(this.cross);
      const signal = this.listens.signal;
      figure.addEventListener("pointerdown", (event) => this.down(event), { capture: true, signal });
      this.observer?.disconnect();
      this.observer = new MutationObserver(() => this.drawn());
      this.observer.observe(figure, { attributes: true, attributeFilter: ["data-draws"] });
    }
    this.drawn();
  }

  /** Plotly has drawn: its axes may lie elsewhere now. */
  drawn() {
    if (this.plot.on && this.plot !== this.heard) {
      this.heard = this.plot;
      this.plot.on("plotly_afterplot", () => this.place());
    }
    this.place();
  }

  get axes() {
    const layout = this.plot?._fullLayout;
    return layout?.xaxis?._length ? [layout.xaxis, layout.yaxis] : undefined;
  }

  /** Show where the cross is: on the map and in the fields. */
  place() {
    const axes = this.axes;
    if (this.cross) this.cross.hidden = !axes;
    if (axes) {
      const [x, y] = this.at.map((value, axis) => axes[axis]._offset + axes[axis].d2p(value));
      Object.assign(this.cross.style, { left: `${x}px`, top: `${y}px` });
      this.cross.setAttribute("aria-label", `${this.data.words.cross} ${this.at.map((value) => value.toFixed(2)).join(", ")}`);
      this.plot.style.touchAction = "none";
      this.plot.style.cursor = "crosshair";
    }
    const focused = this.root.getRootNode().activeElement;
    this.inputs.forEach((input, axis) => {
      if (input !== focused) input.value = this.at[axis].toFixed(2);
    });
  }

  /** The code under the hand; undefined beside the map, unless it is *held*. */
  code(event, held) {
    const axes = this.axes;
    if (!axes) return undefined;
    const box = this.plot.getBoundingClientRect();
    const pixels = [event.clientX - box.left, event.clientY - box.top].map((at, axis) => at - axes[axis]._offset);
    const inside = pixels.every((at, axis) => at >= 0 && at <= axes[axis]._length);
    if (!inside && !held) return undefined;
    return pixels.map((at, axis) => axes[axis].p2d(Math.min(axes[axis]._length, Math.max(0, at))));
  }

  down(event) {
    if (event.button || event.target.closest(".live-figure-bar")) return;
    const code = this.code(event, false);
    if (!code) return;
    const over = new AbortController();
    const options = { capture: true, signal: over.signal };
    window.addEventListener("pointermove", (move) => this.go(this.code(move, true)), options);
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => over.abort(), options);
    this.listens.signal.addEventListener("abort", () => over.abort());
    this.go(code);
  }

  key(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const size = event.shiftKey ? 0.5 : 0.1;
    const [x0, x1, y0, y1] = this.data.extent;
    const bound = (value, low, high) => Math.min(high, Math.max(low, value));
    this.go([bound(this.at[0] + size * step[0], x0, x1), bound(this.at[1] + size * step[1], y0, y1)]);
  }

  typed(axis) {
    const value = this.inputs[axis].valueAsNumber;
    if (Number.isFinite(value)) this.go(this.at.map((old, other) => (other === axis ? value : old)));
  }

  go(code) {
    if (!code) return;
    this.at = code;
    this.place();
    this.want({ code });
  }

  end() {
    super.end();
    this.ended = true;
    clearTimeout(this.later);
    this.listens.abort();
    this.observer?.disconnect();
    this.cross?.remove();
    if (this.plot) this.plot.style.touchAction = this.plot.style.cursor = "";
  }
}

export default mounted(Pad);
