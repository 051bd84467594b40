// A grid of entries of a codebook that can be changed, and its picture. Python: code_grid.py beside this folder.

class Grid extends Asking {
  constructor(parent) {
    super(parent.querySelector(".codes"));
    this.canvas = this.root.querySelector("canvas");
    for (const name of ["told", "reset", "how", "grid", "which", "book", "rest"]) this[name] = this.root.querySelector(`.${name}`);
    this.reset.onclick = () => this.go([...this.data.start]);
    this.cells = [];
    this.looked = 0;
  }

  update(component) {
    const { data } = component;
    if (this.take(component)) this.looked = data.place;
    // Where it begins follows the weights until a hand changes something.
    if (!this.touched) this.code = [...data.code];
    this.paint(this.canvas, data.picture);
    const { words } = data;
    this.told.textContent = data.told;
    this.reset.textContent = words.reset;
    this.how.textContent = words.how;
    this.rest.textContent = words.rest;
    this.root.setAttribute("aria-label", words.title);
    this.canvas.setAttribute("aria-label", words.picture);
    this.build();
    this.show();
    this.fill();
    this.settle(() => this.question());
  }

  question() {
    return { code: this.code, place: this.looked };
  }

  build() {
    const { code, columns, size, words } = this.data;
    if (this.cells.length !== code.length) {
      this.cells = code.map((_, place) => this.cell(place));
      this.grid.replaceChildren(...this.cells);
    }
    this.grid.style.setProperty("--columns", columns);
    this.cells.forEach((cell, place) => {
      cell.max = size - 1;
      cell.setAttribute("aria-label", words.cell.replace("{place}", place + 1).replace("{places}", code.length));
    });
  }

  cell(place) {
    const cell = Object.assign(document.createElement("input"), { type: "number", min: 0, step: 1 });
    cell.onfocus = () => this.look(place);
    cell.oninput = () => this.typed(place, cell.valueAsNumber);
    cell.onblur = () => this.show();
    return cell;
  }

  typed(place, number) {
    if (Number.isInteger(number) && number >= 0 && number < this.data.size) this.put(place, number);
  }

  put(place, number) {
    this.go(this.code.map((old, other) => (other === place ? number : old)));
  }

  go(code) {
    this.code = code;
    this.show();
    this.want(this.question());
  }

  /** Ask what each entry would make of the picture at *place*. */
  look(place) {
    if (place === this.looked) return;
    this.looked = place;
    this.show();
    this.want(this.question());
  }

  show() {
    const focused = this.root.getRootNode().activeElement;
    this.cells.forEach((cell, place) => {
      if (cell !== focused) cell.value = this.code[place];
      cell.classList.toggle("looked", place === this.looked);
    });
    this.which.textContent = this.data.words.which.replace("{place}", this.looked + 1);
    [...this.book.children].forEach((button) => button.setAttribute("aria-pressed", String(Number(button.dataset.number) === this.code[this.looked])));
  }

  /** The codebook: made once, then only its pictures and bars change. */
  fill() {
    const { book } = this.data;
    if (this.book.children.length !== book.length) this.book.replaceChildren(...book.map(() => this.entry()));
    const most = Math.max(...book.map((entry) => entry.share), 1e-9);
    book.forEach((entry, place) => {
      const button = this.book.children[place];
      button.dataset.number = entry.number;
      button.title = entry.label;
      button.setAttribute("aria-label", entry.label);
      button.onclick = () => this.put(this.looked, entry.number);
      const [image, bar, number] = button.children;
      if (entry.picture && image.src !== entry.picture) image.src = entry.picture;
      bar.style.setProperty("--share", `${(100 * entry.share) / most}%`);
      number.textContent = entry.number;
    });
    this.show();
  }

  entry() {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(Object.assign(document.createElement("img"), { alt: "" }), Object.assign(document.createElement("i"), {}), document.createElement("span"));
    return button;
  }
}

export default mounted(Grid);
