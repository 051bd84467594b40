// What hands and keys do to a network that is shown as a stack of cards.
import { type Edit, freeId, type Layer, type Network } from "../editor/document";
import { type DragItem, draggable } from "../editor/drag";
import type { Editor } from "../editor/editor";
import type { Action, Kind } from "../editor/kind";
import { onStack, SHEET } from "./keys";
import { type Gap, Stack } from "./stack";

export class StackEditor implements Kind {
  readonly view: Stack;

  constructor(readonly editor: Editor) {
    this.view = new Stack(editor);
    draggable(editor, this.view, this.view.list, (pressedElement) => this.cardAt(pressedElement));
  }

  sheet() {
    return SHEET;
  }

  key(event: KeyboardEvent) {
    return onStack(this, event);
  }

  layersOf(network: Network | undefined): Layer[] {
    return network?.nodes ?? [];
  }

  node(id: string | null): Layer | null {
    return this.editor.nodes.find((node) => node.id === id) ?? null;
  }

  inspectedLayer() {
    return this.node(this.editor.selected);
  }

  rowOf(node: Layer) {
    return this.editor.table.layers[node.layer];
  }

  editOf(node: Layer, field: string, value: unknown): Edit {
    return { do: "set_param", node: node.id, field, value };
  }

  hintWords() {
    return null;
  }

  generalProblems() {
    return this.editor.data.problems;
  }

  actionsFor(node: Layer): Action[] {
    const at = this.editor.index(node.id);
    return [
      { word: "move_back", sign: "←", press: () => this.shift(-1), off: at <= 1 },
      { word: "move_on", sign: "→", press: () => this.shift(1), off: at >= this.editor.nodes.length - 1 },
      { word: "duplicate", press: () => this.duplicate() },
      { word: node.enabled ? "switch_off" : "switch_on", press: () => this.toggle() },
      { word: "delete", press: () => this.remove() },
    ];
  }

  selectionFor(id: string | null) {
    return id;
  }

  // Nothing of the stack's own is there besides its view.
  afterBuild() {}
  beforeShow() {}
  afterShow() {}
  beforeOpen() {}
  afterOpen() {}
  beforeSend() {}
  close() {}

  // --- dragging -------------------------------------------------------------------------------------------------

  dragLayers(source: HTMLElement, layerAt: (pressedElement: Element) => string | null) {
    draggable<Gap>(this.editor, this.view, source, (pressedElement) => {
      const layer = layerAt(pressedElement);
      return layer === null
        ? null
        : this.editor.palette.dragItem(layer, (gap) => this.insert(layer, this.nodeBefore(gap)));
    });
  }

  private nodeBefore(gap: Gap): string | null {
    return this.editor.nodes[gap.index]?.id ?? null;
  }

  private cardAt(pressedElement: Element): DragItem<Gap> | null {
    const { editor } = this;
    const element = pressedElement.closest<HTMLElement>(".card");
    const node = element && !pressedElement.closest("button") ? this.node(element.dataset.id ?? null) : null;
    if (!element || !node || node.layer === "Input") return null;
    const drop = (gap: Gap) => {
      const before = this.nodeBefore(gap);
      if (before) this.moveAfter(node.id, before);
    };
    const kind = editor.table.layers[node.layer]?.kind ?? "block";
    return { label: editor.nameOf(node), colour: editor.kindColour(kind), element, drop };
  }

  // --- what hands and keys do -----------------------------------------------------------------------------------

  step(along: number, across: number) {
    const { editor } = this;
    const at = Math.max(0, editor.index(editor.selected ?? editor.nodes[0]?.id));
    editor.selectAt(across ? this.view.neighbour(at, across) : at + along);
  }

  private insert(layer: string, after: string | null) {
    const { editor } = this;
    if (editor.blocks.has(layer)) return void editor.insertBlock(layer, { after });
    const id = freeId(editor.nodes, layer);
    editor.selected = id;
    editor.send({ do: "add", layer, params: {}, after, id });
    editor.selectedAt = editor.index(id);
    this.view.reveal(id);
    this.view.focus(id);
    editor.announce(editor.say("added", { layer: editor.table.layers[layer]?.title ?? layer }));
  }

  /** From the palette: after the selected layer, but never behind an output layer that already fits the task. */
  add(layer: string) {
    const { editor } = this;
    const output = editor.index(editor.network?.output);
    const at = editor.selected ? editor.index(editor.selected) : editor.nodes.length - 1;
    const after = output > 0 && at >= output ? output - 1 : at;
    this.insert(layer, editor.nodes[after]?.id ?? null);
  }

  /** The selected layer, where it may be moved, copied, switched and deleted. */
  private movable(): Layer | null {
    const node = this.node(this.editor.selected);
    return node && node.layer !== "Input" ? node : null;
  }

  private moveAfter(id: string, after: string) {
    const { editor } = this;
    const node = this.node(id);
    if (!node || after === id || editor.nodes[editor.index(id) - 1]?.id === after) return;
    editor.selected = id;
    editor.send({ do: "move", node: id, after });
    editor.select(id);
    const place = { place: editor.index(id), of: editor.nodes.length - 1 };
    editor.announce(editor.say("moved", { layer: editor.nameOf(node), ...place }));
  }

  shift(by: number) {
    const { editor } = this;
    const node = this.movable();
    const to = editor.index(editor.selected) + by;
    const after = editor.nodes[by > 0 ? to : to - 1];
    if (node && after && to >= 1 && to < editor.nodes.length) this.moveAfter(node.id, after.id);
  }

  duplicate() {
    const { editor } = this;
    const node = this.movable();
    if (!node) return;
    const id = freeId(editor.network?.nodes ?? [], node.layer);
    editor.send({ do: "duplicate", node: node.id });
    editor.select(id);
    editor.announce(editor.say("duplicated", { layer: editor.nameOf(node) }));
  }

  toggle() {
    const { editor } = this;
    const node = this.movable();
    if (!node) return;
    editor.send({ do: "switch", node: node.id, enabled: !node.enabled });
    editor.announce(editor.say(node.enabled ? "switched_off" : "switched_on", { layer: editor.nameOf(node) }));
  }

  remove() {
    const { editor } = this;
    const node = this.movable();
    if (!node) return;
    const at = editor.index(node.id);
    editor.send({ do: "delete", nodes: [node.id] });
    editor.selectAt(Math.min(at, editor.nodes.length - 1));
    editor.announce(editor.say("deleted", { layer: editor.nameOf(node) }));
  }
}
