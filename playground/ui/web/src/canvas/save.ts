// "Save picture": the menu with its two kinds, and the files.
import { h, set } from "../editor/dom";
import type { GraphEditor } from "./graph_editor";
import type { Picture } from "./picture";

const SHARP = 2;
/** A small network is drawn this wide, so that it fills a slide. */
const WIDE = 1920;
const LARGEST_SIDE = 16_000;

export class SavePicture {
  element: HTMLElement;
  private button: HTMLElement;
  private menu: HTMLElement;
  private kinds: HTMLElement[];
  private byKey = false;

  constructor(private graph: GraphEditor) {
    this.button = h("button", { class: "plain", type: "button", "data-do": "save_picture", "aria-haspopup": "menu" });
    this.button.onclick = () => (this.menu.hidden ? this.open() : this.close());
    this.kinds = ["png", "svg"].map((kind) => {
      const on = { click: () => void this.save(kind as "png" | "svg") };
      return h("button", { class: "plain", type: "button", role: "menuitem", tabindex: -1, "data-kind": kind, on });
    });
    this.menu = h("div", { class: "kinds", role: "menu", hidden: true }, ...this.kinds);
    this.element = h("div", { class: "saves" }, this.button, this.menu);
    this.element.onkeydown = (event) => this.key(event);
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.close(false);
    });
  }

  show() {
    const { graph } = this;
    set(this.button, {
      text: graph.editor.say("save_picture"),
      title: graph.editor.say("save_picture_key"),
      "aria-expanded": String(!this.menu.hidden),
    });
    set(this.menu, { "aria-label": graph.editor.say("save_picture") });
    for (const kind of this.kinds) set(kind, { text: graph.editor.say(`save_${kind.dataset.kind}`) });
  }

  /** By the key it was opened from the canvas, and the focus goes back there. */
  open(byKey = false) {
    this.byKey = byKey;
    this.menu.hidden = false;
    this.show();
    this.kinds[0]?.focus();
  }

  close(back = true) {
    if (this.menu.hidden) return;
    this.menu.hidden = true;
    this.show();
    if (!back) return;
    if (this.byKey) this.graph.editor.refocus();
    else this.button.focus();
  }

  private key(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !this.menu.hidden) this.close();
    else if (step && this.menu.hidden) this.open();
    else if (step) {
      const at = this.kinds.findIndex((kind) => this.graph.editor.hasFocus(kind));
      this.kinds[(at + step + this.kinds.length) % this.kinds.length]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private async save(kind: "png" | "svg") {
    this.close();
    const { graph } = this;
    const picture = graph.picture();
    const name = `${graph.pictureName()}.${kind}`;
    try {
      download(kind === "svg" ? new Blob([picture.svg], { type: "image/svg+xml" }) : await png(picture), name);
      graph.editor.announce(graph.editor.say("picture_saved", { name }));
    } catch (error) {
      console.error(error);
      graph.showTip(null, graph.editor.say("picture_failed"));
    }
  }
}

function download(file: Blob, name: string) {
  const address = URL.createObjectURL(file);
  const link = h("a", { href: address, download: name }) as HTMLAnchorElement;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The same drawing in pixels. An image of its own sees no font of the page, so that the font goes with it. */
async function png({ svg, width, height }: Picture): Promise<Blob> {
  const style = `<style>${await fontFaces(svg)}</style>`;
  const address = URL.createObjectURL(new Blob([svg.replace("<title>", `${style}<title>`)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(Math.max(SHARP, WIDE / width), 2 * SHARP, LARGEST_SIDE / Math.max(width, height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture came"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The page's own fonts that a drawing names, with their files inside. */
async function fontFaces(svg: string): Promise<string> {
  const fontFamilies = /font-family="([^"]*)"/.exec(svg)?.[1] ?? "";
  const rules = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href ?? document.baseURI }));
    } catch {
      return []; // A sheet from elsewhere may not be read.
    }
  });
  const faces = rules.map(async ({ rule, base }) => {
    if (!(rule instanceof CSSFontFaceRule)) return "";
    const { style } = rule;
    const family = style.getPropertyValue("font-family").replace(/["']/g, "");
    const file = /url\(["']?([^"')]+)/.exec(style.getPropertyValue("src"))?.[1];
    const isItalic = style.getPropertyValue("font-style") === "italic";
    if (!file || isItalic || !fontFamilies.includes(family)) return "";
    const weight = style.getPropertyValue("font-weight") || "400";
    const inside = await dataUrl(new URL(file, base).href);
    return `@font-face{font-family:"${family}";font-weight:${weight};src:url(${inside})}`;
  });
  return (await Promise.all(faces)).join("");
}

async function dataUrl(address: string): Promise<string> {
  const file = await (await fetch(address)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
