// The network as cards that flow from left to right, joined by edges on which the shape travels.
import { arrange, calm, h, set } from "./dom.js";
import { outputParts, showOutput } from "./outputs.js";

const PADDING = 12;
const GAP = 52;
const ROW_GAP = 30;
const SMALLEST = 150;
const FEW = 5;
const SVG = "http://www.w3.org/2000/svg";

/** The card of one node; `option` is what is selected, the rest around it can be pressed. */
export function card(editor, id) {
  const part = {
    name: h("span", { class: "name" }),
    telling: h("div", { class: "telling" }),
    tag: h("span", { class: "tag" }),
    shape: h("span", { class: "shape" }),
    full: h("span", { class: "full" }),
    short: h("span", { class: "short" }),
    badge: h("span", { class: "badge", text: "!", "aria-hidden": "true" }),
    ...outputParts(),
    seams: h("div", { class: "seams" }),
    problem: h("div", { class: "problem" }),
    block: h("div", { class: "block", hidden: true, "aria-hidden": "true" }, h("span")),
  };
  part.option = h(
    "div",
    { class: "option", role: "option", id: `node-${id}`, "data-node": id, tabindex: -1 },
    h("div", { class: "title" }, part.name, part.tag, part.badge),
    part.telling,
  );
  part.facts = h("div", { class: "facts" }, part.shape, h("span", { class: "count" }, part.full, part.short));
  const parts = [part.option, part.units, part.picture, part.facts, part.seams, part.problem, part.block];
  const element = h("div", { class: "card", role: "none", "data-id": id }, ...parts);
  part.option.onfocus = () => editor.stack.returning || editor.selected === id || editor.select(id, { focus: false });
  part.units.tabIndex = -1;
  return { element, part };
}

export function describe(editor, { element, part }, node, position, total, many = false) {
  const row = editor.table.layers[node.layer];
  const kind = node.output ? "output" : (row?.kind ?? "block");
  const problems = node.problems ?? [];
  const selected = editor.selected === node.id;
  set(element, {
    class: `card${selected ? " selected" : ""}${node.enabled ? "" : " off"}${problems.length ? " wrong" : ""}`,
    style: { "--kind": editor.kindColour(kind) },
  });
  set(part.name, { text: node.title ?? row?.title ?? node.layer });
  set(part.telling, { text: node.telling ?? "", hidden: !node.telling });
  const times = node.times > 1 ? `×${node.times}` : "";
  set(part.tag, { text: node.enabled ? times : editor.say("off") });
  set(part.shape, { text: node.shape ?? "" });
  set(part.facts, { hidden: node.layer === "Input" && Boolean(node.telling) });
  set(part.full, { text: node.count ?? "" });
  set(part.short, { text: node.count_short ?? "" });
  set(part.facts, { "data-short": `${node.shape}${node.count}`.length > 21 || null });
  set(part.badge, { hidden: !problems.length });
  set(part.option, {
    "aria-selected": String(selected),
    tabindex: selected || (!editor.selected && position === 0) ? 0 : -1,
    "aria-setsize": total,
    "aria-posinset": position + 1,
    "aria-label": [
      part.name.textContent,
      times,
      node.telling,
      node.enabled ? "" : editor.say("off"),
      node.shape && editor.say("gives_shape", { shape: node.shape }),
      node.count,
      ...(node.seams ?? []).map((seam) => seam.label),
      ...problems.map((problem) => problem.text),
    ].filter(Boolean).join(", "),
  });
  showOutput(editor, part, node, many);
  for (const unit of part.units.children) unit.tabIndex = selected ? 0 : -1;
  join(editor, part.seams, node.seams ?? [], selected);
  mend(editor, part.problem, problems);
}

/** Where the network goes on in another one: a press leads there. */
function join(editor, box, seams, selected) {
  const said = JSON.stringify([seams, editor.data.hash]);
  if (box.said !== said) {
    box.said = said;
    arrange(box, seams.map(({ network, side, said, label }) =>
      h("button", { class: "seam nodrag", type: "button", "data-to": network, text: said, title: label, "aria-label": `${said}, ${label}`, on: { click: (event) => (event.stopPropagation(), editor.cross(network, side)) } }),
    ));
  }
  box.hidden = !seams.length;
  for (const button of box.children) button.tabIndex = selected ? 0 : -1;
}

/** Sentences of what is wrong, each with its repairs as buttons; rebuilt only when they change. */
export function mend(editor, box, problems) {
  const said = JSON.stringify(problems);
  if (box.said === said) return;
  box.said = said;
  box.hidden = !problems.length;
  arrange(box, problems.map((problem) =>
    h("div", { class: "wrongness" },
      h("p", { text: problem.text }),
      ...problem.repairs.map((repair) =>
        h("button", { class: "repair", type: "button", text: repair.label, on: { click: () => editor.repair(repair) } }),
      ),
    ),
  ));
}

/** Room for the longest shape that travels in one row of natural widths. */
const snug = (nodes) => Math.min(GAP, Math.max(30, ...nodes.slice(0, -1).map((node) => 7 * (node.shape ?? "").length + 14)));

/** Widths of cards and the number of columns: one row of natural widths where that fits, else equal columns. */
function columns(natural, gap, width) {
  const room = width - 2 * PADDING;
  const wish = natural.reduce((sum, entry) => sum + entry, 0) + gap * (natural.length - 1);
  if (wish <= room) return { count: natural.length, widths: natural, gap: Math.min(GAP, gap + (room - wish) / natural.length), single: true };
  const count = Math.max(1, Math.floor((room + GAP) / (SMALLEST + GAP)));
  const each = Math.floor((room - GAP * (count - 1)) / count);
  return { count, widths: natural.map(() => each), gap: GAP, single: false };
}

/** Where each card stands: rows from left to right, cards of a row centred on one line. */
function places(widths, heights, { count, gap, single }, width, height) {
  const rows = [];
  for (let start = 0; start < widths.length; start += count) rows.push([start, Math.min(start + count, widths.length)]);
  const tall = rows.map(([start, end]) => Math.max(...heights.slice(start, end)));
  const total = tall.reduce((sum, entry) => sum + entry, 0) + ROW_GAP * (rows.length - 1) + 2 * PADDING;
  let top = PADDING + Math.max(0, (height - total) / (single ? 2.4 : 3));
  const at = [];
  rows.forEach(([start, end], row) => {
    const used = widths.slice(start, end).reduce((sum, entry) => sum + entry, 0) + gap * (end - start - 1);
    let left = single ? Math.max(PADDING, (width - used) / 2) : PADDING;
    for (let index = start; index < end; index++) {
      const y = top + (tall[row] - heights[index]) / 2;
      at.push({ x: left, y, w: widths[index], h: heights[index], row, middle: top + tall[row] / 2, below: top + tall[row] + ROW_GAP / 2 });
      left += widths[index] + gap;
    }
    top += tall[row] + ROW_GAP;
  });
  return { at, total };
}

function path(from, to) {
  if (from.row === to.row) return `M${from.x + from.w} ${from.middle}H${to.x}`;
  const x = from.x + from.w / 2;
  const y = from.y + from.h;
  const end = to.x + Math.min(to.w / 2, 60);
  const half = from.below;
  return `M${x} ${y}C${x} ${half + 8} ${x - 30} ${half} ${x - 60} ${half}H${end + 60}C${end + 30} ${half} ${end} ${half - 8} ${end} ${to.y}`;
}

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

/** Edges and, where there is room, the shape over each. */
function edges(svg, nodes, at, width, total) {
  svg.setAttribute("width", width);
  svg.setAttribute("height", total);
  const drawn = [];
  nodes.slice(1).forEach((node, index) => {
    const [from, to, shape] = [at[index], at[index + 1], nodes[index].shape ?? ""];
    drawn.push(element("path", { d: path(from, to), class: nodes[index].loose ? "edge loose" : "edge" }));
    const wrap = from.row !== to.row;
    if (!shape || (!wrap && shape.length > 9)) return;
    const x = wrap ? (from.x + from.w / 2 + to.x + 60) / 2 : (from.x + from.w + to.x) / 2;
    const y = wrap ? from.below + 4 : from.middle - 5;
    const label = element("text", { x, y, class: shape.length > 7 ? "travels long" : "travels" });
    label.textContent = shape;
    drawn.push(label);
  });
  svg.replaceChildren(...drawn);
}

/** The stack: `show` brings it up to date, `places` says where cards stand (for drops). */
export class Stack {
  constructor(editor) {
    this.editor = editor;
    this.cards = new Map();
    this.svg = element("svg", { class: "edges", "aria-hidden": "true" });
    this.list = h("div", { class: "cards", role: "listbox", "aria-orientation": "horizontal" });
    this.marker = h("div", { class: "marker", hidden: true });
    this.empty = h("p", { class: "empty" });
    this.area = h("div", { class: "area" }, this.svg, this.list, this.marker, this.empty);
    this.places = [];
    this.list.onclick = (event) => {
      const chosen = event.target.closest(".card");
      if (chosen && !event.target.closest("button:not(.unit)")) editor.select(chosen.dataset.id);
    };
    this.area.onclick = (event) => {
      if ([this.area, this.list, this.svg].includes(event.target)) editor.select(null, { focus: false });
    };
  }

  show(nodes) {
    set(this.list, { "aria-label": this.editor.say("network") });
    const wanted = nodes.map((node, position) => {
      if (!this.cards.has(node.id)) this.cards.set(node.id, card(this.editor, node.id));
      const made = this.cards.get(node.id);
      describe(this.editor, made, node, position, nodes.length, nodes.length > FEW);
      return made.element;
    });
    this.bracket(nodes);
    for (const id of [...this.cards.keys()]) if (!nodes.some((node) => node.id === id)) this.cards.delete(id);
    arrange(this.list, wanted);
    set(this.empty, { text: nodes.length > 1 ? "" : this.editor.say("empty"), hidden: nodes.length > 1 });
    this.layout(nodes);
  }

  /** A line over the layers of a block, and over the first what the block is called. */
  bracket(nodes) {
    const groups = this.editor.network?.groups ?? [];
    const of = (node) => groups.find((group) => node && group.nodes.includes(node.id)) ?? null;
    nodes.forEach((node, at) => {
      const [group, before, behind] = [of(node), of(nodes[at - 1]), of(nodes[at + 1])];
      const { element, part } = this.cards.get(node.id);
      const said = group ? `${group.name}${group.repeat > 1 ? ` ×${group.repeat}` : ""}` : null;
      set(element, { "data-in-block": group ? `${group === before ? "" : "first "}${group === behind ? "" : "last"}` : null });
      set(part.block, { hidden: !group });
      set(part.block.firstChild, { text: group && group !== before ? said : "" });
      if (group) set(part.option, { "aria-label": `${part.option.getAttribute("aria-label")}, ${this.editor.say("in_block", { block: said })}` });
    });
  }

  layout(nodes) {
    this.nodes = nodes;
    const width = this.area.clientWidth;
    if (!width || !nodes.length) return;
    const made = nodes.map((node) => this.cards.get(node.id).element);
    const few = nodes.length <= FEW;
    set(this.list, { class: few ? "cards" : "cards many" });
    if (few) for (const entry of made) entry.style.width = "max-content";
    const plan = this.plan(made, few, snug(nodes), width);
    const { widths, single } = plan;
    made.forEach((entry, index) => entry.style.setProperty("width", `${widths[index]}px`));
    const heights = made.map((entry) => entry.offsetHeight);
    const { at, total } = places(widths, heights, plan, width, this.area.clientHeight);
    made.forEach((entry, index) => {
      const first = !entry.dataset.placed;
      if (first) entry.classList.add("arriving");
      entry.style.transform = `translate(${Math.round(at[index].x)}px, ${Math.round(at[index].y)}px)`;
      if (first) {
        entry.dataset.placed = "yes";
        void entry.offsetWidth;
        entry.classList.remove("arriving");
      }
    });
    this.places = at;
    this.single = single;
    this.list.style.height = `${Math.max(total, this.area.clientHeight) - 1}px`;
    edges(this.svg, nodes, at, width, Math.max(total, this.area.clientHeight) - 1);
  }

  /** One row for a few cards, with "par." for "parameters" where only that fits; else columns. */
  plan(made, few, gap, width) {
    if (!few) return columns(made.map(() => width), gap, width);
    let plan = null;
    for (const short of [null, true]) {
      set(this.list, { "data-short": short });
      // Not offsetWidth, which is rounded: half a pixel too little cuts a word.
      plan = columns(made.map((entry) => Math.ceil(entry.getBoundingClientRect().width)), gap, width);
      if (plan.single) return plan;
    }
    set(this.list, { "data-short": null });
    return plan;
  }

  /** After which card something dropped at (x, y) of the area would come, and where the gap is. */
  gapAt(x, y) {
    let best = null;
    this.places.forEach((place, index) => {
      const next = this.places[index + 1];
      const end = place.x + place.w;
      const spots = [{ index, x: next?.row === place.row ? (end + next.x) / 2 : end + GAP / 4, place }];
      if (next && next.row !== place.row) spots.push({ index, x: next.x - GAP / 4, place: next });
      for (const spot of spots) {
        const distance = Math.abs(spot.x - x) + 4 * Math.abs(spot.place.middle - y);
        if (!best || distance < best.distance) best = { ...spot, distance };
      }
    });
    return best;
  }

  mark(gap) {
    set(this.marker, { hidden: !gap });
    if (!gap) return;
    const x = Math.min(gap.x, this.area.clientWidth - 8);
    this.marker.style.transform = `translate(${x - 2}px, ${gap.place.y - 4}px)`;
    this.marker.style.height = `${gap.place.h + 8}px`;
  }

  /** The node above or below the selected one, by what the eye sees. */
  neighbour(index, direction) {
    const here = this.places[index];
    const rows = this.places.map((place, at) => ({ place, at })).filter(({ place }) => place.row === here.row + direction);
    if (!rows.length) return index;
    const centre = (place) => place.x + place.w / 2;
    const off = (entry) => Math.abs(centre(entry.place) - centre(here));
    return rows.reduce((best, entry) => (off(entry) < off(best) ? entry : best)).at;
  }

  reveal(id) {
    const element = this.cards.get(id)?.element;
    const place = this.places[this.nodes?.findIndex((node) => node.id === id)];
    if (!element || !place) return;
    const behaviour = calm() ? "instant" : "smooth";
    if (place.y < this.area.scrollTop) this.area.scrollTo({ top: place.y - PADDING, behavior: behaviour });
    const bottom = place.y + place.h + PADDING;
    if (bottom > this.area.scrollTop + this.area.clientHeight) {
      this.area.scrollTo({ top: bottom - this.area.clientHeight, behavior: behaviour });
    }
  }

  /** Give a card the focus without selecting it: selecting follows the keys, not every return of the focus. */
  focus(id) {
    this.returning = true;
    this.cards.get(id)?.part.option.focus({ preventScroll: true });
    this.returning = false;
  }
}
