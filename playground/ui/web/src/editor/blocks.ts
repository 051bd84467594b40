// Blocks: layers that are seen, folded and repeated together. What the canvas draws is not the document but what is
// seen of it: a folded block is one card, and an edge to a layer inside is an edge to that card.
import type { ShownBlock } from "../messages";
import { type Edge, into, type Layer, type Network, placesOf, type Row } from "./document";

type Written = Pick<ShownBlock, "id" | "title" | "name" | "nodes" | "folded" | "repeat">;
/** A block of the document with what is known about it: nothing yet for a new one. */
export type Block = Written & Partial<Omit<ShownBlock, keyof Written>>;

/** An edge that is seen, and those of the document that it stands for. */
export type VisibleEdge = Edge & { real: Edge[] };
export type VisibleGraph = { nodes: Layer[]; edges: VisibleEdge[] };

/** Ids of the document have no such sign. */
const SIGN = "#";

export const cardId = (block: Block) => SIGN + block.id;
export const isBlock = (id: string | null | undefined): id is string => Boolean(id?.startsWith(SIGN));
export const blockOf = (blocks: Block[], node: string) => blocks.find((block) => block.nodes.includes(node)) ?? null;
export const blockOfCard = (blocks: Block[], id: string) => blocks.find((block) => cardId(block) === id) ?? null;

/** A block as a card or a frame is told. */
export function asLayer(block: Block, nodes: Layer[]): Layer {
  const inside = nodes.filter((node) => block.nodes.includes(node.id));
  const places = [...placesOf(inside).values()];
  const placed = places.length === inside.length;
  return {
    ...block,
    id: cardId(block),
    layer: SIGN,
    title: block.name,
    times: block.repeat,
    params: { title: block.title, repeat: block.repeat },
    enabled: inside.some((node) => node.enabled),
    x: placed ? Math.min(...places.map((at) => at.x)) : null,
    y: placed ? Math.min(...places.map((at) => at.y)) : null,
  };
}

/** What is seen of a network. */
export function visibleGraph(network: Network | undefined): VisibleGraph {
  if (!network) return { nodes: [], edges: [] };
  const folded = network.groups.filter((block) => block.folded);
  if (!folded.length) return { nodes: network.nodes, edges: network.edges.map((edge) => ({ ...edge, real: [edge] })) };
  const at = (id: string) => {
    const block = blockOf(folded, id);
    return block ? cardId(block) : id;
  };
  const nodes = new Map<string, Layer>();
  for (const node of network.nodes) {
    const block = blockOf(folded, node.id);
    if (!nodes.has(at(node.id))) nodes.set(at(node.id), block ? asLayer(block, network.nodes) : node);
  }
  const edges = new Map<string, VisibleEdge>();
  const ways = new Map<string, string[]>();
  for (const edge of network.edges) {
    const [source, target] = [at(edge.source), at(edge.target)];
    if (source === target) continue;
    // Whatever comes from one layer enters a card at one port.
    const sources = ways.get(target) ?? [];
    if (isBlock(target) && !sources.includes(source)) ways.set(target, [...sources, source]);
    const port = isBlock(target) ? (ways.get(target)?.indexOf(source) ?? edge.port) : edge.port;
    const key = `${source}>${target}:${port}`;
    const known = edges.get(key);
    if (known) known.real.push(edge);
    else edges.set(key, { ...edge, source, target, port, real: [edge] });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** The layer whose output leaves a block; `null` where that is none or several. */
export function exitOf(block: Block, edges: Edge[]): string | null {
  const inside = new Set(block.nodes);
  const followed = new Set(edges.filter((edge) => inside.has(edge.target)).map((edge) => edge.source));
  const leaving = edges
    .filter((edge) => inside.has(edge.source) && !inside.has(edge.target))
    .map((edge) => edge.source);
  const exits = new Set([...leaving, ...block.nodes.filter((id) => !followed.has(id))]);
  const [exit = null, other] = exits;
  return other === undefined ? exit : null;
}

/** The layers outside that lead into a block. */
export function sourcesOf(block: Block, edges: Edge[]): string[] {
  const inside = new Set(block.nodes);
  const entering = edges.filter((edge) => inside.has(edge.target) && !inside.has(edge.source));
  return [...new Set(entering.map((edge) => edge.source))];
}

/** The layers of a block that still want an input. */
export function openOf(block: Block, nodes: Layer[], edges: Edge[], rows: Record<string, Row>): string[] {
  const wants = (node: Layer) => into(edges, node.id).length < (rows[node.layer]?.inputs[0] ?? 1);
  return nodes.filter((node) => block.nodes.includes(node.id) && wants(node)).map((node) => node.id);
}

// --- what edits of layers do to blocks; playground/experiment/block_edits.py is the one that counts ------------------------------

export function removeFromBlocks(blocks: Block[], gone: string[]): Block[] {
  if (!blocks.some((block) => block.nodes.some((id) => gone.includes(id)))) return blocks;
  return blocks
    .map((block) => ({ ...block, nodes: block.nodes.filter((id) => !gone.includes(id)) }))
    .filter((block) => block.nodes.length);
}

export const addToBlockOf = (blocks: Block[], id: string, other: string): Block[] =>
  blocks.map((block) => (block.nodes.includes(other) ? { ...block, nodes: [...block.nodes, id] } : block));

/** A layer between two layers of a block belongs to it; one that stands beside none of its own block leaves it. */
export function updateMembership(blocks: Block[], edges: Edge[], id: string): Block[] {
  const before = edges.filter((edge) => edge.target === id).map((edge) => blockOf(blocks, edge.source));
  const behind = edges.filter((edge) => edge.source === id).map((edge) => blockOf(blocks, edge.target));
  const own = blockOf(blocks, id);
  const host = before.find((block) => block && behind.includes(block));
  if (host && host !== own) return addToBlockOf(removeFromBlocks(blocks, [id]), id, host.nodes[0] ?? id);
  return own && !before.includes(own) && !behind.includes(own) ? removeFromBlocks(blocks, [id]) : blocks;
}
