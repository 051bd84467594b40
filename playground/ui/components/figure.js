// One live figure: plotly.js drawn in place, so that zoom and hover outlive every update.
// Python: figure.py beside this file (it gives `base()`, too). Nothing is kept here that Python does not send again.

const held = new WeakMap();

/** plotly.js, fetched once a page; the browser caches it between visits. */
function library(file) {
  window.playgroundPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = base() + file;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error("no Plotly in " + script.src)));
    script.onerror = () => {
      window.playgroundPlotly = undefined;
      script.remove();
      reject(new Error("not found: " + script.src));
    };
    document.head.append(script);
  });
  return window.playgroundPlotly;
}

function bytes(text) {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out;
}

/** A grid that travelled as bytes between low and high; 255 stands for "no number". */
function grid({ grid, shape, low, high }) {
  const levels = bytes(grid);
  const [rows, columns] = shape;
  return Array.from({ length: rows }, (_, row) =>
    Float32Array.from({ length: columns }, (_, column) => {
      const level = levels[row * columns + column];
      return level === 255 ? NaN : low + ((high - low) * level) / 254;
    }),
  );
}

/** The plot as plotly.js takes it, new objects each time: it writes into what it is given. */
function unpacked({ data, layout }) {
  const traces = structuredClone(data);
  for (const trace of traces) if (trace.z?.grid) trace.z = grid(trace.z);
  return { data: traces, layout: structuredClone(layout) };
}

/** 256 colours of a scale, as the bytes of its pixels. */
function ramp(scale) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 256, height: 1 }).getContext("2d");
  const across = canvas.createLinearGradient(0.5, 0, 255.5, 0);
  for (const [at, colour] of scale) across.addColorStop(at, colour);
  canvas.fillStyle = across;
  canvas.fillRect(0, 0, 256, 1);
  return new Uint32Array(canvas.getImageData(0, 0, 256, 1).data.buffer);
}

/** A heat map as Plotly paints it with `zsmooth: "fast"`: one pixel a cell, the last row on top, no number no colour. */
function painted({ z, zmin, zmax, colorscale }) {
  const [rows, columns] = [z.length, z[0].length];
  const canvas = Object.assign(document.createElement("canvas"), { width: columns, height: rows });
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = ramp(colorscale);
  for (let row = 0; row < rows; row++)
    for (let column = 0, at = (rows - 1 - row) * columns; column < columns; column++, at++) {
      const share = (z[row][column] - zmin) / (zmax - zmin);
      if (share === share) pixels[at] = colours[Math.round(255 * Math.min(1, Math.max(0, share)))];
    }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

const isHeat = (trace) => trace.type === "heatmap" && trace.zsmooth === "fast";

/** Everything of a plot but the numbers of its heat maps. */
const frame = ({ data, layout }) => JSON.stringify([data.map((one) => (isHeat(one) ? { ...one, z: 0 } : one)), layout]);

function save(name, content, type) {
  const link = document.createElement("a");
  const url = type ? URL.createObjectURL(new Blob([content], { type })) : content;
  link.href = url;
  link.download = name;
  link.click();
  if (type) setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** "dark" or "light", as a background looks. */
function scheme(colour) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  canvas.fillStyle = colour.trim() || "transparent";
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, opaque] = canvas.getImageData(0, 0, 1, 1).data;
  return opaque ? (0.3 * red + 0.6 * green + 0.1 * blue < 128 ? "dark" : "light") : undefined;
}

class Figure {
  constructor(root) {
    this.listens = new AbortController();
    this.root = root.querySelector(".live-figure");
    this.plot = this.root.querySelector(".live-figure-plot");
    this.note = this.root.querySelector(".live-figure-note");
    this.bar = this.root.querySelector(".live-figure-bar");
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.plot);
    // A drawing in the middle of a drag takes away what the hand holds: zoom would be lost.
    this.plot.addEventListener("pointerdown", () => (this.pulling = true), { capture: true });
    for (const over of ["pointerup", "pointercancel"]) {
      window.addEventListener(over, () => this.released(), { capture: true, signal: this.listens.signal });
    }
    this.bar.addEventListener("click", (event) => this.pressed(event.target.closest("button")?.dataset.do));
    this.root.dataset.mounts = String(Number(this.root.dataset.mounts ?? 0) + 1);
  }

  update(data, send) {
    this.data = data;
    this.send = send;
    this.root.style.height = `${data.height}px`;
    this.plot.setAttribute("aria-label", data.alt);
    this.plot.classList.toggle("live-figure-clickable", data.clickable);
    for (const button of this.bar.children) {
      const [label, title] = data.words[button.dataset.do];
      const waits = button.dataset.do === "gif" && this.filming !== undefined;
      button.textContent = waits ? `${label} …` : label;
      button.setAttribute("aria-busy", String(waits));
      button.title = title;
      button.setAttribute("aria-label", title);
      button.hidden = { csv: !data.table, gif: !data.film }[button.dataset.do] ?? false;
    }
    this.bar.hidden = !data.plot;
    this.note.textContent = data.plot ? "" : data.empty;
    this.plot.hidden = !data.plot;
    if (data.csv && data.csv.asked === this.asked) {
      this.asked = undefined;
      save(`${data.name}.csv`, "\ufeff" + data.csv.text, "text/csv;charset=utf-8");
    }
    if (data.gif && data.gif.asked === this.filming) this.filmed(data.gif);
    this.tellTheme();
    this.draw();
  }

  filmed(made) {
    this.filming = undefined;
    clearTimeout(this.giveUp);
    const button = this.bar.querySelector('[data-do="gif"]');
    button.textContent = this.data.words.gif[0];
    button.setAttribute("aria-busy", "false");
    if (made?.bytes) save(`${this.data.name}.gif`, bytes(made.bytes), "image/gif");
  }

  /** Streamlit does not tell Python of another theme until the next run, so ask for that run, once for each. */
  tellTheme() {
    const colour = getComputedStyle(this.root).getPropertyValue("--st-background-color");
    const seen = scheme(colour);
    if (!seen || seen === this.data.scheme) this.told = undefined;
    else if (this.told !== seen) this.send("scheme", (this.told = seen));
  }

  /** Draw what came last; what comes while a drawing is under way waits, and only its newest is drawn. */
  async draw() {
    if (this.busy || this.pulling) {
      this.waiting = true;
      return;
    }
    this.busy = true;
    try {
      do {
        this.waiting = false;
        await this.drawOnce();
      } while (this.waiting && !this.pulling && !this.ended);
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
  released() {
    if (!this.pulling) return;
    setTimeout(() => {
      this.pulling = false;
      if (this.waiting && !this.ended) this.draw();
    });
  }

  async drawOnce() {
    const { plot, revision, library: file, zoom } = this.data;
    if (!plot) return;
    const Plotly = await library(file);
    // A picture takes ten times as long as a curve: let the curves that came with it be drawn before.
    if (plot.layout.images?.length || plot.data.some((trace) => trace.z)) await new Promise((go) => setTimeout(go));
    if (this.ended || !this.plot.clientWidth) return;
    const font = getComputedStyle(this.root).fontFamily;
    const look = `${revision} ${font}`;
    if (look === this.drawn) return;
    const { data, layout } = unpacked(plot);
    layout.font = { ...layout.font, family: font };
    layout.uirevision = `${zoom} ${layout.xaxis?.type ?? ""} ${layout.yaxis?.type ?? ""}`;
    layout.autosize = true;
    layout.clickmode = "event";
    const around = frame({ data, layout });
    if (around !== this.around || !this.repaint(data)) await this.react(Plotly, data, layout);
    this.around = around;
    this.drawn = look;
    this.root.dataset.revision = revision;
    this.root.dataset.draws = String(Number(this.root.dataset.draws ?? 0) + 1);
    if (!this.listening) {
      this.listening = true;
      this.plot.on("plotly_click", (event) => this.clicked(event));
    }
  }

  /** Where only a field has moved, as most times, its pixels alone are new: a fiftieth of the work of a drawing. */
  repaint(data) {
    const pictures = this.plot.querySelectorAll(".heatmaplayer image");
    const heats = data.flatMap((trace, at) => (isHeat(trace) ? [[trace, at]] : []));
    if (!heats.length || pictures.length !== heats.length) return false;
    heats.forEach(([trace, at], which) => {
      pictures[which].setAttributeNS("http://www.w3.org/1999/xlink", "href", painted(trace));
      // What hovering tells, and what the next whole drawing starts from.
      this.plot.data[at].z = this.plot.calcdata[at][0].z = trace.z;
    });
    return true;
  }

  async react(Plotly, data, layout) {
    await Plotly.react(this.plot, data, layout, {
      displayModeBar: false,
      displaylogo: false,
      responsive: false,
      doubleClick: "reset+autosize",
      showTips: false,
    });
  }

  resized() {
    if (this.drawn === undefined) this.draw();
    else if (this.plot.clientWidth && window.Plotly) {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => !this.ended && window.Plotly.Plots.resize(this.plot));
    }
  }

  clicked({ points }) {
    const point = points?.[0];
    if (!point || !this.data.clickable) return;
    const plain = (value) => (ArrayBuffer.isView(value) ? Array.from(value) : (value ?? null));
    this.send("click", {
      curve: point.curveNumber,
      point: plain(point.pointNumber ?? point.pointIndex),
      x: plain(point.x),
      y: plain(point.y),
      customdata: plain(point.customdata),
    });
  }

  pressed(what) {
    if (what === "csv") {
      this.asked = Date.now();
      this.send("csv", this.asked);
    } else if (what === "gif") {
      // It takes a second or two; who presses again meanwhile gets one.
      if (this.filming !== undefined) return;
      this.filming = Date.now();
      this.send("gif", this.filming);
      this.update(this.data, this.send);
      this.giveUp = setTimeout(() => this.filmed(), 60_000);
    } else if (what === "reset") {
      window.Plotly.relayout(this.plot, { "xaxis.autorange": true, "yaxis.autorange": true, ...this.ranges() });
    } else if (what) this.picture(what);
  }

  /** The ranges that Python gave, where it gave some. */
  ranges() {
    const wanted = {};
    for (const name of ["xaxis", "yaxis"]) {
      const range = this.data.plot.layout[name]?.range;
      if (range) {
        delete wanted[`${name}.autorange`];
        wanted[`${name}.range`] = [...range];
        wanted[`${name}.autorange`] = false;
      }
    }
    return wanted;
  }

  async picture(format) {
    const { width, height } = this.plot.getBoundingClientRect();
    const layout = { ...this.plot.layout, paper_bgcolor: this.data.background, plot_bgcolor: this.data.background };
    const figure = { data: this.plot.data, layout, config: {} };
    const url = await window.Plotly.toImage(figure, { format, width, height, scale: format === "png" ? 3 : 1 });
    save(`${this.data.name}.${format}`, url);
  }

  end() {
    this.ended = true;
    clearTimeout(this.giveUp);
    this.observer.disconnect();
    this.listens.abort();
    if (window.Plotly) window.Plotly.purge(this.plot);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let figure = held.get(parentElement);
  if (!figure) held.set(parentElement, (figure = new Figure(parentElement)));
  figure.update(data, setTriggerValue);
  return () => {
    figure.end();
    held.delete(parentElement);
  };
}
