// What every hand in the latent space shares. Python: latent_component.py.
// One thing is asked for at a time, and after each answer the last that was wanted meanwhile.
import type { LatentControlData, Picture } from "../messages";
import { bytes } from "./base64";
import { paint } from "./pixels";
import type { Component, ComponentInstance } from "./streamlit";

/** What a hand asks for, but for its film and its turn. */
export type CodeRequest = { code: number[]; place?: number };

/** Milliseconds after which what was not answered is sent again, and after which to ask again where nothing was ready. */
export const RESEND_MS = 6000;
const RETRY_MS = 400;

export abstract class LatentControl<Data extends LatentControlData> implements ComponentInstance<Data> {
  protected data!: Data;
  protected component!: Component<Data>;
  protected film?: string;
  protected touched = false;
  private turn = 0;
  private requestTurn = 0;
  private isWaiting = false;
  private nextRequest?: CodeRequest;
  private pendingRequest?: CodeRequest;
  private sentAt = 0;
  private paintedBytes?: string;
  private resendTimer?: ReturnType<typeof setTimeout>;
  private retryTimer?: ReturnType<typeof setTimeout>;

  constructor(protected root: HTMLElement) {
    // The page has keys of its own: space trains and pauses.
    root.onkeydown = (event) => event.stopPropagation();
  }

  abstract update(component: Component<Data>): void;

  /** Take what Python sent; true where it is of another film, and the hand begins anew. */
  protected take(component: Component<Data>): boolean {
    const { data } = component;
    const isNewFilm = data.film !== this.film;
    this.component = component;
    this.data = data;
    if (isNewFilm) {
      this.film = data.film;
      this.nextRequest = undefined;
      this.isWaiting = false;
      this.touched = false;
      clearTimeout(this.resendTimer);
    }
    this.turn = Math.max(this.turn, data.turn);
    return isNewFilm;
  }

  /** Once it is shown: go on, or ask again for *current* where nothing was ready. */
  protected settle(current: () => CodeRequest) {
    if (this.isWaiting && this.data.turn >= this.requestTurn) this.handleAnswer();
    clearTimeout(this.retryTimer);
    if (this.data.is_pending) this.retryTimer = setTimeout(() => this.request(this.nextRequest ?? current()), RETRY_MS);
  }

  request(value: CodeRequest) {
    this.touched = true;
    this.nextRequest = value;
    this.ask();
  }

  /** Ask for what was wanted last, one at a time. */
  private ask() {
    if (this.isWaiting || this.nextRequest === undefined) return;
    this.isWaiting = true;
    this.pendingRequest = this.nextRequest;
    this.nextRequest = undefined;
    this.requestTurn = this.turn + 1;
    this.sentAt = performance.now();
    this.send();
  }

  /** Streamlit drops what is asked of a part of the page that is just being made: again and again until it is answered.
   * Any turn since `requestTurn` is an answer, or one that takes long would be overtaken for ever. */
  private send() {
    this.turn += 1;
    this.component.setStateValue("at", { film: this.film, turn: this.turn, ...this.pendingRequest });
    this.resendTimer = setTimeout(() => this.send(), RESEND_MS);
  }

  private handleAnswer() {
    this.isWaiting = false;
    clearTimeout(this.resendTimer);
    this.root.dataset.turn = String(this.requestTurn);
    this.root.dataset.took = String(Math.round(performance.now() - this.sentAt));
    this.ask();
  }

  /** Draw *picture* pixel by pixel; none leaves the one that is there. */
  protected paint(canvas: HTMLCanvasElement, picture: Picture | null) {
    if (!picture || picture.bytes === this.paintedBytes) return;
    paint(canvas, picture.shape, bytes(picture.bytes));
    this.paintedBytes = picture.bytes;
  }

  end() {
    for (const timer of [this.resendTimer, this.retryTimer]) clearTimeout(timer);
  }
}
