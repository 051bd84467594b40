// The browser's copy of the document: what an edit does to a network, shown before Python's answer comes.
// playground/experiment/edits.py is the one that counts; both run the cases in test/edits.json.
import type { Edit, LayerRow, ShownLayer, ShownNetwork } from "../messages";
import { addToBlockOf, type Block, removeFromBlocks, updateMembership } from "./blocks";
import type { Schema } from "./values";

export type { Edit };
export type Point = { x: number; y: number };
export type Edge = { source: string; target: string; port: number; shape?: string };
type DocumentLayer = Pick<ShownLayer, "id" | "layer" | "params" | "enabled" | "x" | "y">;
/** A layer of the document with what is known about it: nothing yet for a new one. */
export type Layer = DocumentLayer &
  Partial<Omit<ShownLayer, keyof DocumentLayer>> & {
    /** Of a block: what it is called, and how often it follows itself. */
    title?: string;
    times?: number;
    folded?: boolean;
    /** Of a block: the layer whose output it shows. */
    exit?: string | null;
  };
export type Network = Omit<ShownNetwork, "nodes" | "edges" | "groups"> & {
  nodes: Layer[];
  edges: Edge[];
  groups: Block[];
};
/** What a layer or a block is drawn by; of a block that a person saved, `own` and its `name`. */
export type Row = Pick<LayerRow, "kind" | "title" | "help" | "inputs"> &
  Partial<LayerRow> & { schemas?: Schema[]; own?: boolean; name?: string };

type Graph = { nodes: Layer[]; edges: Edge[]; groups: Block[] };

/** The next free id for a layer, by the rule of edits.free_id: the first input has no number. */
export function freeId(nodes: { id: string }[], layer: string): string {
  const base = layer.toLowerCase().slice(0, 56);
  if (layer === "Input" && !nodes.some((node) => node.id === base)) return base;
  const usedNumbers = nodes
    .map((node) => (node.id.startsWith(`${base}_`) ? node.id.slice(base.length + 1) : ""))
    .filter((rest) => /^\d{1,6}$/.test(rest))
    .map(Number);
  const highest = usedNumbers.length ? Math.max(...usedNumbers) : layer === "Input" ? 1 : 0;
  return `${base}_${highest + 1}`;
}

/** Where a hand has placed layers, by id. */
export function placesOf(nodes: Layer[]): Map<string, Point> {
  return new Map(nodes.flatMap(({ id, x, y }) => (x === null || y === null ? [] : [[id, { x, y }]])));
}

export const edgeId = (edge: Edge) => `${edge.source}>${edge.target}:${edge.port}`;

export const into = (edges: Edge[], id: string) =>
  edges.filter((edge) => edge.target === id).sort((a, b) => a.port - b.port);

export const outOf = (edges: Edge[], id: string) => edges.filter((edge) => edge.source === id);

export function freePort(edges: Edge[], target: string): number {
  const usedPorts = new Set(into(edges, target).map((edge) => edge.port));
  let port = 0;
  while (usedPorts.has(port)) port++;
  return port;
}

/** Whether a way leads from `start` to `end`. */
export function reaches(edges: Edge[], start: string, end: string): boolean {
  const queue = [start];
  const visited = new Set<string>();
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node === end) return true;
    if (visited.has(node)) continue;
    visited.add(node);
    queue.push(...outOf(edges, node).map((edge) => edge.target));
  }
  return false;
}

const text = (value: unknown) => String(value ?? "");
const has = (graph: Graph, id: unknown) => graph.nodes.some((node) => node.id === id);
const withEdge = (edges: Edge[], source: string, target: string, port = freePort(edges, target)) => [
  ...edges,
  { source, target, port },
];

const newLayer = (graph: Graph, edit: Edit): Layer => {
  const layer = text(edit.layer);
  const fields = edit as { id?: string; params?: Layer["params"]; x?: number; y?: number };
  return {
    id: fields.id ?? freeId(graph.nodes, layer),
    layer,
    params: fields.params ?? {},
    enabled: true,
    x: fields.x ?? null,
    y: fields.y ?? null,
    problems: [],
  };
};

const inPlace = (graph: Graph, id: string): Graph => ({
  ...graph,
  groups: updateMembership(graph.groups, graph.edges, id),
});

const ofBlock = (graph: Graph, edit: Edit, change: Partial<Block>): Graph => ({
  ...graph,
  groups: graph.groups.map((block) => (block.id === edit.group ? { ...block, ...change } : block)),
});

function withLayerAfter(graph: Graph, node: Layer, after: unknown): Graph {
  const at = graph.nodes.findIndex((entry) => (after == null ? entry.layer === "Input" : entry.id === after));
  const sourceId = graph.nodes[at]?.id;
  if (sourceId === undefined) return { ...graph, nodes: [node, ...graph.nodes] };
  const edges = graph.edges.map((edge) => (edge.source === sourceId ? { ...edge, source: node.id } : edge));
  const nodes = [...graph.nodes.slice(0, at + 1), node, ...graph.nodes.slice(at + 1)];
  return inPlace({ ...graph, nodes, edges: withEdge(edges, sourceId, node.id) }, node.id);
}

/** What leads to `id` through none but `ids`, each once, in the order of their inputs. */
function sourcesOutside(edges: Edge[], id: string, ids: Set<string>): string[] {
  const [waiting, visited, sources] = [[id], new Set<string>(), new Set<string>()];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!ids.has(node)) sources.add(node);
    else if (!visited.has(node)) {
      visited.add(node);
      waiting.push(
        ...into(edges, node)
          .map((edge) => edge.source)
          .reverse(),
      );
    }
  }
  return [...sources];
}

/** Without the edges of `ids`, and with their neighbours joined: each source once, the first at the place of theirs. */
function withoutLayers(edges: Edge[], ids: Set<string>): Edge[] {
  let remainingEdges = edges.filter((edge) => !ids.has(edge.source) && !ids.has(edge.target));
  for (const edge of edges.filter(({ source, target }) => ids.has(source) && !ids.has(target))) {
    sourcesOutside(edges, edge.source, ids).forEach((source, rank) => {
      remainingEdges = withEdge(remainingEdges, source, edge.target, rank === 0 ? edge.port : undefined);
    });
  }
  return remainingEdges;
}

const withChange = (graph: Graph, id: unknown, change: (node: Layer) => Partial<Layer>): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === id ? { ...node, ...change(node) } : node)),
});

const VERBS: Record<string, (graph: Graph, edit: Edit) => Graph> = {
  add: (graph, edit) => {
    const node = newLayer(graph, edit);
    if (edit.loose || node.layer === "Input") return { ...graph, nodes: [...graph.nodes, node] };
    return withLayerAfter(graph, node, edit.after);
  },
  insert_before: (graph, edit) => {
    const at = graph.nodes.findIndex((entry) => entry.id === edit.node);
    const target = graph.nodes[at]?.id;
    if (target === undefined) return graph;
    const node = newLayer(graph, edit);
    const movedEdges = into(graph.edges, target).filter(
      (edge) => (edit.source == null || edge.source === edit.source) && (edit.port == null || edge.port === edit.port),
    );
    const port = movedEdges[0]?.port ?? 0;
    let edges = graph.edges.filter((edge) => !movedEdges.includes(edge));
    if (node.layer !== "Input")
      edges = [...edges, ...movedEdges.map((edge, rank) => ({ ...edge, target: node.id, port: rank }))];
    const nodes = [...graph.nodes.slice(0, at), node, ...graph.nodes.slice(at)];
    return inPlace({ ...graph, nodes, edges: withEdge(edges, node.id, target, port) }, node.id);
  },
  delete: (graph, edit) => {
    const names = edit.nodes as string[];
    return {
      nodes: graph.nodes.filter((node) => !names.includes(node.id)),
      edges: withoutLayers(graph.edges, new Set(names)),
      groups: removeFromBlocks(graph.groups, names),
    };
  },
  move: (graph, edit) => {
    const node = graph.nodes.find((entry) => entry.id === edit.node);
    if (!node || edit.after === edit.node) return graph;
    const rest = {
      ...graph,
      nodes: graph.nodes.filter((entry) => entry !== node),
      edges: withoutLayers(graph.edges, new Set([node.id])),
    };
    return withLayerAfter(rest, node, edit.after);
  },
  duplicate: (graph, edit) => {
    const node = graph.nodes.find((entry) => entry.id === edit.node);
    if (!node) return graph;
    const twin = { ...node, id: freeId(graph.nodes, node.layer), x: null, y: null, name: undefined, problems: [] };
    if (node.layer === "Input") return { ...graph, nodes: [...graph.nodes, twin] };
    const result = withLayerAfter(graph, twin, node.id);
    return { ...result, groups: addToBlockOf(graph.groups, twin.id, node.id) };
  },
  switch: (graph, edit) => withChange(graph, edit.node, () => ({ enabled: Boolean(edit.enabled) })),
  set_param: (graph, edit) =>
    withChange(graph, edit.node, (node) => ({ params: { ...node.params, [text(edit.field)]: edit.value } })),
  replace: (graph, edit) =>
    withChange(graph, edit.node, () => {
      return { layer: text(edit.layer), params: (edit.params ?? {}) as Layer["params"], name: undefined };
    }),
  connect: (graph, edit) => {
    const [source, target] = [text(edit.source), text(edit.target)];
    if (!has(graph, source) || !has(graph, target) || reaches(graph.edges, target, source)) return graph;
    return { ...graph, edges: withEdge(graph.edges, source, target, (edit.port as number | null) ?? undefined) };
  },
  disconnect: (graph, edit) => ({
    ...graph,
    edges: graph.edges.filter(
      (edge) =>
        edge.source !== edit.source || edge.target !== edit.target || (edit.port != null && edge.port !== edit.port),
    ),
  }),
  splice: (graph, edit) => {
    const { source, target, port } = edit as unknown as Edge;
    const node = text(edit.node);
    const edges = graph.edges.map((edge) =>
      edge.source === source && edge.target === target && edge.port === port ? { ...edge, source: node } : edge,
    );
    return inPlace({ ...graph, edges: withEdge(edges, source, node) }, node);
  },
  place: (graph, edit) => {
    const at = edit.at as Record<string, [number, number]> | null;
    const withPlace = (node: Layer) => {
      if (!at) return { ...node, x: null, y: null };
      const place = at[node.id];
      return place ? { ...node, x: place[0], y: place[1] } : node;
    };
    return { ...graph, nodes: graph.nodes.map(withPlace) };
  },
  /** Whatever was pasted is Python's to judge; only what this page copied itself is shown before the answer. */
  paste: (graph, edit) => {
    if (!edit.own) return graph;
    const nodes = edit.nodes as Layer[];
    if (nodes.some((node) => has(graph, node.id))) return graph;
    return {
      nodes: [...graph.nodes, ...nodes.map((node) => ({ ...node, name: undefined, problems: [] }))],
      edges: [...graph.edges, ...(edit.edges as Edge[])],
      groups: [...graph.groups, ...((edit.groups ?? []) as Block[]).map((block) => ({ ...block, name: block.title }))],
    };
  },
  group: (graph, edit) => {
    const block = { id: text(edit.id), title: text(edit.title), name: text(edit.name), nodes: edit.nodes as string[] };
    return { ...graph, groups: [...graph.groups, { ...block, folded: false, repeat: 1 }] };
  },
  /** The copies of a repeated block become layers in Python's answer. */
  ungroup: (graph, edit) => ({ ...graph, groups: graph.groups.filter((block) => block.id !== edit.group) }),
  rename: (graph, edit) =>
    ofBlock(graph, edit, { title: text(edit.title), ...(edit.title ? { name: text(edit.title) } : {}) }),
  fold: (graph, edit) => ofBlock(graph, edit, { folded: Boolean(edit.folded) }),
  repeat: (graph, edit) => ofBlock(graph, edit, { repeat: Number(edit.times) }),
};

/** What `do` of an edit may be to be shown at once. */
export const verbs = Object.keys(VERBS);

/** The networks after `edit`; edits that only Python can do (undo, redo, set) leave them as they are. */
export function applyEdit(networks: Network[], edit: Edit): Network[] {
  const verb = VERBS[edit.do];
  if (!verb) return networks;
  const name = edit.network ?? networks[0]?.name;
  return networks.map((network) => (network.name === name ? { ...network, ...verb(network, edit) } : network));
}
