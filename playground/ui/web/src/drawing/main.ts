// A square to draw on. Python: drawing.py. The browser owns the drawing until Python has answered the last stroke. What
// is drawn, what was before each stroke, and the pen in hand outlive the element: a popover that closes takes it away,
// and a page that is drawn anew may make another.
import type { DrawingData, DrawingUpdate } from "../messages";
import { type Component, type ComponentInstance, onPage, part, program } from "../shared/streamlit";
import { type Place, paint } from "./paint";
import { type Cells, type Pen, read, type Stroke, spray, write } from "./raster";

const BRUSHES = { fine: 1.2, medium: 2.6, broad: 5.2 };
const MOST_UNDO_TEXTS = 60;
const RESEND_MS = 4000;
const STEP = 2;

type SheetState = {
  text: string;
  turn: number;
  undoTexts: string[];
  isWaiting: boolean;
  pen: Pen;
  brush: keyof typeof BRUSHES;
};
/** What a button does, as the HTML says: it takes a pen or a brush, or it does something. */
type ButtonAction = { pen?: Pen; brush?: keyof typeof BRUSHES; do?: "undo" | "clear" };

const sheets = onPage("playgroundSheets", () => new Map<string, SheetState>());

class Drawing implements ComponentInstance<DrawingData> {
  private root: HTMLElement;
  private canvas: HTMLCanvasElement;
  private empty: HTMLElement;
  private buttons: HTMLButtonElement[];
  private resizeObserver: ResizeObserver;
  private component!: Component<DrawingData>;
  private data!: DrawingData;
  private sheet!: SheetState;
  private cells: Cells = new Uint8Array();
  private colours: string[] = [];
  /** The stroke under way, and where the sheet lay when it began. */
  private stroke: (Stroke & { at: Place; box: DOMRect }) | null = null;
  /** Where the brush is. */
  private at: Place | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private frame = 0;

  constructor(parent: HTMLElement) {
    this.root = part(parent, ".drawing");
    this.canvas = part(this.root, "canvas");
    this.empty = part(this.root, ".empty");
    this.buttons = [...this.root.querySelectorAll("button")];
    for (const button of this.buttons) button.onclick = () => this.press(button.dataset as ButtonAction);
    this.canvas.onpointerdown = (event) => this.down(event);
    this.canvas.onpointermove = (event) => this.move(event);
    this.canvas.onpointerup = this.canvas.onpointercancel = () => this.up();
    this.canvas.onpointerleave = () => this.moveBrush(null);
    this.canvas.onkeydown = (event) => this.key(event);
    this.canvas.onfocus = () => {
      if (this.canvas.matches(":focus-visible")) this.moveBrush(this.middle);
    };
    this.canvas.onblur = () => this.moveBrush(null);
    // The words change their colour with the page, a thing that nothing else tells.
    this.root.addEventListener("transitionend", (event) => event.propertyName === "color" && this.colour());
    this.resizeObserver = new ResizeObserver(() => this.paint());
    this.resizeObserver.observe(this.canvas);
  }

  private get middle(): Place {
    return [this.data.side / 2, this.data.side / 2];
  }

  update(component: Component<DrawingData>) {
    this.component = component;
    this.data = component.data;
    const { id, drawing, turn, side } = this.data;
    const sheet: SheetState = sheets.get(id) ?? {
      text: drawing,
      turn,
      undoTexts: [],
      isWaiting: false,
      pen: "first",
      brush: "medium",
    };
    sheets.set(id, sheet);
    this.sheet = sheet;
    if (turn >= sheet.turn) this.handleAnswer(turn);
    if (!sheet.isWaiting && !this.stroke && sheet.text !== drawing) this.adopt(drawing);
    if (!this.stroke) this.cells = read(sheet.text, side * side);
    if (sheet.isWaiting && !this.timer) this.timer = setTimeout(() => this.send(), RESEND_MS);
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

  private handleAnswer(turn: number) {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.sheet.turn = turn;
    this.sheet.isWaiting = false;
  }

  /** Somebody else changed the document: where that is what Undo would do, it is done. */
  private adopt(text: string) {
    if (this.sheet.undoTexts.at(-1) === text) this.sheet.undoTexts.pop();
    else this.sheet.undoTexts = [];
    this.sheet.text = text;
  }

  private say() {
    const { words } = this.data;
    part(this.root, ".label").textContent = words.label;
    part(this.root, ".pens").setAttribute("aria-label", words.label);
    this.empty.textContent = words.empty;
    part(this.root, ".help").textContent = `${words.help} ${words.keys}`;
    this.canvas.setAttribute("aria-label", `${words.label}. ${words.keys}`);
    for (const button of this.buttons) {
      const { pen, brush, do: action } = button.dataset as ButtonAction;
      const name = pen ?? brush ?? action;
      if (!name) continue;
      const word = words[name];
      if (brush) {
        button.title = word;
        button.setAttribute("aria-label", word);
      } else (button.querySelector("span") ?? button).textContent = word;
    }
  }

  private show() {
    const { sheet } = this;
    const isEmpty = !this.cells.some(Boolean);
    for (const button of this.buttons) {
      const { pen, brush, do: action } = button.dataset as ButtonAction;
      if (!action) button.setAttribute("aria-pressed", String(pen ? pen === sheet.pen : brush === sheet.brush));
      button.disabled =
        this.data.disabled || (action === "undo" && !sheet.undoTexts.length) || (action === "clear" && isEmpty);
    }
    this.empty.hidden = Boolean(this.stroke) || !isEmpty;
    this.paint();
  }

  private press({ pen, brush, do: action }: ButtonAction) {
    this.sheet.pen = pen ?? this.sheet.pen;
    this.sheet.brush = brush ?? this.sheet.brush;
    if (action === "undo") this.undo();
    if (action === "clear") this.commit(new Uint8Array(this.cells.length));
    this.show();
  }

  private undo() {
    const text = this.sheet.undoTexts.pop();
    if (text === undefined) return;
    this.sheet.text = text;
    this.cells = read(text, this.data.side ** 2);
    this.send();
  }

  /** A page that is still being loaded moves its sheet also under a hand: a stroke keeps to what the hand does. */
  private place(event: PointerEvent): Place {
    const { side } = this.data;
    const box = this.stroke?.box ?? this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
  }

  private down(event: PointerEvent) {
    if (this.data.disabled || event.button) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.begin(this.place(event));
  }

  private move(event: PointerEvent) {
    // A busy browser tells the places between two frames together, and cuts corners where nobody asks for them. It has
    // them only on pages of https and of this machine.
    const { stroke } = this;
    if (stroke) for (const one of event.getCoalescedEvents?.() ?? []) this.sprayAlong(stroke, this.place(one));
    const to = this.place(event);
    if (stroke) this.sprayAlong(stroke, to);
    this.moveBrush(to);
  }

  private up() {
    if (!this.stroke) return;
    const { cells } = this.stroke;
    this.stroke = null;
    this.commit(cells);
    this.show();
  }

  private begin(at: Place) {
    const box = this.canvas.getBoundingClientRect();
    this.stroke = { cells: this.cells.slice(), mask: new Uint8Array(this.cells.length), at, box };
    this.sprayAlong(this.stroke, at);
    this.moveBrush(at);
    this.empty.hidden = true;
  }

  private moveBrush(at: Place | null) {
    this.at = at;
    this.paint();
  }

  private sprayAlong(stroke: Stroke & { at: Place }, [x1, y1]: Place) {
    const { pen, brush } = this.sheet;
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
    if (text === this.sheet.text) return;
    this.sheet.undoTexts = [...this.sheet.undoTexts, this.sheet.text].slice(-MOST_UNDO_TEXTS);
    this.sheet.text = text;
    this.send();
  }

  /** The whole drawing, again and again until it is answered. */
  private send() {
    if (this.timer) clearTimeout(this.timer);
    this.sheet.turn += 1;
    this.sheet.isWaiting = true;
    const update: DrawingUpdate = { turn: this.sheet.turn, text: this.sheet.text };
    this.component.setStateValue("drawing", update);
    this.timer = setTimeout(() => this.send(), RESEND_MS);
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
    if (step) this.moveBrush([bound(at[0] + step[0]), bound(at[1] + step[1])]);
    if (event.key === " ") {
      this.begin(at);
      this.up();
    }
    this.show();
  }

  private paint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const { brush, pen } = this.sheet ?? {};
      const visibleBrush = this.at && brush && { at: this.at, radius: BRUSHES[brush], erases: pen === "eraser" };
      if (this.sheet)
        paint(this.canvas, this.stroke?.cells ?? this.cells, this.colours, visibleBrush || null, this.data);
    });
  }

  end() {
    if (this.timer) clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.resizeObserver.disconnect();
  }
}

export default program(Drawing);
