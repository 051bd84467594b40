// The picture of a network for a slide or a paper: the cards and edges of the canvas as one SVG, always on white.
import { Position } from "@xyflow/react";
import { type Edge, edgeId, into, type Point } from "../editor/document";
import { type Box, spread, type Ways } from "./lanes";
import type { Routes } from "./layout";
import { line } from "./lines";

/** One line of words on a card: `x` and the baseline `y` from the card's corner, `width` as it was on the screen. */
export type Words = Point & { text: string; size: number; bold: boolean; quiet: boolean; width: number };
export type Image = Point & { href: string; width: number; height: number };
export type Card = Box & { colour: string; off: boolean; words: Words[]; images: Image[] };
/** An open block: a frame around its cards. */
export type FrameBox = Box & { name: string; times: number };
export type Ink = { background: string; text: string; quiet: string };
export type Drawing = {
  title: string;
  font: string;
  ink: Ink;
  cards: Card[];
  frames: FrameBox[];
  edges: Edge[];
  routes: Routes;
  ways: Ways;
};
export type Picture = { svg: string; width: number; height: number };

const MARGIN = 24;
const RADIUS = 8;
const BAR = 5;
const LABEL = 11.5;
const STROKE = "#8a909b";
const BORDER = "#c9ced6";
const GROUND = "#fafbfc";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeText = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
const roundNumber = (value: number) => Math.round(value * 100) / 100;

function tag(name: string, values: Record<string, string | number | null>, inside?: string): string {
  const attributes = Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? roundNumber(value) : escapeText(value ?? "")}"`)
    .join("");
  return inside === undefined ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`;
}

/** `textLength` holds a line to its width where the reader has another font, so that it never leaves its card. */
function wordsSvg({ text, x, y, size, bold, quiet, width }: Words, ink: Ink): string {
  const textFit = { textLength: width, lengthAdjust: "spacingAndGlyphs" };
  const look = { "font-size": size, "font-weight": bold ? 600 : null, fill: quiet ? ink.quiet : ink.text };
  return tag("text", { x, y, ...look, ...textFit }, escapeText(text));
}

function cardSvg(card: Card, ink: Ink): string {
  const { width, height } = card;
  const corner = roundNumber(RADIUS - Math.sqrt(RADIUS ** 2 - (RADIUS - BAR) ** 2));
  const arc = (x: number, y: number) => `A${RADIUS} ${RADIUS} 0 0 0 ${x} ${roundNumber(y)}`;
  const bar = `M${BAR} ${corner}${arc(0, RADIUS)}V${roundNumber(height - RADIUS)}${arc(BAR, height - corner)}Z`;
  const body = {
    width,
    height,
    rx: RADIUS,
    fill: ink.background,
    stroke: BORDER,
    "stroke-dasharray": card.off ? "4 3" : null,
  };
  const images = card.images.map((image) => tag("image", { ...image, style: "image-rendering:pixelated" }));
  const words = card.words.map((entry) => wordsSvg(entry, ink));
  const parts = [tag("rect", body), tag("path", { d: bar, fill: card.colour }), ...images, ...words];
  const place = `translate(${roundNumber(card.x)} ${roundNumber(card.y)})`;
  return tag("g", { class: "layer", "data-id": card.id, transform: place }, parts.join(""));
}

function frameSvg({ x, y, width, height, name, times }: FrameBox, ink: Ink): string {
  const body = { x, y, width, height, rx: RADIUS + 2, fill: GROUND, stroke: BORDER };
  const title = { x: x + 11, y: y + 18, "font-size": 13, "font-weight": 600, fill: ink.text };
  const timesTag = times > 1 ? tag("tspan", { "font-weight": 400, fill: ink.quiet }, ` ×${times}`) : "";
  return tag("g", { class: "block" }, tag("rect", body) + tag("text", title, escapeText(name) + timesTag));
}

/** Edges enter a layer evenly spread over its side, without the port that is free. */
function edgeSvg(edge: Edge, all: Drawing, byId: Map<string, Card>): { path: string; label: string } | null {
  const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
  if (!from || !to) return null;
  const others = into(all.edges, edge.target);
  const ends = {
    sourceX: from.x + from.width,
    sourceY: from.y + from.height / 2,
    sourcePosition: Position.Right,
    targetX: to.x,
    targetY: to.y + (to.height * (others.indexOf(edge) + 1)) / (others.length + 1),
    targetPosition: Position.Left,
  };
  const id = edgeId(edge);
  const { path, label } = line(ends, { way: all.ways.get(id), route: all.routes.get(id) });
  const head = `M${roundNumber(ends.targetX - 7)} ${roundNumber(ends.targetY - 3.5)}l7 3.5l-7 3.5z`;
  const lines = tag("path", { d: path, fill: "none" }) + tag("path", { d: head, fill: STROKE, stroke: "none" });
  const shape = edge.shape ?? "";
  const width = 5.6 * shape.length;
  if (!shape || !label || width > label.room) return { path: lines, label: "" };
  const background = { x: label.x - width / 2 - 2, y: label.y - LABEL + 2, width: width + 4, height: LABEL };
  const textAttributes = { x: label.x, y: label.y, "text-anchor": "middle", "font-size": LABEL, fill: all.ink.quiet };
  return {
    path: lines,
    label: tag("rect", { ...background, fill: all.ink.background }) + tag("text", textAttributes, escapeText(shape)),
  };
}

export function picture(all: Drawing): Picture {
  const byId = new Map(all.cards.map((card) => [card.id, card]));
  const lines = all.edges.map((edge) => edgeSvg(edge, all, byId)).filter((entry) => entry !== null);
  const { left, top, right, bottom } = spread([...all.cards, ...all.frames], all.ways);
  const size = { width: Math.ceil(right - left + 2 * MARGIN), height: Math.ceil(bottom - top + 2 * MARGIN) };
  const view = [left - MARGIN, top - MARGIN, size.width, size.height].map(roundNumber);
  const names = all.cards.map((card) => card.words.map((entry) => entry.text).join(" "));
  const parts = [
    tag("title", {}, escapeText(all.title)),
    tag("desc", {}, escapeText(names.join("; "))),
    tag("rect", { x: left - MARGIN, y: top - MARGIN, ...size, fill: all.ink.background }),
    ...all.frames.map((frame) => frameSvg(frame, all.ink)),
    tag("g", { class: "edges", stroke: STROKE, "stroke-width": 1.5 }, lines.map((entry) => entry.path).join("")),
    tag("g", { class: "shapes" }, lines.map((entry) => entry.label).join("")),
    ...all.cards.map((card) => cardSvg(card, all.ink)),
  ];
  const root = { xmlns: "http://www.w3.org/2000/svg", viewBox: view.join(" "), ...size, "font-family": all.font };
  return { svg: tag("svg", root, parts.join("\n")), ...size };
}
