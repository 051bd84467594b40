// One slider for each number of a code, and its picture. Python: latent_sliders.py.
import type { SliderRow, SlidersData } from "../messages";
import { LatentControl } from "../shared/latent_control";
import { type Component, focusedWith, part, program } from "../shared/streamlit";

type Row = ReturnType<typeof makeRow>;

function makeRow() {
  const make = <Tag extends "label" | "span" | "input" | "output">(tag: Tag, className: string) =>
    Object.assign(document.createElement(tag), { className });
  const [label, name, range, value] = [
    make("label", "row"),
    make("span", "name"),
    make("input", ""),
    make("output", ""),
  ];
  const [bar, use] = [make("span", "bar"), make("span", "use")];
  Object.assign(range, { type: "range", step: "any" });
  bar.append(use);
  label.append(name, range, value, bar);
  return { label, name, range, value, bar, use };
}

class Sliders extends LatentControl<SlidersData> {
  private canvas: HTMLCanvasElement;
  private caption: HTMLElement;
  private rows: HTMLElement;
  private reset: HTMLElement;
  private more: HTMLElement;
  private isExpanded = false;
  private rowParts: Row[] = [];
  private code: number[] = [];
  private visibleRows: SliderRow[] = [];
  private key?: string;
  /** The film in whose order the rows stand. */
  private rowsFilm?: string;

  constructor(parent: HTMLElement) {
    super(part(parent, ".sliders"));
    this.canvas = part(this.root, "canvas");
    this.caption = part(this.root, ".caption");
    this.rows = part(this.root, ".rows");
    this.reset = part(this.root, ".reset");
    this.more = part(this.root, ".more");
    this.reset.onclick = () => this.go([...this.data.start]);
    this.more.onclick = () => this.expand(!this.isExpanded);
  }

  update(component: Component<SlidersData>) {
    this.take(component);
    const { data } = this;
    // Where they begin follows the weights until a hand moves one.
    if (!this.touched) this.code = [...data.code];
    this.paint(this.canvas, data.picture);
    this.caption.textContent = data.caption;
    this.root.setAttribute("aria-label", data.words.title);
    this.canvas.setAttribute("aria-label", data.words.picture);
    this.reset.textContent = data.words.reset;
    this.build();
    this.show();
    this.settle(() => ({ code: this.code }));
  }

  /** Make the rows that are to be seen, where they are not there or stand in another order. */
  private build() {
    const { rows, first, words } = this.data;
    const visibleRows = this.rowsInPlace(rows) ?? (this.isExpanded ? rows : rows.slice(0, first));
    this.more.hidden = rows.length <= first;
    this.more.textContent = this.isExpanded ? words.fewer : words.more;
    this.more.setAttribute("aria-expanded", String(this.isExpanded));
    const key = visibleRows.map((row) => row.number).join(" ");
    if (key !== this.key) {
      this.key = key;
      this.rowParts = visibleRows.map(makeRow);
      this.rows.replaceChildren(...this.rowParts.map((parts) => parts.label));
    }
    this.rowParts.forEach(({ range, name, use, bar }, place) => {
      const row = visibleRows[place];
      if (!row) return;
      Object.assign(range, { min: row.low, max: row.high });
      range.oninput = () => this.setNumber(row.number, Number(range.value));
      range.onkeydown = (event) => this.steps(event, row.number, range);
      range.setAttribute("aria-label", words.slider.replace("{name}", row.name).replace("{use}", row.use));
      name.textContent = row.name;
      use.textContent = row.use;
      bar.style.setProperty("--share", `${100 * row.share}%`);
    });
    this.visibleRows = visibleRows;
    this.rowsFilm = this.film;
  }

  /** While a hand is on a slider, no row changes its place. */
  private rowsInPlace(rows: SliderRow[]): SliderRow[] | undefined {
    if (this.film !== this.rowsFilm || !this.rows.contains(focusedWith(this.root))) return undefined;
    const rowByNumber = new Map(rows.map((row) => [row.number, row]));
    return this.visibleRows.flatMap((row) => rowByNumber.get(row.number) ?? []);
  }

  /** Arrows go by a fiftieth of the way, with Shift by a tenth: "any" would let the browser choose. */
  private steps(event: KeyboardEvent, number: number, range: HTMLInputElement) {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const [low, high] = [Number(range.min), Number(range.max)];
    range.value = String(Number(range.value) + (way * (high - low)) / (event.shiftKey ? 10 : 50));
    this.setNumber(number, Number(range.value));
  }

  private expand(isExpanded: boolean) {
    this.isExpanded = isExpanded;
    this.build();
    this.show();
  }

  private setNumber(number: number, value: number) {
    const code = [...this.code];
    code[number] = value;
    this.go(code);
  }

  private go(code: number[]) {
    this.code = code;
    this.show();
    this.request({ code });
  }

  private show() {
    this.rowParts.forEach(({ range, value }, place) => {
      const row = this.visibleRows[place];
      if (!row) return;
      const at = this.code[row.number] ?? 0;
      range.value = String(at);
      value.textContent = at.toFixed(2).replace("-", "−");
      range.setAttribute("aria-valuetext", at.toFixed(2));
      const share = (Math.min(row.high, Math.max(row.low, at)) - row.low) / (row.high - row.low || 1);
      // The thumb is 14 pixels wide and does not leave the track.
      range.style.setProperty("--share", `calc(7px + ${share} * (100% - 14px))`);
    });
  }
}

export default program(Sliders);
