// Layers on the clipboard, as text that another canvas, another tab or an editor of text can read.

import type { Block } from "../editor/blocks";
import type { Edge, Edit, Layer } from "../editor/document";
import { freeId } from "../editor/document";

type CopiedBlock = Pick<Block, "id" | "title" | "nodes" | "folded" | "repeat">;
type CopiedLayer = Pick<Layer, "id" | "layer" | "params" | "enabled" | "x" | "y">;
export type CopiedLayers = { nodes: CopiedLayer[]; edges: Edge[]; groups: CopiedBlock[] };
/** A sentence: its word and its values. */
export type Sentence = [word: string, values?: Record<string, unknown>];
/** What came: layers, `own` where they were copied on this page; of a whole experiment also `network`, whose layers these
 *  are, and the names of the `others`. Nothing else is known of it. */
export type PastedLayers = Omit<CopiedLayers, "nodes"> & {
  nodes: Partial<Layer>[];
  own: boolean;
  network?: string;
  others: string[];
};

const MARK = "model-playground layers";
const LARGEST_TEXT = 2_000_000;
const ID = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/;
/** Where the browser gives no clipboard to a button, this page still has its own. */
let lastCopy = "";

export function toClipboard(clipboard: DataTransfer | null, layers: CopiedLayers) {
  lastCopy = JSON.stringify({ is: MARK, ...layers });
  if (clipboard) clipboard.setData("text/plain", lastCopy);
  else void navigator.clipboard?.writeText(lastCopy).catch(() => undefined);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Layers in what was copied: ours, or those of a network of a whole experiment, best of the one called `networkName`. */
export function fromClipboard(clipboard: DataTransfer | null, networkName?: string): PastedLayers | Sentence {
  const text = clipboard?.getData("text/plain") || lastCopy;
  if (text.length > LARGEST_TEXT) return ["paste_too_large", { size: text.length, most: LARGEST_TEXT }];
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return ["nothing_to_paste"];
  }
  const networks = isObject(content) && Array.isArray(content.networks) ? content.networks.filter(isObject) : null;
  const network = networks ? (networks.find(({ name }) => name === networkName) ?? networks[0]) : content;
  if (!isObject(network) || !Array.isArray(network.nodes) || !network.nodes.length) return ["nothing_to_paste"];
  const edges = Array.isArray(network.edges) ? network.edges : [];
  const others = networks ? networks.filter((entry) => entry !== network).map(({ name }) => String(name)) : [];
  const title = networks ? String(network.name ?? "") : undefined;
  const groups = Array.isArray(network.groups) ? network.groups : [];
  return { nodes: network.nodes, edges, groups, own: text === lastCopy, network: title, others };
}

/** The edits that bring what came beside what is there, and what is said of all that could not come as it was.
 *
 *  Names that are taken, or that come twice, give way to free ones. An input is the network's own, where it has one.
 *  Everything else is Python's to judge: layers that nobody knows stand there and are told. */
export function pasteEdits(
  pasted: PastedLayers,
  here: Layer[],
  most: number,
): { edits: Edit[]; ids: string[]; sentences: Sentence[] } | Sentence {
  if (pasted.nodes.length > most) return ["paste_too_many", { count: pasted.nodes.length, most }];
  const sentences: Sentence[] = [];
  const [input, another] = here.filter((node) => node.layer === "Input");
  const usedIds = here.map(({ id }) => ({ id }));
  const names = new Map<unknown, string>();
  const duplicateIds: string[] = [];
  const nodes: Array<Partial<Layer> & { id: string }> = [];
  for (const node of pasted.nodes) {
    if (!isObject(node) || typeof node.layer !== "string")
      return ["paste_no_layer", { came: JSON.stringify(node).slice(0, 60) }];
    const first = !names.has(node.id);
    if (node.layer === "Input" && input && !another && first) {
      names.set(node.id, input.id);
      continue;
    }
    const isFree = typeof node.id === "string" && ID.test(node.id) && !usedIds.some(({ id }) => id === node.id);
    const id = (isFree && node.id) || freeId(usedIds, node.layer);
    usedIds.push({ id });
    nodes.push({ ...node, id });
    if (first) names.set(node.id, id);
    else duplicateIds.push(id);
  }
  if (!nodes.length) return ["nothing_to_paste"];
  if (duplicateIds.length) sentences.push(["paste_twice", { names: duplicateIds.join(", ") }]);
  const pastedIds = new Set(nodes.map(({ id }) => id));
  const edges = pasted.edges.flatMap((edge): Edge[] => {
    const [source, target] = isObject(edge) ? [names.get(edge.source), names.get(edge.target)] : [];
    return source && target && pastedIds.has(target) ? [{ ...edge, source, target }] : [];
  });
  const lostCount = pasted.edges.length - edges.length;
  if (lostCount) sentences.push([lostCount === 1 ? "paste_lost_edge" : "paste_lost_edges", { count: lostCount }]);
  if (pasted.network !== undefined) sentences.push(["paste_network", { network: pasted.network }]);
  if (pasted.others.length) sentences.push(["paste_others", { names: pasted.others.join(", ") }]);
  const innerEdges = edges.filter(({ source }) => pastedIds.has(source));
  const connectEdits = edges
    .filter(({ source }) => !pastedIds.has(source))
    .map(({ source, target, port = 0 }) => ({ do: "connect", source, target, port }));
  // A block comes only whole, and with its layers called as they are called now.
  const groups = pasted.groups.flatMap((group): CopiedBlock[] => {
    const inside = isObject(group) && Array.isArray(group.nodes) ? group.nodes.map((id) => names.get(id)) : [];
    const isWhole = inside.length && inside.every((id) => id !== undefined && pastedIds.has(id));
    return isWhole ? [{ ...group, nodes: inside as string[] }] : [];
  });
  return {
    edits: [{ do: "paste", nodes, edges: innerEdges, groups }, ...connectEdits],
    ids: [...pastedIds],
    sentences,
  };
}
