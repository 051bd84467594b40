// A row of small pictures of which one is chosen. Python: example_strip.py beside this folder, which puts asking.js
// before this.

class Strip {
  constructor(parent) {
    this.root = parent.querySelector(".strip");
    this.title = this.root.querySelector(".title");
    this.items = this.root.querySelector(".items");
    this.root.onkeydown = (event) => this.key(event);
    this.turn = 0;
  }

  update(component) {
    const { data } = component;
    this.component = component;
    this.data = data;
    this.title.textContent = data.title;
    this.items.setAttribute("aria-label", data.title);
    // Only what is new is made: a picture that changes while it trains takes nobody's focus or place away.
    const look = JSON.stringify(data.items.map((item) => [item.name, Boolean(item.picture)]));
    if (look !== this.look) {
      this.look = look;
      this.items.replaceChildren(...data.items.map((item) => this.button(item)));
    }
    data.items.forEach((item, place) => this.label(this.items.children[place], item));
    const scroll = data.film !== this.film;
    this.film = data.film;
    this.turn = Math.max(this.turn, data.turn);
    if (scroll || data.turn >= this.asked) this.answered();
    this.mark(this.asked ? this.chosen : data.chosen, scroll);
  }

  answered() {
    this.asked = undefined;
    clearTimeout(this.timer);
  }

  button(item) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", onclick: () => this.choose(item.name) });
    button.setAttribute("role", "radio");
    if (item.picture) button.append(Object.assign(document.createElement("img"), { alt: "" }));
    return button;
  }

  label(button, item) {
    button.title = item.label;
    button.setAttribute("aria-label", item.label);
    if (!item.picture) button.textContent = item.label;
    else if (button.firstChild.src !== item.picture) button.firstChild.src = item.picture;
  }

  mark(name, scroll) {
    this.chosen = name;
    this.data.items.forEach((item, place) => {
      const button = this.items.children[place];
      const is = item.name === name;
      button.setAttribute("aria-checked", String(is));
      button.tabIndex = is ? 0 : -1;
      if (is && scroll) this.reveal(button);
    });
  }

  /** Within the row alone: the page stands still. */
  reveal(button) {
    const { items } = this;
    const left = button.offsetLeft;
    if (left < items.scrollLeft) items.scrollLeft = left - 8;
    else if (left + button.offsetWidth > items.scrollLeft + items.clientWidth) items.scrollLeft = left + button.offsetWidth - items.clientWidth + 8;
  }

  choose(name) {
    this.mark(name, true);
    clearTimeout(this.timer);
    this.asked = this.turn + 1;
    this.send();
  }

  /** Again and again until it is answered, as in `Asking`. */
  send() {
    this.turn += 1;
    this.component.setStateValue("chosen", { film: this.film, name: this.chosen, turn: this.turn });
    this.timer = setTimeout(() => this.send(), LOST);
  }

  key(event) {
    event.stopPropagation();
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const { items } = this.data;
    const place = items.findIndex((item) => item.name === this.chosen) + way;
    if (place < 0 || place >= items.length) return;
    this.choose(items[place].name);
    this.items.children[place].focus({ preventScroll: true });
  }

  end() {
    clearTimeout(this.timer);
  }
}

export default mounted(Strip);
