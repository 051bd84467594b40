// What the canvas uses of the stack editor's modules (../editor/*.js, which are plain JavaScript).
declare module "*.css" {
  const text: string;
  export default text;
}

declare module "editor/dom.js" {
  export function h(tag: string, properties?: Record<string, unknown>, ...children: unknown[]): HTMLElement;
  export function set<E extends Element>(element: E, properties: Record<string, unknown>): E;
  export function fill(sentence: string, values?: Record<string, unknown>): string;
  export function takesText(element: unknown): boolean;
  export function calm(): boolean;
}

declare module "editor/document.js" {
  export function freeId(nodes: { id: string }[], layer: string): string;
}

declare module "editor/stack.js" {
  import type { Editor } from "editor/main.js";
  import type { Layer } from "../src/document";
  export type Made = { element: HTMLElement; part: Record<string, HTMLElement> };
  export function card(editor: Editor, id: string): Made;
  export function describe(editor: Editor, made: Made, node: Layer, position: number, total: number, many?: boolean): void;
}

declare module "editor/main.js" {
  import type { Edit, Layer, Network, Row } from "../src/document";

  export type View = {
    area: HTMLElement;
    list: HTMLElement;
    cards: Map<string, unknown>;
    nodes?: Layer[];
    returning?: boolean;
    show(nodes: Layer[]): void;
    layout(nodes: Layer[]): void;
    reveal(id: string): void;
    focus(id: string): void;
    gapAt(x: number, y: number): unknown;
    mark(gap: unknown): void;
  };

  export type Problem = { text: string; field: string | null; repairs: { label: string; edits: Edit[] }[] };

  export class Editor {
    constructor(parent: HTMLElement);
    root: HTMLElement;
    stack: View;
    status: HTMLElement;
    undo: HTMLElement;
    redo: HTMLElement;
    ask: HTMLElement;
    tooltip: HTMLElement;
    inspector: { element: HTMLElement; fields: HTMLElement };
    palette: { open(): void };
    stop: AbortController;
    data: { hash: string; name: string; can_undo: boolean; can_redo: boolean };
    table: { layers: Record<string, Row>; block: unknown[] };
    words: Record<string, string>;
    paint: { kinds: Record<string, string> };
    dark: boolean;
    readonly outputs: Record<string, { key: string; mark: number }>;
    network?: Network;
    networks: Network[];
    shownNetwork: number;
    nodes: Layer[];
    selected: string | null;
    selectedAt: number | null;
    sheet?: [string, string][];
    say(word: string, values?: Record<string, unknown>): string;
    build(): void;
    seen(): Layer[];
    rowOf(node: Layer): Row | undefined;
    editOf(node: Layer, field: string, value: unknown): Edit;
    hintWords(): string;
    keepSelection(): void;
    blocks: Map<string, unknown>;
    insertBlock(key: string, place: Record<string, unknown>): string;
    show(): void;
    showTop(networks: Network[]): void;
    openNetwork(index: number): void;
    turnNetwork(by: number): void;
    node(id: string | null): Layer | null;
    index(id: string | null): number;
    nameOf(node: Layer): string;
    kindColour(kind: string): string;
    hasFocus(element: Element): boolean;
    refocus(): void;
    select(id: string | null, options?: { focus?: boolean }): void;
    send(...edits: Edit[]): void;
    generalProblems(): Problem[];
    enterFields(): void;
    duplicate(): void;
    announce(sentence: string): void;
    tip(element: Element | null, sentence?: string): void;
    close(): void;
  }

  export function mounted(made: typeof Editor): (component: unknown, parts: unknown) => () => void;
}
