// What every hand in the latent space shares. Python: latent_component.py.
// One thing is asked for at a time, and after each answer the last that was wanted meanwhile.
import type { HandData, Picture } from "../messages";
import { bytes } from "./base64";
import { paint } from "./pixels";
import type { Component, Standing } from "./streamlit";

/** What a hand asks for, but for its film and its turn. */
export type Wish = { code: number[]; place?: number };

/** Milliseconds after which what was not answered is sent again, and after which to ask again where nothing was ready. */
export const LOST = 6000;
const AGAIN = 400;

export abstract class Asking<Data extends HandData> implements Standing<Data> {
  protected data!: Data;
  protected component!: Component<Data>;
  protected film?: string;
  protected touched = false;
  private turn = 0;
  private asked = 0;
  private waiting = false;
  private wanted?: Wish;
  private sought?: Wish;
  private sent = 0;
  private painted?: string;
  private timer?: ReturnType<typeof setTimeout>;
  private again?: ReturnType<typeof setTimeout>;

  constructor(protected root: HTMLElement) {
    // The page has keys of its own: space trains and pauses.
    root.onkeydown = (event) => event.stopPropagation();
  }

  abstract update(component: Component<Data>): void;

  /** Take what Python sent; true where it is of another film, and the hand begins anew. */
  protected take(component: Component<Data>): boolean {
    const { data } = component;
    const anew = data.film !== this.film;
    this.component = component;
    this.data = data;
    if (anew) {
      this.film = data.film;
      this.wanted = undefined;
      this.waiting = false;
      this.touched = false;
      clearTimeout(this.timer);
    }
    this.turn = Math.max(this.turn, data.turn);
    return anew;
  }

  /** Once it is shown: go on, or ask again for *current* where nothing was ready. */
  protected settle(current: () => Wish) {
    if (this.waiting && this.data.turn >= this.asked) this.answered();
    clearTimeout(this.again);
    if (this.data.again) this.again = setTimeout(() => this.want(this.wanted ?? current()), AGAIN);
  }

  want(value: Wish) {
    this.touched = true;
    this.wanted = value;
    this.ask();
  }

  /** Ask for what was wanted last, one at a time. */
  private ask() {
    if (this.waiting || this.wanted === undefined) return;
    this.waiting = true;
    this.sought = this.wanted;
    this.wanted = undefined;
    this.asked = this.turn + 1;
    this.sent = performance.now();
    this.send();
  }

  /** Streamlit drops what is asked of a part of the page that is just being made: again and again until it is answered.
   * Any turn since `asked` is an answer, or one that takes long would be overtaken for ever. */
  private send() {
    this.turn += 1;
    this.component.setStateValue("at", { film: this.film, turn: this.turn, ...this.sought });
    this.timer = setTimeout(() => this.send(), LOST);
  }

  private answered() {
    this.waiting = false;
    clearTimeout(this.timer);
    this.root.dataset.turn = String(this.asked);
    this.root.dataset.took = String(Math.round(performance.now() - this.sent));
    this.ask();
  }

  /** Draw *picture* pixel by pixel; none leaves the one that is there. */
  protected paint(canvas: HTMLCanvasElement, picture: Picture | null) {
    if (!picture || picture.bytes === this.painted) return;
    paint(canvas, picture.shape, bytes(picture.bytes));
    this.painted = picture.bytes;
  }

  end() {
    for (const timer of [this.timer, this.again]) clearTimeout(timer);
  }
}
