// The network as cards that flow from left to right, joined by edges on which the shape travels.
import { type Card, card, describe } from "../editor/card";
import type { Layer } from "../editor/document";
import { arrange, calm, h, set, target } from "../editor/dom";
import type { Ground } from "../editor/drag";
import type { Editor } from "../editor/editor";
import type { View } from "../editor/kind";
import { columns, GAP, PADDING, type Place, type Plan, places } from "./arrange";

/** Between two cards: behind the one at `index`, drawn at `x` as high as `place`. */
export type Gap = { index: number; x: number; place: Place };

const FEW = 5;
/** Pixels of the strip below with the gap above it, as `editor.css` has them. */
const STRIP = 170;
const SVG = "http://www.w3.org/2000/svg";

/** Room for the longest shape that travels in one row of natural widths. */
const snug = (nodes: Layer[]) =>
  Math.min(GAP, Math.max(30, ...nodes.slice(0, -1).map((node) => 7 * (node.shape ?? "").length + 14)));

function path(from: Place, to: Place): string {
  if (from.row === to.row) return `M${from.x + from.w} ${from.middle}H${to.x}`;
  const x = from.x + from.w / 2;
  const y = from.y + from.h;
  const end = to.x + Math.min(to.w / 2, 60);
  const half = from.below;
  return `M${x} ${y}C${x} ${half + 8} ${x - 30} ${half} ${x - 60} ${half}H${end + 60}C${end + 30} ${half} ${end} ${half - 8} ${end} ${to.y}`;
}

function element<Name extends "svg" | "path" | "text">(name: Name, attributes: Record<string, string | number>) {
  const svgElement = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) svgElement.setAttribute(key, String(value));
  return svgElement as SVGElementTagNameMap[Name];
}

/** Edges and, where there is room, the shape over each. */
function edges(svg: SVGElement, nodes: Layer[], at: Place[], width: number, total: number) {
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(total));
  const elements: SVGElement[] = [];
  nodes.forEach((node, index) => {
    const [from, to, shape] = [at[index], at[index + 1], node.shape ?? ""];
    if (!from || !to) return;
    elements.push(element("path", { d: path(from, to), class: "edge" }));
    const wrap = from.row !== to.row;
    if (!shape || (!wrap && shape.length > 9)) return;
    const x = wrap ? (from.x + from.w / 2 + to.x + 60) / 2 : (from.x + from.w + to.x) / 2;
    const y = wrap ? from.below + 4 : from.middle - 5;
    const label = element("text", { x, y, class: shape.length > 7 ? "travels long" : "travels" });
    label.textContent = shape;
    elements.push(label);
  });
  svg.replaceChildren(...elements);
}

/** The stack: `show` brings it up to date, `places` says where cards stand (for drops). */
export class Stack implements View, Ground<Gap> {
  readonly area: HTMLElement;
  readonly list = h("div", { class: "cards", role: "list" });
  nodes?: Layer[];
  returning = false;
  private tall = 0;
  private whole = "";
  private cards = new Map<string, Card>();
  private svg = element("svg", { class: "edges", "aria-hidden": "true" });
  private marker = h("div", { class: "marker", hidden: true });
  private empty = h("p", { class: "empty" });
  private places: Place[] = [];

  constructor(private editor: Editor) {
    this.area = h("div", { class: "area" }, this.svg, this.list, this.marker, this.empty);
    this.list.onclick = (event) => {
      const id = target(event).closest<HTMLElement>(".card")?.dataset.id;
      if (id && !target(event).closest("button:not(.unit)")) editor.select(id);
    };
    this.area.onclick = (event) => {
      if ([this.area, this.list, this.svg].includes(target(event) as HTMLElement))
        editor.select(null, { focus: false });
    };
  }

  show(nodes: Layer[]) {
    set(this.list, { "aria-label": this.editor.say("network") });
    const cardElements = nodes.map((node, position) => {
      const nodeCard = this.cards.get(node.id) ?? card(this.editor, node.id);
      this.cards.set(node.id, nodeCard);
      describe(this.editor, nodeCard, node, position, nodes.length, nodes.length > FEW);
      return nodeCard.element;
    });
    this.bracket(nodes);
    for (const id of [...this.cards.keys()]) if (!nodes.some((node) => node.id === id)) this.cards.delete(id);
    arrange(this.list, cardElements);
    set(this.empty, { text: nodes.length > 1 ? "" : this.editor.say("empty"), hidden: nodes.length > 1 });
    this.layout(nodes);
  }

  /** A line over the layers of a block, and over the first what the block is called. */
  private bracket(nodes: Layer[]) {
    const groups = this.editor.network?.groups ?? [];
    const of = (node: Layer | undefined) => groups.find((group) => node && group.nodes.includes(node.id)) ?? null;
    nodes.forEach((node, at) => {
      const [group, before, behind] = [of(node), of(nodes[at - 1]), of(nodes[at + 1])];
      const nodeCard = this.cards.get(node.id);
      if (!nodeCard) return;
      const { element, part } = nodeCard;
      const blockText = group ? `${group.name}${group.repeat > 1 ? ` ×${group.repeat}` : ""}` : null;
      set(element, {
        "data-in-block": group ? `${group === before ? "" : "first "}${group === behind ? "" : "last"}` : null,
      });
      set(part.block, { hidden: !group });
      set(part.blockName, { text: blockText && group !== before ? blockText : "" });
      if (group)
        set(part.option, {
          "aria-label": `${part.option.getAttribute("aria-label")}, ${this.editor.say("in_block", { block: blockText })}`,
        });
    });
  }

  layout(nodes: Layer[]) {
    this.nodes = nodes;
    const width = this.area.clientWidth;
    if (!width || !nodes.length) return;
    const cardElements = nodes.flatMap((node) => this.cards.get(node.id)?.element ?? []);
    const few = nodes.length <= FEW;
    set(this.list, { class: few ? "cards" : "cards many" });
    if (few) for (const entry of cardElements) entry.style.width = "max-content";
    const plan = this.plan(cardElements, few, snug(nodes), width);
    for (const [index, entry] of cardElements.entries()) entry.style.setProperty("width", `${plan.widths[index]}px`);
    const heights = cardElements.map((entry) => entry.offsetHeight);
    const { at, total } = places(heights, plan, width, this.roomBesideStrip());
    cardElements.forEach((entry, index) => {
      const { x = 0, y = 0 } = at[index] ?? {};
      const first = !entry.dataset.placed;
      if (first) entry.classList.add("arriving");
      entry.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      if (first) {
        entry.dataset.placed = "yes";
        void entry.offsetWidth;
        entry.classList.remove("arriving");
      }
    });
    this.places = at;
    this.list.style.height = `${Math.max(total, this.area.clientHeight) - 1}px`;
    edges(this.svg, nodes, at, width, Math.max(total, this.area.clientHeight) - 1);
  }

  /** The height of the area while the strip below is as high as it usually is: cards stand in its middle, and none
   *  moves when the strip comes and goes. */
  private roomBesideStrip(): number {
    const { clientWidth, clientHeight } = this.editor.root;
    const whole = `${clientWidth}x${clientHeight}`;
    this.tall = Math.max(whole === this.whole ? this.tall : 0, this.area.clientHeight);
    this.whole = whole;
    return this.tall - STRIP;
  }

  /** One row for a few cards, with "par." for "parameters" where only that fits; else columns. */
  private plan(cardElements: HTMLElement[], few: boolean, gap: number, width: number): Plan {
    if (!few)
      return columns(
        cardElements.map(() => width),
        gap,
        width,
      );
    // Not offsetWidth, which is rounded: half a pixel too little cuts a word.
    const natural = () =>
      columns(
        cardElements.map((entry) => Math.ceil(entry.getBoundingClientRect().width)),
        gap,
        width,
      );
    set(this.list, { "data-short": null });
    const long = natural();
    if (long.single) return long;
    set(this.list, { "data-short": true });
    const short = natural();
    if (!short.single) set(this.list, { "data-short": null });
    return short;
  }

  /** After which card something dropped at (x, y) of the area would come, and where the gap is. */
  gapAt(x: number, y: number): Gap | null {
    let best: (Gap & { distance: number }) | null = null;
    for (const [index, place] of this.places.entries()) {
      const next = this.places[index + 1];
      const end = place.x + place.w;
      const spots = [{ index, x: next?.row === place.row ? (end + next.x) / 2 : end + GAP / 4, place }];
      if (next && next.row !== place.row) spots.push({ index, x: next.x - GAP / 4, place: next });
      for (const spot of spots) {
        const distance = Math.abs(spot.x - x) + 4 * Math.abs(spot.place.middle - y);
        if (!best || distance < best.distance) best = { ...spot, distance };
      }
    }
    return best;
  }

  mark(gap: Gap | null) {
    set(this.marker, { hidden: !gap });
    if (!gap) return;
    const x = Math.min(gap.x, this.area.clientWidth - 8);
    this.marker.style.transform = `translate(${x - 2}px, ${gap.place.y - 4}px)`;
    this.marker.style.height = `${gap.place.h + 8}px`;
  }

  /** The node above or below the selected one, by what the eye sees. */
  neighbour(index: number, direction: number): number {
    const here = this.places[index];
    if (!here) return index;
    const rows = this.places
      .map((place, at) => ({ place, at }))
      .filter(({ place }) => place.row === here.row + direction);
    const centre = (place: Place) => place.x + place.w / 2;
    const distance = (entry: { place: Place }) => Math.abs(centre(entry.place) - centre(here));
    const [first, ...rest] = rows;
    return first ? rest.reduce((best, entry) => (distance(entry) < distance(best) ? entry : best), first).at : index;
  }

  reveal(id: string) {
    const element = this.cards.get(id)?.element;
    const place = this.places[this.nodes?.findIndex((node) => node.id === id) ?? -1];
    if (!element || !place) return;
    const behaviour = calm() ? "instant" : "smooth";
    if (place.y < this.area.scrollTop) this.area.scrollTo({ top: place.y - PADDING, behavior: behaviour });
    const bottom = place.y + place.h + PADDING;
    if (bottom > this.area.scrollTop + this.area.clientHeight) {
      this.area.scrollTo({ top: bottom - this.area.clientHeight, behavior: behaviour });
    }
  }

  /** Give a card the focus without selecting it: selecting follows the keys, not every return of the focus. */
  focus(id: string | null | undefined) {
    this.returning = true;
    this.cards.get(id ?? "")?.part.option.focus({ preventScroll: true });
    this.returning = false;
  }
}
