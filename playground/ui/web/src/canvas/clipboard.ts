// Layers on the clipboard, as text that another canvas, another tab or an editor of text can read.

import type { Block } from "../editor/blocks";
import type { Edge, Edit, Layer } from "../editor/document";
import { freeId } from "../editor/document";

type CopiedBlock = Pick<Block, "id" | "title" | "nodes" | "folded" | "repeat">;
type CopiedLayer = Pick<Layer, "id" | "layer" | "params" | "enabled" | "x" | "y">;
export type Copied = { nodes: CopiedLayer[]; edges: Edge[]; groups: CopiedBlock[] };
/** A sentence: its word and its values. */
export type Said = [word: string, values?: Record<string, unknown>];
/** What came: layers, `own` where they were copied on this page; of a whole experiment also `network`, whose layers these
 *  are, and the names of the `others`. Nothing else is known of it. */
export type Came = Omit<Copied, "nodes"> & {
  nodes: Partial<Layer>[];
  own: boolean;
  network?: string;
  others: string[];
};

const MARK = "model-playground layers";
const LARGEST_TEXT = 2_000_000;
const ID = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/;
/** Where the browser gives no clipboard to a button, this page still has its own. */
let kept = "";

export function toClipboard(clipboard: DataTransfer | null, copied: Copied) {
  kept = JSON.stringify({ is: MARK, ...copied });
  if (clipboard) clipboard.setData("text/plain", kept);
  else void navigator.clipboard?.writeText(kept).catch(() => undefined);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Layers in what was copied: ours, or those of a network of a whole experiment, best of the one called `wanted`. */
export function fromClipboard(clipboard: DataTransfer | null, wanted?: string): Came | Said {
  const text = clipboard?.getData("text/plain") || kept;
  if (text.length > LARGEST_TEXT) return ["paste_too_large", { size: text.length, most: LARGEST_TEXT }];
  let came: unknown;
  try {
    came = JSON.parse(text);
  } catch {
    return ["nothing_to_paste"];
  }
  const networks = isObject(came) && Array.isArray(came.networks) ? came.networks.filter(isObject) : null;
  const network = networks ? (networks.find(({ name }) => name === wanted) ?? networks[0]) : came;
  if (!isObject(network) || !Array.isArray(network.nodes) || !network.nodes.length) return ["nothing_to_paste"];
  const edges = Array.isArray(network.edges) ? network.edges : [];
  const others = networks ? networks.filter((entry) => entry !== network).map(({ name }) => String(name)) : [];
  const title = networks ? String(network.name ?? "") : undefined;
  const groups = Array.isArray(network.groups) ? network.groups : [];
  return { nodes: network.nodes, edges, groups, own: text === kept, network: title, others };
}

/** The edits that bring what came beside what is there, and what is said of all that could not come as it was.
 *
 *  Names that are taken, or that come twice, give way to free ones. An input is the network's own, where it has one.
 *  Everything else is Python's to judge: layers that nobody knows stand there and are told. */
export function arriving(
  came: Came,
  here: Layer[],
  most: number,
): { edits: Edit[]; ids: string[]; said: Said[] } | Said {
  if (came.nodes.length > most) return ["paste_too_many", { count: came.nodes.length, most }];
  const said: Said[] = [];
  const [input, another] = here.filter((node) => node.layer === "Input");
  const taken = here.map(({ id }) => ({ id }));
  const names = new Map<unknown, string>();
  const twice: string[] = [];
  const nodes: Array<Partial<Layer> & { id: string }> = [];
  for (const node of came.nodes) {
    if (!isObject(node) || typeof node.layer !== "string")
      return ["paste_no_layer", { came: JSON.stringify(node).slice(0, 60) }];
    const first = !names.has(node.id);
    if (node.layer === "Input" && input && !another && first) {
      names.set(node.id, input.id);
      continue;
    }
    const free = typeof node.id === "string" && ID.test(node.id) && !taken.some(({ id }) => id === node.id);
    const id = (free && node.id) || freeId(taken, node.layer);
    taken.push({ id });
    nodes.push({ ...node, id });
    if (first) names.set(node.id, id);
    else twice.push(id);
  }
  if (!nodes.length) return ["nothing_to_paste"];
  if (twice.length) said.push(["paste_twice", { names: twice.join(", ") }]);
  const pasted = new Set(nodes.map(({ id }) => id));
  const edges = came.edges.flatMap((edge): Edge[] => {
    const [source, target] = isObject(edge) ? [names.get(edge.source), names.get(edge.target)] : [];
    return source && target && pasted.has(target) ? [{ ...edge, source, target }] : [];
  });
  const lost = came.edges.length - edges.length;
  if (lost) said.push([lost === 1 ? "paste_lost_edge" : "paste_lost_edges", { count: lost }]);
  if (came.network !== undefined) said.push(["paste_network", { network: came.network }]);
  if (came.others.length) said.push(["paste_others", { names: came.others.join(", ") }]);
  const among = edges.filter(({ source }) => pasted.has(source));
  const connects = edges
    .filter(({ source }) => !pasted.has(source))
    .map(({ source, target, port = 0 }) => ({ do: "connect", source, target, port }));
  // A block comes only whole, and with its layers called as they are called now.
  const groups = came.groups.flatMap((group): CopiedBlock[] => {
    const inside = isObject(group) && Array.isArray(group.nodes) ? group.nodes.map((id) => names.get(id)) : [];
    const whole = inside.length && inside.every((id) => id !== undefined && pasted.has(id));
    return whole ? [{ ...group, nodes: inside as string[] }] : [];
  });
  return { edits: [{ do: "paste", nodes, edges: among, groups }, ...connects], ids: [...pasted], said };
}
