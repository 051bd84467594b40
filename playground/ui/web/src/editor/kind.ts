// What an editor of networks is made of: the parts that all have (editor.ts), and what each kind does its own way.
import type { ShownProblem } from "../messages";
import type { Edit, Layer, Network, Row } from "./document";
import type { Sheet } from "./help";

/** A button of the selected layer: `sign` stands in the place of the word, `off` where it cannot be pressed. */
export type Action = { word: string; sign?: string; press: () => void; off?: boolean };

/** How the layers of a network are shown, in the room that is left between the palette and the form. */
export interface View {
  area: HTMLElement;
  /** The element whose keys are those of the network. */
  list: HTMLElement;
  nodes?: Layer[];
  /** The focus is being brought to a card, which is then not selected for it. */
  returning: boolean;
  show(nodes: Layer[]): void;
  /** Called when the room has changed. */
  layout(nodes: Layer[]): void;
  /** Scroll or move so far that the layer is seen. */
  reveal(id: string): void;
  focus(id: string | null | undefined): void;
}

/** What a stack and a graph do each its own way. */
export interface Kind {
  view: View;
  /** What stands in the help sheet. */
  sheet(): Sheet;
  /** A key while the network has the focus. Says whether it meant something. */
  key(event: KeyboardEvent): boolean;
  /** The layers that are shown of a network. */
  layersOf(network: Network | undefined): Layer[];
  node(id: string | null): Layer | null;
  /** The layer whose form is shown. */
  inspectedLayer(): Layer | null;
  /** The row of the layer table that a layer is drawn by. */
  rowOf(node: Layer): Row | undefined;
  /** The edit that a field of the form makes. */
  editOf(node: Layer, field: string, value: unknown): Edit;
  /** What the strip below says where no form is shown; null where nothing is selected: the strip is not there. */
  hintWords(): string | null;
  actionsFor(node: Layer): Action[];
  /** What is wrong at no layer in particular. */
  generalProblems(): ShownProblem[];
  /** From the palette, by a click or Enter; `branch`: with Shift. */
  add(layer: string, branch: boolean): void;
  /** Let layers be dragged from `source`; `layerAt` says which one is pressed. */
  dragLayers(source: HTMLElement, layerAt: (pressedElement: Element) => string | null): void;
  /** What is selected where `id` is asked for, which may be inside of it. */
  selectionFor(id: string | null): string | null;
  /** All elements of the editor are there. */
  afterBuild(): void;
  /** Before and after all is brought up to date. */
  beforeShow(): void;
  afterShow(): void;
  /** Before and after another network comes up. */
  beforeOpen(): void;
  afterOpen(): void;
  /** Before edits are put in the box. */
  beforeSend(): void;
  close(): void;
}
