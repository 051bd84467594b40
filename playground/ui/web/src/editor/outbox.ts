// Which edits are not answered yet.
import type { Echo, Edit, EditMessage, EditorOutbox } from "../messages";
import type { Network } from "./document";

const RESEND_MS = 1500;

type QueuedMessage = EditMessage & { merge: string | null };
type Timer = ReturnType<typeof setTimeout>;

/**
 * Messages on their way to Python. Each has a number; Python answers with the last one it applied, and whatever is
 * later is applied again over each answer, so that an older answer never takes a newer edit back.
 */
export class Outbox {
  queue: QueuedMessage[] = [];
  private client = Math.random().toString(36).slice(2, 12);
  private seq = 0;
  private sentSeq = 0;
  private posts = 0;
  private flushTimer: Timer | null = null;
  private resendTimer: Timer | null = null;
  private partsTimer?: Timer;

  constructor(
    private deliver: (box: Omit<EditorOutbox, "parts_hash">) => void,
    private apply: (networks: Network[], edit: Edit) => Network[],
  ) {}

  // Streamlit calls back only for a value that changed, so that a repeated message needs a number of its own too.
  private post(messages: EditMessage[]) {
    this.deliver({ client: this.client, post: ++this.posts, messages });
  }

  /** Put `edits` (one undo step) in the box; they leave after `delay` ms. `merge` names what a later one replaces. */
  put(edits: Edit[], delay = 0, merge: string | null = null) {
    const last = this.queue.at(-1);
    if (merge && last && last.merge === merge && last.seq > this.sentSeq) last.edits = edits;
    else this.queue.push({ seq: ++this.seq, edits, merge });
    this.stopFlushTimer();
    if (delay) this.flushTimer = setTimeout(() => this.flush(), delay);
    else this.flush();
  }

  /** Send what waits, one batch at a time: a rerun that is overtaken by the next would never answer. */
  flush() {
    this.stopFlushTimer();
    const first = this.queue[0];
    if (!first) return;
    if (first.seq > this.sentSeq) this.send();
    else this.watch();
  }

  private stopFlushTimer() {
    if (this.flushTimer) clearTimeout(this.flushTimer);
    this.flushTimer = null;
  }

  private stopResendTimer() {
    if (this.resendTimer) clearTimeout(this.resendTimer);
    this.resendTimer = null;
  }

  /** A message whose answer does not come is sent again. */
  private watch() {
    this.resendTimer ??= setTimeout(() => this.send(), RESEND_MS);
  }

  private send() {
    this.stopResendTimer();
    const last = this.queue.at(-1);
    if (!last) return;
    this.sentSeq = last.seq;
    this.post(this.queue.map(({ seq, edits }) => ({ seq, edits })));
    this.watch();
  }

  /** Say, once there is time, that the words and tables have come: until then Python sends them with each answer. */
  reportParts() {
    this.partsTimer = setTimeout(() => {
      if (!this.queue.length) this.post([]);
    }, 400);
  }

  /** Python has applied everything up to `echo.seq`. */
  handleAnswer(echo: Echo) {
    if (echo.client === this.client) this.queue = this.queue.filter((message) => message.seq > echo.seq);
    const first = this.queue[0];
    if (!first) this.stopResendTimer();
    else if (first.seq > this.sentSeq && !this.flushTimer) this.send();
  }

  applyQueue(networks: Network[]): Network[] {
    return this.queue.flatMap((message) => message.edits).reduce((now, edit) => this.apply(now, edit), networks);
  }

  close() {
    this.stopFlushTimer();
    this.stopResendTimer();
    clearTimeout(this.partsTimer);
  }
}
