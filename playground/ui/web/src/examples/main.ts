// The row of examples above the network, and the way by which what layers put out comes to the editors on the page, so
// that pictures never travel with the answer to an edit. Python: examples.py.
import type { ExamplesData, Pick } from "../messages";
import { bytes } from "../shared/base64";
import { layerOutputs } from "../shared/layer_outputs";
import { paint } from "../shared/pixels";
import { type Component, type ComponentInstance, part, program } from "../shared/streamlit";

const RESEND_MS = 4000;

class Examples implements ComponentInstance<ExamplesData> {
  private title: HTMLElement;
  private row: HTMLElement;
  private caption: HTMLElement;
  private component!: Component<ExamplesData>;
  private data!: ExamplesData;
  private buttons: HTMLButtonElement[] = [];
  private shownPicks?: string;
  private turn = 0;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(parent: HTMLElement) {
    const root = part(parent, ".examples");
    this.title = part(root, "span");
    this.row = part(root, "div");
    this.caption = part(root, ".caption");
    this.row.onkeydown = (event) => this.key(event);
  }

  update(component: Component<ExamplesData>) {
    this.component = component;
    const { data } = component;
    this.data = data;
    if (data.networks) {
      layerOutputs.networks = data.networks;
      for (const listener of layerOutputs.listeners) listener();
    }
    this.show();
    clearTimeout(this.timer);
    if (data.look_again_after_ms) this.timer = setTimeout(() => this.look(), data.look_again_after_ms);
  }

  /** Ask Python to look again; an answer that was overtaken never comes, so ask once more. */
  private look() {
    this.turn = Math.max(this.turn, this.data.turn) + 1;
    this.component.setStateValue("look", this.turn);
    this.timer = setTimeout(() => this.look(), RESEND_MS);
  }

  private show() {
    const { picks, example_index, title, caption } = this.data;
    this.title.textContent = picks.length ? title : "";
    this.caption.textContent = caption;
    this.caption.title = caption;
    this.row.setAttribute("aria-label", title);
    const key = JSON.stringify(picks);
    if (this.shownPicks !== key) {
      this.shownPicks = key;
      this.buttons = picks.map((pick, index) => this.pick(pick, index));
      this.row.replaceChildren(...this.buttons);
    }
    this.buttons.forEach((button, index) => {
      button.setAttribute("aria-checked", String(index === example_index));
      button.tabIndex = index === example_index ? 0 : -1;
    });
  }

  private pick(pick: Pick, index: number): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-label", pick.label);
    button.title = pick.label;
    if (pick.picture)
      paint(button.appendChild(document.createElement("canvas")), pick.picture.shape, bytes(pick.picture.data));
    else button.textContent = String(index + 1);
    button.onclick = () => this.choose(index);
    return button;
  }

  private key(event: KeyboardEvent) {
    const last = this.data.picks.length - 1;
    const { example_index } = this.data;
    const to = {
      ArrowLeft: example_index - 1,
      ArrowUp: example_index - 1,
      ArrowRight: example_index + 1,
      ArrowDown: example_index + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose((to + last + 1) % (last + 1));
    this.buttons[this.data.example_index]?.focus();
  }

  private choose(index: number) {
    if (index === this.data.example_index) return;
    this.data = { ...this.data, example_index: index };
    this.show();
    this.component.setStateValue("example", index);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), RESEND_MS);
  }

  end() {
    clearTimeout(this.timer);
  }
}

export default program(Examples);
