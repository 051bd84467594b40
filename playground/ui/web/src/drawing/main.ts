// A square to draw on. Python: drawing.py. The browser owns the drawing until Python has answered the last stroke. What
// is drawn, what was before each stroke, and the pen in hand outlive the element: a popover that closes takes it away,
// and a page that is drawn anew may make another.
import type { DrawingData, Drawn } from "../messages";
import { type Component, onPage, part, program, type Standing } from "../shared/streamlit";
import { type Place, paint } from "./paint";
import { type Cells, type Pen, read, type Stroke, spray, write } from "./raster";

const BRUSHES = { fine: 1.2, medium: 2.6, broad: 5.2 };
const MOST_UNDONE = 60;
const LOST = 4000;
const STEP = 2;

type Kept = { text: string; turn: number; before: string[]; waits: boolean; pen: Pen; brush: keyof typeof BRUSHES };
/** What a button does, as the HTML says: it takes a pen or a brush, or it does something. */
type Pressed = { pen?: Pen; brush?: keyof typeof BRUSHES; do?: "undo" | "clear" };

const sheets = onPage("playgroundDrawings", () => new Map<string, Kept>());

class Drawing implements Standing<DrawingData> {
  private root: HTMLElement;
  private canvas: HTMLCanvasElement;
  private empty: HTMLElement;
  private buttons: HTMLButtonElement[];
  private resized: ResizeObserver;
  private component!: Component<DrawingData>;
  private data!: DrawingData;
  private kept!: Kept;
  private cells: Cells = new Uint8Array();
  private colours: string[] = [];
  private stroke: (Stroke & { at: Place }) | null = null;
  /** Where the brush is. */
  private at: Place | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private frame = 0;

  constructor(parent: HTMLElement) {
    this.root = part(parent, ".drawing");
    this.canvas = part(this.root, "canvas");
    this.empty = part(this.root, ".empty");
    this.buttons = [...this.root.querySelectorAll("button")];
    for (const button of this.buttons) button.onclick = () => this.press(button.dataset as Pressed);
    this.canvas.onpointerdown = (event) => this.down(event);
    this.canvas.onpointermove = (event) => this.move(event);
    this.canvas.onpointerup = this.canvas.onpointercancel = () => this.up();
    this.canvas.onpointerleave = () => this.over(null);
    this.canvas.onkeydown = (event) => this.key(event);
    this.canvas.onfocus = () => {
      if (this.canvas.matches(":focus-visible")) this.over(this.middle);
    };
    this.canvas.onblur = () => this.over(null);
    // The words change their colour with the page, a thing that nothing else tells.
    this.root.addEventListener("transitionend", (event) => event.propertyName === "color" && this.colour());
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(this.canvas);
  }

  private get middle(): Place {
    return [this.data.side / 2, this.data.side / 2];
  }

  update(component: Component<DrawingData>) {
    this.component = component;
    this.data = component.data;
    const { id, drawing, turn, side } = this.data;
    const kept: Kept = sheets.get(id) ?? {
      text: drawing,
      turn,
      before: [],
      waits: false,
      pen: "first",
      brush: "medium",
    };
    sheets.set(id, kept);
    this.kept = kept;
    if (turn >= kept.turn) this.answered(turn);
    if (!kept.waits && !this.stroke && kept.text !== drawing) this.adopt(drawing);
    if (!this.stroke) this.cells = read(kept.text, side * side);
    if (kept.waits && !this.timer) this.timer = setTimeout(() => this.send(), LOST);
    this.say();
    this.colour();
    this.show();
  }

  /** A popover stands outside of what tells the page's scheme, so light or dark is what the words are not. */
  private colour() {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(this.root).color.match(/[\d.]+/g) ?? []).map(Number);
    const dark = 0.299 * red + 0.587 * green + 0.114 * blue > 128;
    this.colours = this.data.inks.map((ink) => ink[Number(dark)] ?? "");
    this.root.style.setProperty("--first", this.colours[0] ?? "");
    this.root.style.setProperty("--second", this.colours[1] ?? "");
    this.paint();
  }

  private answered(turn: number) {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.kept.turn = turn;
    this.kept.waits = false;
  }

  /** Somebody else changed the document: where that is what Undo would do, it is done. */
  private adopt(text: string) {
    if (this.kept.before.at(-1) === text) this.kept.before.pop();
    else this.kept.before = [];
    this.kept.text = text;
  }

  private say() {
    const { words } = this.data;
    part(this.root, ".label").textContent = words.label;
    part(this.root, ".pens").setAttribute("aria-label", words.label);
    this.empty.textContent = words.empty;
    part(this.root, ".help").textContent = `${words.help} ${words.keys}`;
    this.canvas.setAttribute("aria-label", `${words.label}. ${words.keys}`);
    for (const button of this.buttons) {
      const { pen, brush, do: does } = button.dataset as Pressed;
      const name = pen ?? brush ?? does;
      if (!name) continue;
      const word = words[name];
      if (brush) {
        button.title = word;
        button.setAttribute("aria-label", word);
      } else (button.querySelector("span") ?? button).textContent = word;
    }
  }

  private show() {
    const { kept } = this;
    const bare = !this.cells.some(Boolean);
    for (const button of this.buttons) {
      const { pen, brush, do: does } = button.dataset as Pressed;
      if (!does) button.setAttribute("aria-pressed", String(pen ? pen === kept.pen : brush === kept.brush));
      button.disabled = this.data.disabled || (does === "undo" && !kept.before.length) || (does === "clear" && bare);
    }
    this.empty.hidden = Boolean(this.stroke) || !bare;
    this.paint();
  }

  private press({ pen, brush, do: does }: Pressed) {
    this.kept.pen = pen ?? this.kept.pen;
    this.kept.brush = brush ?? this.kept.brush;
    if (does === "undo") this.undo();
    if (does === "clear") this.commit(new Uint8Array(this.cells.length));
    this.show();
  }

  private undo() {
    const text = this.kept.before.pop();
    if (text === undefined) return;
    this.kept.text = text;
    this.cells = read(text, this.data.side ** 2);
    this.send();
  }

  private place(event: PointerEvent): Place {
    const { side } = this.data;
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
  }

  private down(event: PointerEvent) {
    if (this.data.disabled || event.button) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.begin(this.place(event));
  }

  private move(event: PointerEvent) {
    const to = this.place(event);
    if (this.stroke) this.along(this.stroke, to);
    this.over(to);
  }

  private up() {
    if (!this.stroke) return;
    const { drawn } = this.stroke;
    this.stroke = null;
    this.commit(drawn);
    this.show();
  }

  private begin(at: Place) {
    this.stroke = { drawn: this.cells.slice(), touched: new Uint8Array(this.cells.length), at };
    this.along(this.stroke, at);
    this.over(at);
    this.empty.hidden = true;
  }

  private over(at: Place | null) {
    this.at = at;
    this.paint();
  }

  private along(stroke: Stroke & { at: Place }, [x1, y1]: Place) {
    const { pen, brush } = this.kept;
    const [x0, y0] = stroke.at;
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(x1 - x0, y1 - y0)));
    for (let step = 0; step <= steps; step++) {
      const [x, y] = [x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps];
      spray(stroke, x, y, BRUSHES[brush], pen, this.data);
    }
    stroke.at = [x1, y1];
  }

  private commit(cells: Cells) {
    this.cells = cells;
    const text = write(cells);
    if (text === this.kept.text) return;
    this.kept.before = [...this.kept.before, this.kept.text].slice(-MOST_UNDONE);
    this.kept.text = text;
    this.send();
  }

  /** The whole drawing, again and again until it is answered. */
  private send() {
    if (this.timer) clearTimeout(this.timer);
    this.kept.turn += 1;
    this.kept.waits = true;
    const drawn: Drawn = { turn: this.kept.turn, text: this.kept.text };
    this.component.setStateValue("drawn", drawn);
    this.timer = setTimeout(() => this.send(), LOST);
  }

  private key(event: KeyboardEvent) {
    const steps: Record<string, Place> = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, -STEP],
      ArrowDown: [0, STEP],
    };
    const step = steps[event.key];
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if ((!step && event.key !== " " && !undo) || this.data.disabled) return;
    event.preventDefault();
    event.stopPropagation();
    if (undo) this.undo();
    const at = this.at ?? this.middle;
    const bound = (place: number) => Math.min(this.data.side, Math.max(0, place));
    if (step) this.over([bound(at[0] + step[0]), bound(at[1] + step[1])]);
    if (event.key === " ") {
      this.begin(at);
      this.up();
    }
    this.show();
  }

  private paint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const { brush, pen } = this.kept ?? {};
      const shown = this.at && brush && { at: this.at, radius: BRUSHES[brush], erases: pen === "eraser" };
      if (this.kept) paint(this.canvas, this.stroke?.drawn ?? this.cells, this.colours, shown || null, this.data);
    });
  }

  end() {
    if (this.timer) clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
  }
}

export default program(Drawing);
