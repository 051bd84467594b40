// The row of examples above the network, and the way by which what layers put out comes to the editors on the page.
// Python: examples.py beside this folder. The editors read `playgroundOutputs` (../editor/outputs.js) and are told of
// each change, so that pictures never travel with the answer to an edit.

const bus = (globalThis.playgroundOutputs ??= { networks: {}, listeners: new Set() });
const held = new WeakMap();
const LOST = 4000;

function bytes(text) {
  return Uint8ClampedArray.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Pixels as they are stored, one or three bytes each. */
function paint(canvas, { shape: [rows, columns, channels], data }) {
  [canvas.width, canvas.height] = [columns, rows];
  const given = bytes(data);
  const image = canvas.getContext("2d").createImageData(columns, rows);
  for (let at = 0; at < rows * columns; at++) {
    for (let part = 0; part < 3; part++) image.data[4 * at + part] = given[channels * at + (channels > 1 ? part : 0)];
    image.data[4 * at + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

class Examples {
  constructor(parent) {
    this.root = parent.querySelector(".examples");
    [this.title, this.row, this.told] = this.root.children;
    this.row.onkeydown = (event) => this.key(event);
  }

  update(component) {
    this.component = component;
    const { data } = component;
    this.data = data;
    if (data.networks) {
      bus.networks = data.networks;
      for (const listener of bus.listeners) listener();
    }
    this.show();
    clearTimeout(this.timer);
    if (data.again) this.timer = setTimeout(() => this.look(), data.again);
  }

  /** Ask Python to look again; an answer that was overtaken never comes, so ask once more. */
  look() {
    this.turn = Math.max(this.turn ?? 0, this.data.turn) + 1;
    this.component.setStateValue("look", this.turn);
    this.timer = setTimeout(() => this.look(), LOST);
  }

  show() {
    const { picks, chosen, title, told } = this.data;
    this.title.textContent = picks.length ? title : "";
    this.told.textContent = told;
    this.told.title = told;
    this.row.setAttribute("aria-label", title);
    const made = JSON.stringify(picks);
    if (this.made !== made) {
      this.made = made;
      this.row.replaceChildren(...picks.map((pick, index) => this.pick(pick, index)));
    }
    [...this.row.children].forEach((button, index) => {
      button.setAttribute("aria-checked", String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
    });
  }

  pick(pick, index) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-label", pick.label);
    button.title = pick.label;
    if (pick.picture) paint(button.appendChild(document.createElement("canvas")), pick.picture);
    else button.textContent = String(index + 1);
    button.onclick = () => this.choose(index);
    return button;
  }

  key(event) {
    const last = this.data.picks.length - 1;
    const { chosen } = this.data;
    const to = { ArrowLeft: chosen - 1, ArrowUp: chosen - 1, ArrowRight: chosen + 1, ArrowDown: chosen + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose((to + last + 1) % (last + 1));
    this.row.children[this.data.chosen].focus();
  }

  choose(index) {
    if (index === this.data.chosen) return;
    this.data = { ...this.data, chosen: index };
    this.show();
    this.component.setStateValue("example", index);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), LOST);
  }

  close() {
    clearTimeout(this.timer);
  }
}

export default function (component) {
  const parent = component.parentElement;
  if (!held.has(parent)) held.set(parent, new Examples(parent));
  held.get(parent).update(component);
  return () => {
    held.get(parent)?.close();
    held.delete(parent);
  };
}
