// A grid of entries of a codebook that can be changed, and its picture. Python: code_grid.py.
import type { GridData } from "../messages";
import { type CodeRequest, LatentControl } from "../shared/latent_control";
import { type Component, focusedWith, part, program } from "../shared/streamlit";

type Entry = ReturnType<typeof makeEntry>;

function makeEntry() {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const image = Object.assign(document.createElement("img"), { alt: "" });
  const [bar, number] = [document.createElement("i"), document.createElement("span")];
  button.append(image, bar, number);
  return { button, image, bar, number };
}

class Grid extends LatentControl<GridData> {
  private canvas: HTMLCanvasElement;
  private caption: HTMLElement;
  private reset: HTMLElement;
  private how: HTMLElement;
  private grid: HTMLElement;
  private which: HTMLElement;
  private book: HTMLElement;
  private rest: HTMLElement;
  private cells: HTMLInputElement[] = [];
  private entries: Entry[] = [];
  private code: number[] = [];
  /** The place in the code that is looked at. */
  private selectedPlace = 0;

  constructor(parent: HTMLElement) {
    super(part(parent, ".codes"));
    this.canvas = part(this.root, "canvas");
    this.caption = part(this.root, ".caption");
    this.reset = part(this.root, ".reset");
    this.how = part(this.root, ".how");
    this.grid = part(this.root, ".grid");
    this.which = part(this.root, ".which");
    this.book = part(this.root, ".book");
    this.rest = part(this.root, ".rest");
    this.reset.onclick = () => this.go([...this.data.start]);
  }

  update(component: Component<GridData>) {
    const { data } = component;
    if (this.take(component)) this.selectedPlace = data.place;
    // Where it begins follows the weights until a hand changes something.
    if (!this.touched) this.code = [...data.code];
    this.paint(this.canvas, data.picture);
    const { words } = data;
    this.caption.textContent = data.caption;
    this.reset.textContent = words.reset;
    this.how.textContent = words.how;
    this.rest.textContent = words.rest;
    this.root.setAttribute("aria-label", words.title);
    this.canvas.setAttribute("aria-label", words.picture);
    this.build();
    this.show();
    this.fill();
    this.settle(() => this.currentRequest());
  }

  private currentRequest(): CodeRequest {
    return { code: this.code, place: this.selectedPlace };
  }

  private build() {
    const { code, columns, size, words } = this.data;
    if (this.cells.length !== code.length) {
      this.cells = code.map((_, place) => this.cell(place));
      this.grid.replaceChildren(...this.cells);
    }
    this.grid.style.setProperty("--columns", String(columns));
    this.cells.forEach((cell, place) => {
      cell.max = String(size - 1);
      cell.setAttribute(
        "aria-label",
        words.cell.replace("{place}", String(place + 1)).replace("{places}", String(code.length)),
      );
    });
  }

  private cell(place: number): HTMLInputElement {
    const cell = Object.assign(document.createElement("input"), { type: "number", min: "0", step: "1" });
    cell.onfocus = () => this.look(place);
    cell.oninput = () => this.handleInput(place, cell.valueAsNumber);
    cell.onblur = () => this.show();
    return cell;
  }

  private handleInput(place: number, number: number) {
    if (Number.isInteger(number) && number >= 0 && number < this.data.size) this.put(place, number);
  }

  private put(place: number, number: number) {
    this.go(this.code.map((old, other) => (other === place ? number : old)));
  }

  private go(code: number[]) {
    this.code = code;
    this.show();
    this.request(this.currentRequest());
  }

  /** Ask what each entry would make of the picture at *place*. */
  private look(place: number) {
    if (place === this.selectedPlace) return;
    this.selectedPlace = place;
    this.show();
    this.request(this.currentRequest());
  }

  private show() {
    const focused = focusedWith(this.root);
    this.cells.forEach((cell, place) => {
      if (cell !== focused) cell.value = String(this.code[place]);
      cell.classList.toggle("selected", place === this.selectedPlace);
    });
    this.which.textContent = this.data.words.which.replace("{place}", String(this.selectedPlace + 1));
    for (const { button } of this.entries) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.number) === this.code[this.selectedPlace]));
    }
  }

  /** The codebook: made once, then only its pictures and bars change. */
  private fill() {
    const { book } = this.data;
    if (this.entries.length !== book.length) {
      this.entries = book.map(makeEntry);
      this.book.replaceChildren(...this.entries.map((entry) => entry.button));
    }
    const most = Math.max(...book.map((entry) => entry.share), 1e-9);
    this.entries.forEach(({ button, image, bar, number }, place) => {
      const entry = book[place];
      if (!entry) return;
      button.dataset.number = String(entry.number);
      button.title = entry.label;
      button.setAttribute("aria-label", entry.label);
      button.onclick = () => this.put(this.selectedPlace, entry.number);
      if (entry.picture && image.src !== entry.picture) image.src = entry.picture;
      bar.style.setProperty("--share", `${(100 * entry.share) / most}%`);
      number.textContent = String(entry.number);
    });
    this.show();
  }
}

export default program(Grid);
