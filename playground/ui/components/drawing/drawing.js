// A square to draw on (drawing.py beside this folder, which puts raster.js and paint.js before this). The browser owns
// the drawing until Python has answered the last stroke. What is drawn, what was before each stroke, and the pen in hand
// outlive the element: a popover that closes takes it away, and a page that is drawn anew may make another.

const sheets = (globalThis.playgroundDrawings ??= new Map());
const held = new WeakMap();
const BRUSHES = { fine: 1.2, medium: 2.6, broad: 5.2 };
const MOST_UNDONE = 60;
const LOST = 4000;
const STEP = 2;

class Drawing {
  constructor(parent) {
    this.root = parent.querySelector(".drawing");
    this.canvas = this.root.querySelector("canvas");
    this.buttons = [...this.root.querySelectorAll("button")];
    for (const button of this.buttons) button.onclick = () => this.press(button.dataset);
    this.canvas.onpointerdown = (event) => this.down(event);
    this.canvas.onpointermove = (event) => this.move(event);
    this.canvas.onpointerup = this.canvas.onpointercancel = () => this.up();
    this.canvas.onpointerleave = () => this.over(null);
    this.canvas.onkeydown = (event) => this.key(event);
    this.canvas.onfocus = () => this.canvas.matches(":focus-visible") && this.over([this.side / 2, this.side / 2]);
    this.canvas.onblur = () => this.over(null);
    // The words change their colour with the page, a thing that nothing else tells.
    this.root.addEventListener("transitionend", (event) => event.propertyName === "color" && this.colour());
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(this.canvas);
  }

  update(component) {
    this.component = component;
    const { id, drawing, turn, side, most, inks, words, disabled } = component.data;
    Object.assign(this, { side, most, inks, words, disabled });
    if (!sheets.has(id)) sheets.set(id, { text: drawing, turn, before: [], waits: false, pen: "first", brush: "medium" });
    this.sheet = sheets.get(id);
    if (turn >= this.sheet.turn) this.answered(turn);
    if (!this.sheet.waits && !this.stroke && this.sheet.text !== drawing) this.adopt(drawing);
    if (!this.stroke) this.cells = read(this.sheet.text, side * side);
    if (this.sheet.waits && !this.timer) this.timer = setTimeout(() => this.send(), LOST);
    this.say();
    this.colour();
    this.show();
  }

  /** A popover stands outside of what tells the page's scheme, so light or dark is what the words are not. */
  colour() {
    const [red, green, blue] = getComputedStyle(this.root).color.match(/[\d.]+/g).map(Number);
    const dark = 0.299 * red + 0.587 * green + 0.114 * blue > 128;
    this.colours = this.inks.map((ink) => ink[Number(dark)]);
    this.root.style.setProperty("--first", this.colours[0]);
    this.root.style.setProperty("--second", this.colours[1]);
    this.paint();
  }

  answered(turn) {
    clearTimeout(this.timer);
    this.timer = null;
    this.sheet.turn = turn;
    this.sheet.waits = false;
  }

  /** Somebody else changed the document: where that is what Undo would do, it is done. */
  adopt(text) {
    if (this.sheet.before.at(-1) === text) this.sheet.before.pop();
    else this.sheet.before = [];
    this.sheet.text = text;
  }

  say() {
    const { words } = this;
    this.root.querySelector(".label").textContent = words.label;
    this.root.querySelector(".pens").setAttribute("aria-label", words.label);
    this.root.querySelector(".empty").textContent = words.empty;
    this.root.querySelector(".help").textContent = `${words.help} ${words.keys}`;
    this.canvas.setAttribute("aria-label", `${words.label}. ${words.keys}`);
    for (const button of this.buttons) {
      const word = words[Object.values(button.dataset)[0]];
      if (button.dataset.brush) {
        button.title = word;
        button.setAttribute("aria-label", word);
      } else (button.querySelector("span") ?? button).textContent = word;
    }
  }

  show() {
    for (const button of this.buttons) {
      const { pen, brush, do: does } = button.dataset;
      if (!does) button.setAttribute("aria-pressed", String(pen ? pen === this.sheet.pen : brush === this.sheet.brush));
      button.disabled = this.disabled || (does === "undo" && !this.sheet.before.length) || (does === "clear" && !this.cells.some(Boolean));
    }
    this.root.querySelector(".empty").hidden = Boolean(this.stroke) || this.cells.some(Boolean);
    this.paint();
  }

  press({ pen, brush, do: does }) {
    this.sheet.pen = pen ?? this.sheet.pen;
    this.sheet.brush = brush ?? this.sheet.brush;
    if (does === "undo") this.undo();
    if (does === "clear") this.commit(new Uint8Array(this.cells.length));
    this.show();
  }

  undo() {
    if (!this.sheet.before.length) return;
    this.sheet.text = this.sheet.before.pop();
    this.cells = read(this.sheet.text, this.side ** 2);
    this.send();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * this.side, ((event.clientY - box.top) / box.height) * this.side];
  }

  down(event) {
    if (this.disabled || event.button) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.begin(this.place(event));
  }

  move(event) {
    const to = this.place(event);
    if (this.stroke) this.along(this.stroke.at, to);
    this.over(to);
  }

  up() {
    if (!this.stroke) return;
    const { drawn } = this.stroke;
    this.stroke = null;
    this.commit(drawn);
    this.show();
  }

  begin(at) {
    this.stroke = { drawn: this.cells.slice(), touched: new Uint8Array(this.cells.length) };
    this.along(at, at);
    this.over(at);
    this.root.querySelector(".empty").hidden = true;
  }

  over(at) {
    this.at = at;
    this.paint();
  }

  along([x0, y0], [x1, y1]) {
    const { pen, brush } = this.sheet;
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(x1 - x0, y1 - y0)));
    for (let step = 0; step <= steps; step++) {
      spray(this.stroke, x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps, BRUSHES[brush], { pen, side: this.side, most: this.most });
    }
    this.stroke.at = [x1, y1];
  }

  commit(cells) {
    this.cells = cells;
    const text = write(cells);
    if (text === this.sheet.text) return;
    this.sheet.before = [...this.sheet.before, this.sheet.text].slice(-MOST_UNDONE);
    this.sheet.text = text;
    this.send();
  }

  /** The whole drawing, again and again until it is answered. */
  send() {
    clearTimeout(this.timer);
    this.sheet.turn += 1;
    this.sheet.waits = true;
    this.component.setStateValue("drawn", { turn: this.sheet.turn, text: this.sheet.text });
    this.timer = setTimeout(() => this.send(), LOST);
  }

  key(event) {
    const steps = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const step = steps[event.key];
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if ((!step && event.key !== " " && !undo) || this.disabled) return;
    event.preventDefault();
    event.stopPropagation();
    if (undo) this.undo();
    const at = this.at ?? [this.side / 2, this.side / 2];
    if (step) this.over(at.map((place, axis) => Math.min(this.side, Math.max(0, place + step[axis]))));
    if (event.key === " ") {
      this.begin(at);
      this.up();
    }
    this.show();
  }

  paint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const brush = this.at && { at: this.at, radius: BRUSHES[this.sheet.brush], erases: this.sheet.pen === "eraser" };
      if (this.cells) painted(this.canvas, this.stroke?.drawn ?? this.cells, this.colours, brush, this);
    });
  }

  close() {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
  }
}

export default function (component) {
  const parent = component.parentElement;
  if (!held.has(parent)) held.set(parent, new Drawing(parent));
  held.get(parent).update(component);
  return () => {
    held.get(parent)?.close();
    held.delete(parent);
  };
}
