// What every hand in the latent space shares. Python: latent_component.py.
import type { LatentControlData, Picture } from "../messages";
import { bytes } from "./base64";
import { paint } from "./pixels";
import { RequestQueue } from "./request_queue";
import type { Component, ComponentInstance } from "./streamlit";

/** What a hand asks for, but for its film and its turn. */
export type CodeRequest = { code: number[]; place?: number };

const RESEND_MS = 6000;
/** Milliseconds after which to ask again where nothing was ready. */
const RETRY_MS = 400;

export abstract class LatentControl<Data extends LatentControlData> implements ComponentInstance<Data> {
  protected data!: Data;
  protected component!: Component<Data>;
  protected film?: string;
  protected touched = false;
  private queue = new RequestQueue<CodeRequest>(
    (request, turn) => this.component.setStateValue("at", { film: this.film, turn, ...request }),
    RESEND_MS,
  );
  private paintedBytes?: string;
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
      this.queue.clear();
      this.touched = false;
    }
    return isNewFilm;
  }

  /** Once it is shown: go on, or ask again for *current* where nothing was ready. */
  protected settle(current: () => CodeRequest) {
    const answer = this.queue.handleTurn(this.data.turn);
    if (answer) {
      this.root.dataset.turn = String(answer.turn);
      this.root.dataset.took = String(Math.round(answer.ms));
      this.queue.sendNext();
    }
    clearTimeout(this.retryTimer);
    if (this.data.is_pending) this.retryTimer = setTimeout(() => this.request(this.queue.next ?? current()), RETRY_MS);
  }

  request(value: CodeRequest) {
    this.touched = true;
    this.queue.push(value);
  }

  /** Draw *picture* pixel by pixel; none leaves the one that is there. */
  protected paint(canvas: HTMLCanvasElement, picture: Picture | null) {
    if (!picture || picture.bytes === this.paintedBytes) return;
    paint(canvas, picture.shape, bytes(picture.bytes));
    this.paintedBytes = picture.bytes;
  }

  end() {
    this.queue.clear();
    clearTimeout(this.retryTimer);
  }
}
