// What is seen on a card, read from the page: its lines of words and its small pictures, for a saved picture.
import type { Image, Words } from "./picture";

const LEFT_OUT = ".problem, .badge, .unseen, .react-flow__handle";
const measure = document.createElement("canvas").getContext("2d");

/** Where the baseline is within a line, as a share of its height. */
function baseline(style: CSSStyleDeclaration): number {
  if (!measure) return 0.8;
  measure.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = measure.measureText("x");
  return above / (above + below);
}

/** The lines into which the browser broke a text, with the rectangle of each. */
function linesOf(node: Text): { text: string; rect: DOMRect }[] {
  const lines: { text: string; rect: DOMRect }[] = [];
  const range = document.createRange();
  let at = 0;
  for (const letter of node.data) {
    range.setStart(node, at);
    at += letter.length;
    range.setEnd(node, at);
    const rect = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (!rect.height) continue;
    if (last && rect.top < last.rect.bottom - 1) {
      last.text += letter;
      last.rect = new DOMRect(last.rect.x, last.rect.y, rect.right - last.rect.x, last.rect.height);
    } else lines.push({ text: letter, rect });
  }
  return lines;
}

export function wordsOn(card: HTMLElement, zoom: number): Words[] {
  const frame = card.getBoundingClientRect();
  const words: Words[] = [];
  const walk = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode() as Text | null; node; node = walk.nextNode() as Text | null) {
    const parent = node.parentElement;
    if (!parent || parent.closest(LEFT_OUT)) continue;
    const style = getComputedStyle(parent);
    for (const { text, rect } of linesOf(node)) {
      const visibleText = text.trimEnd();
      if (!visibleText) continue;
      // What the card itself cuts with an ellipsis is cut here too.
      const room = Math.max(0, frame.right - 8 * zoom - rect.left);
      const cutText =
        rect.width > room
          ? `${visibleText.slice(0, Math.floor((visibleText.length * room) / rect.width) - 1)}…`
          : visibleText;
      words.push({
        text: cutText,
        x: (rect.left - frame.left) / zoom,
        y: (rect.top - frame.top + rect.height * baseline(style)) / zoom,
        size: parseFloat(style.fontSize),
        bold: Number(style.fontWeight) > 500,
        quiet: !parent.closest(".name"),
        width: (Math.min(rect.width, room) * (visibleText.length / text.length)) / zoom,
      });
    }
  }
  return words;
}

/** Small pictures on a card (what its units give), as they are now. */
export function imagesOn(card: HTMLElement, zoom: number): Image[] {
  const frame = card.getBoundingClientRect();
  return [...card.querySelectorAll<HTMLCanvasElement | HTMLImageElement>("canvas, img")].flatMap((element) => {
    const rect = element.getBoundingClientRect();
    if (!rect.width || element.closest(LEFT_OUT)) return [];
    const href = element instanceof HTMLCanvasElement ? element.toDataURL() : element.src;
    const place = { x: (rect.left - frame.left) / zoom, y: (rect.top - frame.top) / zoom };
    return [{ href, ...place, width: rect.width / zoom, height: rect.height / zoom }];
  });
}
