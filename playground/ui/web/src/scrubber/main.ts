// The slider under a picture that travels in time. Python: scrubber.py.
// The next picture is asked for when the last was answered, and not before PACE has gone by.
import type { ScrubberData, ScrubberWords, Seek } from "../messages";
import { RequestQueue } from "../shared/request_queue";
import { type Component, type ComponentInstance, onPage, part, program } from "../shared/streamlit";

type Step = Seek["step"];

// What was not answered yet, by film, for a slider that is made anew.
const pendingSteps = onPage("playgroundSeeks", () => new Map<string, Step>());
const PACE = 120;
const RESEND_MS = 4000;
const OWN_KEYS = new Set([
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

class Scrubber implements ComponentInstance<ScrubberData> {
  private root: HTMLElement;
  private range: HTMLInputElement;
  private first: HTMLElement;
  private play: HTMLElement;
  private stepLabel: HTMLElement;
  private now: HTMLElement;
  private component!: Component<ScrubberData>;
  private words?: ScrubberWords;
  private steps: number[] = [];
  private film = "";
  /** The step that is shown; null is the newest of all. */
  private shownStep: Step = null;
  private isPlaying = false;
  private queue = new RequestQueue<Step>((step, turn) => {
    const seek: Seek = { film: this.film, step, turn };
    this.component.setStateValue("seek", seek);
  }, RESEND_MS);
  private paceTimer?: ReturnType<typeof setTimeout>;

  constructor(parent: HTMLElement) {
    this.root = part(parent, ".scrubber");
    this.range = part(this.root, "input");
    this.first = part(this.root, ".first");
    this.play = part(this.root, ".play");
    this.stepLabel = part(this.root, "span");
    this.now = part(this.root, ".now");
    this.first.onclick = () => this.seek(0);
    this.now.onclick = () => this.seek(this.last);
    this.play.onclick = () => (this.isPlaying ? this.pause() : this.begin());
    this.range.oninput = () => this.seek(this.nearest(Number(this.range.value)));
    this.range.onkeydown = (event) => this.key(event);
    // The page has keys of its own: space trains and pauses.
    this.root.onkeydown = (event) => {
      if (OWN_KEYS.has(event.key)) event.stopPropagation();
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
      pendingSteps.delete(this.film);
      clearTimeout(this.paceTimer);
      this.queue.clear();
      this.film = data.film;
      this.pause();
      this.shownStep = data.shown_step;
    }
    const answer = this.queue.handleTurn(data.turn);
    if (answer) this.handleAnswer(answer.ms);
    if (!this.queue.isWaiting && this.queue.next === undefined) {
      if (pendingSteps.has(this.film) && this.steps.length)
        return this.go(this.place(pendingSteps.get(this.film) ?? null));
      this.shownStep = data.shown_step;
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
    this.pause();
    this.go(place);
  }

  private go(place: number) {
    this.shownStep = place >= this.last ? null : (this.steps[Math.max(0, place)] ?? null);
    pendingSteps.set(this.film, this.shownStep);
    this.show();
    if (!this.queue.isWaiting) clearTimeout(this.paceTimer);
    this.queue.push(this.shownStep);
  }

  private handleAnswer(ms: number) {
    if (this.queue.next === undefined) pendingSteps.delete(this.film);
    this.paceTimer = setTimeout(() => this.next(), Math.max(0, PACE - ms));
  }

  private next() {
    if (this.queue.next !== undefined) this.queue.sendNext();
    else if (this.isPlaying && this.shownStep === null) this.pause();
    else if (this.isPlaying) this.go(this.place(this.shownStep) + 1);
  }

  private begin() {
    this.isPlaying = true;
    this.go(this.shownStep === null ? 0 : this.place(this.shownStep) + 1);
  }

  private pause() {
    this.isPlaying = false;
    this.show();
  }

  private key(event: KeyboardEvent) {
    const at = this.place(this.shownStep);
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
    const step = steps[this.place(this.shownStep)] ?? newest;
    const stepText = (value: number) => words.step.replace("{step}", value.toLocaleString("en-US"));
    const now = this.shownStep === null;
    const share = (step - oldest) / (newest - oldest);
    Object.assign(this.range, { min: oldest, max: newest, value: step });
    // The thumb is 14 pixels wide and does not leave the track.
    this.range.style.setProperty("--share", `calc(7px + ${share} * (100% - 14px))`);
    this.range.setAttribute("aria-label", words.title);
    this.range.setAttribute("aria-valuetext", now ? `${words.now}, ${stepText(step)}` : stepText(step));
    this.stepLabel.textContent = stepText(step);
    // As wide as the longest, so that the button beside it stands still.
    this.stepLabel.style.minWidth = `${stepText(newest).length + 1}ch`;
    this.first.textContent = stepText(oldest);
    this.first.title = words.first;
    this.play.textContent = this.isPlaying ? words.pause : words.play;
    this.play.classList.toggle("playing", this.isPlaying);
    this.now.textContent = words.now;
    this.now.title = words.newest;
    this.now.setAttribute("aria-pressed", String(now));
  }

  end() {
    clearTimeout(this.paceTimer);
    this.queue.clear();
  }
}

export default program(Scrubber);
