// Which edits are not answered yet.
import type { Echo, Edit, EditMessage, EditorOutbox } from "../messages";
import type { Network } from "./document";

const LOST = 1500;

type Waiting = EditMessage & { merge: string | null };
type Timer = ReturnType<typeof setTimeout>;

/**
 * Messages on their way to Python. Each has a number; Python answers with the last one it applied, and whatever is
 * later is applied again over each answer, so that an older answer never takes a newer edit back.
 */
export class Outbox {
  waiting: Waiting[] = [];
  private client = Math.random().toString(36).slice(2, 12);
  private seq = 0;
  private sent = 0;
  private posts = 0;
  private later: Timer | null = null;
  private lost: Timer | null = null;
  private welcome?: Timer;

  constructor(
    private deliver: (box: Omit<EditorOutbox, "has">) => void,
    private apply: (networks: Network[], edit: Edit) => Network[],
  ) {}

  // Streamlit calls back only for a value that changed, so that a repeated message needs a number of its own too.
  private post(messages: EditMessage[]) {
    this.deliver({ client: this.client, post: ++this.posts, messages });
  }

  /** Put `edits` (one undo step) in the box; they leave after `delay` ms. `merge` names what a later one replaces. */
  put(edits: Edit[], delay = 0, merge: string | null = null) {
    const last = this.waiting.at(-1);
    if (merge && last && last.merge === merge && last.seq > this.sent) last.edits = edits;
    else this.waiting.push({ seq: ++this.seq, edits, merge });
    this.stopLater();
    if (delay) this.later = setTimeout(() => this.flush(), delay);
    else this.flush();
  }

  /** Send what waits, one batch at a time: a rerun that is overtaken by the next would never answer. */
  flush() {
    this.stopLater();
    const first = this.waiting[0];
    if (!first) return;
    if (first.seq > this.sent) this.send();
    else this.watch();
  }

  private stopLater() {
    if (this.later) clearTimeout(this.later);
    this.later = null;
  }

  private stopWatching() {
    if (this.lost) clearTimeout(this.lost);
    this.lost = null;
  }

  /** A message whose answer does not come is sent again. */
  private watch() {
    this.lost ??= setTimeout(() => this.send(), LOST);
  }

  private send() {
    this.stopWatching();
    const last = this.waiting.at(-1);
    if (!last) return;
    this.sent = last.seq;
    this.post(this.waiting.map(({ seq, edits }) => ({ seq, edits })));
    this.watch();
  }

  /** Say, once there is time, that the words and tables have come: until then Python sends them with each answer. */
  soon() {
    this.welcome = setTimeout(() => {
      if (!this.waiting.length) this.post([]);
    }, 400);
  }

  /** Python has applied everything up to `echo.seq`. */
  answered(echo: Echo) {
    if (echo.client === this.client) this.waiting = this.waiting.filter((message) => message.seq > echo.seq);
    const first = this.waiting[0];
    if (!first) this.stopWatching();
    else if (first.seq > this.sent && !this.later) this.send();
  }

  over(networks: Network[]): Network[] {
    return this.waiting.flatMap((message) => message.edits).reduce((now, edit) => this.apply(now, edit), networks);
  }

  close() {
    this.stopLater();
    this.stopWatching();
    clearTimeout(this.welcome);
  }
}
