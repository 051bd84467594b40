// The slider under a picture that travels in time. Python: scrubber.py beside this folder.
// One picture is asked for at a time; the next one when the last was answered, and not before PACE has gone by.

const held = new WeakMap();
// What was not answered yet, by film, for a slider that is made anew.
const open = (globalThis.playgroundSeeks ??= new Map());
const PACE = 120;
const LOST = 4000;
const OWN = new Set([" ", "Enter", "Home", "End", "PageUp", "PageDown", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

class Scrubber {
  constructor(parent) {
    this.root = parent.querySelector(".scrubber");
    this.range = this.root.querySelector("input");
    [this.first, this.play, this.told, this.now] = this.root.querySelector("div").children;
    this.first.onclick = () => this.seek(0);
    this.now.onclick = () => this.seek(this.last);
    this.play.onclick = () => (this.playing ? this.rest() : this.begin());
    this.range.oninput = () => this.seek(this.nearest(Number(this.range.value)));
    this.range.onkeydown = (event) => this.key(event);
    // The page has keys of its own: space trains and pauses.
    this.root.onkeydown = (event) => OWN.has(event.key) && event.stopPropagation();
    this.turn = 0;
    this.asked = 0;
    this.at = 0;
  }

  get last() {
    return this.steps.length - 1;
  }

  update(component) {
    const { data } = component;
    this.component = component;
    this.words = data.words;
    this.steps = data.steps;
    if (data.film !== this.film) {
      open.delete(this.film);
      clearTimeout(this.timer);
      this.film = data.film;
      this.rest();
      this.wanted = undefined;
      this.waiting = false;
      this.shown = data.shown;
    }
    this.turn = Math.max(this.turn, data.turn);
    if (this.waiting && data.turn >= this.asked) this.answered();
    if (!this.waiting && this.wanted === undefined) {
      if (open.has(this.film) && this.steps.length) return this.go(this.place(open.get(this.film)));
      this.shown = data.shown;
    }
    this.show();
  }

  /** The place of the newest frame that is not after *step*; null is the newest of all. */
  place(step) {
    if (step === null || step === undefined) return this.last;
    return Math.max(0, this.steps.findLastIndex((one) => one <= step));
  }

  nearest(step) {
    let best = 0;
    this.steps.forEach((one, place) => (best = Math.abs(one - step) <= Math.abs(this.steps[best] - step) ? place : best));
    return best;
  }

  /** Stop playing, and show the frame at *place*; the last one is "now" and moves on. */
  seek(place) {
    this.rest();
    this.go(place);
  }

  go(place) {
    this.shown = place >= this.last ? null : this.steps[Math.max(0, place)];
    this.wanted = this.shown;
    open.set(this.film, this.wanted);
    this.show();
    this.ask();
  }

  /** Ask for what was wanted last, one at a time. */
  ask() {
    if (this.waiting || this.wanted === undefined) return;
    clearTimeout(this.timer);
    this.waiting = true;
    this.sought = this.wanted;
    this.wanted = undefined;
    this.asked = this.turn + 1;
    this.at = performance.now();
    this.send();
  }

  /** Streamlit drops what is asked of a part of the page that is just being made: again and again until it is answered.
   * Any turn since `asked` is an answer, or one that takes long would be overtaken for ever. */
  send() {
    this.turn += 1;
    this.component.setStateValue("seek", { film: this.film, step: this.sought, turn: this.turn });
    this.timer = setTimeout(() => this.send(), LOST);
  }

  answered() {
    this.waiting = false;
    if (this.wanted === undefined) open.delete(this.film);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), Math.max(0, PACE - (performance.now() - this.at)));
  }

  next() {
    if (this.wanted !== undefined) this.ask();
    else if (this.playing) this.shown === null ? this.rest() : this.go(this.place(this.shown) + 1);
  }

  begin() {
    this.playing = true;
    this.go(this.shown === null ? 0 : this.place(this.shown) + 1);
  }

  rest() {
    this.playing = false;
    if (this.words) this.show();
  }

  key(event) {
    const at = this.place(this.shown);
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageDown: at - 10, PageUp: at + 10, Home: 0, End: this.last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.seek(Math.min(this.last, Math.max(0, to)));
  }

  show() {
    const { words, steps } = this;
    this.root.classList.toggle("empty", !steps.length);
    this.root.setAttribute("aria-label", words.title);
    if (!steps.length) return;
    const step = steps[this.place(this.shown)];
    const said = (value) => words.step.replace("{step}", value.toLocaleString("en-US"));
    const now = this.shown === null || this.shown === undefined;
    const share = (step - steps[0]) / (steps.at(-1) - steps[0]);
    Object.assign(this.range, { min: steps[0], max: steps.at(-1), value: step });
    // The thumb is 14 pixels wide and does not leave the track.
    this.range.style.setProperty("--share", `calc(7px + ${share} * (100% - 14px))`);
    this.range.setAttribute("aria-label", words.title);
    this.range.setAttribute("aria-valuetext", now ? `${words.now}, ${said(step)}` : said(step));
    this.told.textContent = said(step);
    // As wide as the longest, so that the button beside it stands still.
    this.told.style.minWidth = `${said(steps.at(-1)).length + 1}ch`;
    this.first.textContent = said(steps[0]);
    this.first.title = words.first;
    this.play.textContent = this.playing ? words.pause : words.play;
    this.play.classList.toggle("playing", Boolean(this.playing));
    this.now.textContent = words.now;
    this.now.title = words.newest;
    this.now.setAttribute("aria-pressed", String(now));
  }

  close() {
    clearTimeout(this.timer);
  }
}

export default function (component) {
  const parent = component.parentElement;
  if (!held.has(parent)) held.set(parent, new Scrubber(parent));
  held.get(parent).update(component);
  return () => {
    held.get(parent)?.close();
    held.delete(parent);
  };
}
