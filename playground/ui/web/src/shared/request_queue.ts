// What a hand asks of Python: one request at a time, and after each answer the last that was wanted meanwhile.

type Sent<Request> = { request: Request; turn: number; at: number };

export class RequestQueue<Request> {
  private turn = 0;
  private sent?: Sent<Request>;
  private wanted?: Request;
  private timer?: ReturnType<typeof setTimeout>;

  /** `send` gives a request and its turn to Streamlit; what is not answered within `resendMs` is sent again. */
  constructor(
    private readonly send: (request: Request, turn: number) => void,
    private readonly resendMs: number,
  ) {}

  get isWaiting() {
    return this.sent !== undefined;
  }

  /** What is asked for next, once Python has answered; undefined where nothing is. */
  get next(): Request | undefined {
    return this.wanted;
  }

  push(request: Request) {
    this.wanted = request;
    this.sendNext();
  }

  /** Ask for `request` instead of anything that was asked for before, answered or not. */
  replace(request: Request) {
    this.clear();
    this.push(request);
  }

  /** Send what was wanted last, unless an answer is waited for. */
  sendNext() {
    const request = this.wanted;
    if (this.sent || request === undefined) return;
    this.wanted = undefined;
    this.sent = { request, turn: this.turn + 1, at: performance.now() };
    this.repeat(request);
  }

  /** Take the turn that Python has seen. Where it answers what was asked: the request's turn, and how many milliseconds
   * it took. Any turn since then is an answer, or one that takes long would be overtaken for ever. */
  handleTurn(turn: number): { turn: number; ms: number } | undefined {
    this.turn = Math.max(this.turn, turn);
    const { sent } = this;
    if (!sent || turn < sent.turn) return undefined;
    this.sent = undefined;
    clearTimeout(this.timer);
    return { turn: sent.turn, ms: performance.now() - sent.at };
  }

  /** Want nothing any more. */
  clear() {
    this.sent = this.wanted = undefined;
    clearTimeout(this.timer);
  }

  /** Streamlit drops what is asked of a part of the page that is just being made: again and again until it is answered. */
  private repeat(request: Request) {
    this.turn += 1;
    this.send(request, this.turn);
    this.timer = setTimeout(() => this.repeat(request), this.resendMs);
  }
}
