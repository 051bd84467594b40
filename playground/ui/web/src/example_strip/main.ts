// A row of small pictures of which one is chosen. Python: example_strip.py.
import type { StripChoice, StripData, StripItemData } from "../messages";
import { RequestQueue } from "../shared/request_queue";
import { type Component, type ComponentInstance, part, program } from "../shared/streamlit";

const RESEND_MS = 6000;

class Strip implements ComponentInstance<StripData> {
  private root: HTMLElement;
  private title: HTMLElement;
  private items: HTMLElement;
  private component!: Component<StripData>;
  private data!: StripData;
  private buttons: HTMLButtonElement[] = [];
  private film?: string;
  private look?: string;
  private selected = "";
  private queue = new RequestQueue<string>((name, turn) => {
    const choice: StripChoice = { film: this.data.film, name, turn };
    this.component.setStateValue("choice", choice);
  }, RESEND_MS);

  constructor(parent: HTMLElement) {
    this.root = part(parent, ".strip");
    this.title = part(this.root, ".title");
    this.items = part(this.root, ".items");
    this.root.onkeydown = (event) => this.key(event);
  }

  update(component: Component<StripData>) {
    const { data } = component;
    this.component = component;
    this.data = data;
    this.title.textContent = data.title;
    this.items.setAttribute("aria-label", data.title);
    // Only what is new is made: a picture that changes while it trains takes nobody's focus or place away.
    const look = JSON.stringify(data.items.map((item) => [item.name, Boolean(item.picture)]));
    if (look !== this.look) {
      this.look = look;
      this.buttons = data.items.map((item) => this.button(item));
      this.items.replaceChildren(...this.buttons);
    }
    this.each((button, item) => this.label(button, item));
    const scroll = data.film !== this.film;
    this.film = data.film;
    if (scroll) this.queue.clear();
    if (this.queue.handleTurn(data.turn)) this.queue.sendNext();
    this.mark(this.queue.isWaiting ? this.selected : data.selected, scroll);
  }

  private each(action: (button: HTMLButtonElement, item: StripItemData) => void) {
    this.data.items.forEach((item, place) => {
      const button = this.buttons[place];
      if (button) action(button, item);
    });
  }

  private button(item: StripItemData): HTMLButtonElement {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", onclick: () => this.choose(item.name) });
    button.setAttribute("role", "radio");
    if (item.picture) button.append(Object.assign(document.createElement("img"), { alt: "" }));
    return button;
  }

  private label(button: HTMLButtonElement, item: StripItemData) {
    button.title = item.label;
    button.setAttribute("aria-label", item.label);
    if (!item.picture) button.textContent = item.label;
    else {
      const image = part<HTMLImageElement>(button, "img");
      if (image.src !== item.picture) image.src = item.picture;
    }
  }

  private mark(name: string, scroll: boolean) {
    this.selected = name;
    this.each((button, item) => {
      const isSelected = item.name === name;
      button.setAttribute("aria-checked", String(isSelected));
      button.tabIndex = isSelected ? 0 : -1;
      if (isSelected && scroll) this.reveal(button);
    });
  }

  /** Within the row alone: the page stands still. */
  private reveal(button: HTMLElement) {
    const { items } = this;
    const left = button.offsetLeft;
    const right = left + button.offsetWidth;
    if (left < items.scrollLeft) items.scrollLeft = left - 8;
    else if (right > items.scrollLeft + items.clientWidth) items.scrollLeft = right - items.clientWidth + 8;
  }

  private choose(name: string) {
    this.mark(name, true);
    this.queue.replace(name);
  }

  private key(event: KeyboardEvent) {
    event.stopPropagation();
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const place = this.data.items.findIndex((item) => item.name === this.selected) + way;
    const item = this.data.items[place];
    if (!item) return;
    this.choose(item.name);
    this.buttons[place]?.focus({ preventScroll: true });
  }

  end() {
    this.queue.clear();
  }
}

export default program(Strip);
