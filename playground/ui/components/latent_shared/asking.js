// What every hand in the latent space shares. Python: latent_shared.py beside this folder, which puts this before each of their programs.
// One thing is asked for at a time, and after each answer the last that was wanted meanwhile.

const LOST = 6000;
const AGAIN = 400;

class Asking {
  constructor(root) {
    this.root = root;
    // The page has keys of its own: space trains and pauses.
    root.onkeydown = (event) => event.stopPropagation();
    this.turn = 0;
    this.asked = 0;
  }

  /** Take what Python sent; true where it is of another film, and the hand begins anew. */
  take(component) {
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
  settle(current) {
    if (this.waiting && this.data.turn >= this.asked) this.answered();
    clearTimeout(this.again);
    if (this.data.again) this.again = setTimeout(() => this.want(this.wanted ?? current()), AGAIN);
  }

  want(value) {
    this.touched = true;
    this.wanted = value;
    this.ask();
  }

  /** Ask for what was wanted last, one at a time. */
  ask() {
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
  send() {
    this.turn += 1;
    this.component.setStateValue("at", { film: this.film, turn: this.turn, ...this.sought });
    this.timer = setTimeout(() => this.send(), LOST);
  }

  answered() {
    this.waiting = false;
    clearTimeout(this.timer);
    this.root.dataset.turn = String(this.asked);
    this.root.dataset.took = String(Math.round(performance.now() - this.sent));
    this.ask();
  }

  /** Draw *picture* pixel by pixel; none leaves the one that is there. */
  paint(canvas, picture) {
    if (!picture || picture.bytes === this.painted) return;
    const [height, width, channels] = picture.shape;
    const raw = atob(picture.bytes);
    Object.assign(canvas, { width, height });
    const image = new ImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel++) {
      for (let colour = 0; colour < 3; colour++)
        image.data[4 * pixel + colour] = raw.charCodeAt(pixel * channels + (channels < 3 ? 0 : colour));
      image.data[4 * pixel + 3] = 255;
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
    this.painted = picture.bytes;
  }

  end() {
    for (const timer of [this.timer, this.again]) clearTimeout(timer);
  }
}

/** What Streamlit calls: one *Kind* for each place on the page. */
function mounted(Kind) {
  const held = new WeakMap();
  return (component) => {
    const parent = component.parentElement;
    if (!held.has(parent)) held.set(parent, new Kind(parent));
    held.get(parent).update(component);
    return () => {
      held.get(parent)?.end?.();
      held.delete(parent);
    };
  };
}
