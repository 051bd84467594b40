// The slider under a picture that travels in time. Python: scrubber.py.
// One picture is asked for at a time; the next one when the last was answered, and not before PACE has gone by.
import type { ScrubberData, ScrubberWords, Seek } from "../messages";
import { type Component, onPage, part, program, type Standing } from "../shared/streamlit";

type Step = Seek["step"];

// What was not answered yet, by film, for a slider that is made anew.
const unanswered = onPage("playgroundSeeks", () => new Map<string, Step>());
const PACE = 120;
const LOST = 4000;
const OWN = new Set([
  " ",
  "Enter",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
]);

class Scrubber implements Standing<ScrubberData> {
  private root: HTMLElement;
  private range: HTMLInputElement;
  private first: HTMLElement;
  private play: HTMLElement;
  private told: HTMLElement;
  private now: HTMLElement;
  private component!: Component<ScrubberData>;
  private words?: ScrubberWords;
  private steps: number[] = [];
  private film = "";
  /** The step that is shown; null is the newest of all. */
  private shown: Step = null;
  private wanted?: Step;
  private sought?: Step;
  private playing = false;
  private waiting = false;
  private turn = 0;
  private asked = 0;
  private at = 0;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(parent: HTMLElement) {
    this.root = part(parent, ".scrubber");
    this.range = part(this.root, "input");
    this.first = part(this.root, ".first");
    this.play = part(this.root, ".play");
    this.told = part(this.root, "span");
    this.now = part(this.root, ".now");
    this.first.onclick = () => this.seek(0);
    this.now.onclick = () => this.seek(this.last);
    this.play.onclick = () => (this.playing ? this.rest() : this.begin());
    this.range.oninput = () => this.seek(this.nearest(Number(this.range.value)));
    this.range.onkeydown = (event) => this.key(event);
    // The page has keys of its own: space trains and pauses.
    this.root.onkeydown = (event) => {
      if (OWN.has(event.key)) event.stopPropagation();
    };
  }

  private get last() {
    return this.steps.length - 1;
  }

  update(component: Component<ScrubberData>) {
    const { data } = component;
    this.component = component;
    this.words = data.words;
    this.steps = data.steps;
    if (data.film !== this.film) {
      unanswered.delete(this.film);
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
      if (unanswered.has(this.film) && this.steps.length) return this.go(this.place(unanswered.get(this.film) ?? null));
      this.shown = data.shown;
    }
    this.show();
  }

  /** The place of the newest frame that is not after *step*; null is the newest of all. */
  private place(step: Step): number {
    if (step === null) return this.last;
    return Math.max(
      0,
      this.steps.findLastIndex((one) => one <= step),
    );
  }

  private nearest(step: number): number {
    const away = (place: number) => Math.abs((this.steps[place] ?? 0) - step);
    return this.steps.reduce((best, _one, place) => (away(place) <= away(best) ? place : best), 0);
  }

  /** Stop playing, and show the frame at *place*; the last one is "now" and moves on. */
  private seek(place: number) {
    this.rest();
    this.go(place);
  }

  private go(place: number) {
    this.shown = place >= this.last ? null : (this.steps[Math.max(0, place)] ?? null);
    this.wanted = this.shown;
    unanswered.set(this.film, this.wanted);
    this.show();
    this.ask();
  }

  /** Ask for what was wanted last, one at a time. */
  private ask() {
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
  private send() {
    this.turn += 1;
    const seek: Seek = { film: this.film, step: this.sought ?? null, turn: this.turn };
    this.component.setStateValue("seek", seek);
    this.timer = setTimeout(() => this.send(), LOST);
  }

  private answered() {
    this.waiting = false;
    if (this.wanted === undefined) unanswered.delete(this.film);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), Math.max(0, PACE - (performance.now() - this.at)));
  }

  private next() {
    if (this.wanted !== undefined) this.ask();
    else if (this.playing && this.shown === null) this.rest();
    else if (this.playing) this.go(this.place(this.shown) + 1);
  }

  private begin() {
    this.playing = true;
    this.go(this.shown === null ? 0 : this.place(this.shown) + 1);
  }

  private rest() {
    this.playing = false;
    this.show();
  }

  private key(event: KeyboardEvent) {
    const at = this.place(this.shown);
    const to = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - 10,
      PageUp: at + 10,
      Home: 0,
      End: this.last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.seek(Math.min(this.last, Math.max(0, to)));
  }

  private show() {
    const { words, steps } = this;
    const [oldest, newest] = [steps[0], steps.at(-1)];
    this.root.classList.toggle("empty", !steps.length);
    if (!words) return;
    this.root.setAttribute("aria-label", words.title);
    if (oldest === undefined || newest === undefined) return;
    const step = steps[this.place(this.shown)] ?? newest;
    const said = (value: number) => words.step.replace("{step}", value.toLocaleString("en-US"));
    const now = this.shown === null;
    const share = (step - oldest) / (newest - oldest);
    Object.assign(this.range, { min: oldest, max: newest, value: step });
    // The thumb is 14 pixels wide and does not leave the track.
    this.range.style.setProperty("--share", `calc(7px + ${share} * (100% - 14px))`);
    this.range.setAttribute("aria-label", words.title);
    this.range.setAttribute("aria-valuetext", now ? `${words.now}, ${said(step)}` : said(step));
    this.told.textContent = said(step);
    // As wide as the longest, so that the button beside it stands still.
    this.told.style.minWidth = `${said(newest).length + 1}ch`;
    this.first.textContent = said(oldest);
    this.first.title = words.first;
    this.play.textContent = this.playing ? words.pause : words.play;
    this.play.classList.toggle("playing", this.playing);
    this.now.textContent = words.now;
    this.now.title = words.newest;
    this.now.setAttribute("aria-pressed", String(now));
  }

  end() {
    clearTimeout(this.timer);
  }
}

export default program(Scrubber);
