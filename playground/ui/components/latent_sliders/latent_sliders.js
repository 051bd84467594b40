// One slider for each number of a code, and its picture. Python: latent_sliders.py beside this folder.

class Sliders extends Asking {
  constructor(parent) {
    super(parent.querySelector(".sliders"));
    this.canvas = this.root.querySelector("canvas");
    this.told = this.root.querySelector(".told");
    this.rows = this.root.querySelector(".rows");
    this.reset = this.root.querySelector(".reset");
    this.more = this.root.querySelector(".more");
    this.reset.onclick = () => this.go([...this.data.start]);
    this.more.onclick = () => this.open(!this.opened);
    this.opened = false;
    this.made = [];
  }

  update(component) {
    this.take(component);
    const { data } = this;
    // Where they begin follows the weights until a hand moves one.
    if (!this.touched) this.code = [...data.code];
    this.paint(this.canvas, data.picture);
    this.told.textContent = data.told;
    this.root.setAttribute("aria-label", data.words.title);
    this.canvas.setAttribute("aria-label", data.words.picture);
    this.reset.textContent = data.words.reset;
    this.build();
    this.show();
    this.settle(() => ({ code: this.code }));
  }

  /** Make the rows that are to be seen, where they are not there or stand in another order. */
  build() {
    const { rows, first, words } = this.data;
    const wanted = this.kept(rows) ?? (this.opened ? rows : rows.slice(0, first));
    this.more.hidden = rows.length <= first;
    this.more.textContent = this.opened ? words.fewer : words.more;
    this.more.setAttribute("aria-expanded", String(this.opened));
    const key = wanted.map((row) => row.number).join(" ");
    if (key !== this.key) {
      this.key = key;
      this.made = wanted.map(() => this.row());
      this.rows.replaceChildren(...this.made.map((made) => made.label));
    }
    wanted.forEach((row, place) => {
      const { range, name, use, bar } = this.made[place];
      Object.assign(range, { min: row.low, max: row.high });
      range.oninput = () => this.moved(row.number, Number(range.value));
      range.setAttribute("aria-label", words.slider.replace("{name}", row.name).replace("{use}", row.use));
      name.textContent = row.name;
      use.textContent = row.use;
      bar.style.setProperty("--share", `${100 * row.share}%`);
    });
    this.shown = wanted;
    this.ordered = this.film;
  }

  /** While a hand is on a slider, no row changes its place. */
  kept(rows) {
    if (!this.shown || this.film !== this.ordered || !this.rows.contains(this.root.getRootNode().activeElement)) return undefined;
    const known = new Map(rows.map((row) => [row.number, row]));
    return this.shown.map((row) => known.get(row.number));
  }

  row() {
    const part = (tag, className) => Object.assign(document.createElement(tag), { className });
    const label = part("label", "row");
    const [name, range, value, bar, use] = [part("span", "name"), part("input", ""), part("output", ""), part("span", "bar"), part("span", "use")];
    Object.assign(range, { type: "range", step: "any" });
    range.onkeydown = (event) => this.key_(event, range);
    bar.append(use);
    label.append(name, range, value, bar);
    return { label, name, range, value, bar, use };
  }

  /** Arrows go by a fiftieth of the way, with Shift by a tenth: "any" would let the browser choose. */
  key_(event, range) {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const [low, high] = [Number(range.min), Number(range.max)];
    range.value = Number(range.value) + (way * (high - low)) / (event.shiftKey ? 10 : 50);
    range.oninput();
  }

  open(opened) {
    this.opened = opened;
    this.build();
    this.show();
  }

  moved(number, value) {
    const code = [...this.code];
    code[number] = value;
    this.go(code);
  }

  go(code) {
    this.code = code;
    this.show();
    this.want({ code });
  }

  show() {
    this.shown.forEach((row, place) => {
      const { range, value } = this.made[place];
      const at = this.code[row.number];
      range.value = at;
      value.textContent = at.toFixed(2).replace("-", "−");
      range.setAttribute("aria-valuetext", at.toFixed(2));
      const share = (Math.min(row.high, Math.max(row.low, at)) - row.low) / (row.high - row.low || 1);
      // The thumb is 14 pixels wide and does not leave the track.
      range.style.setProperty("--share", `calc(7px + ${share} * (100% - 14px))`);
    });
  }
}

export default mounted(Sliders);
