// Blocks: layers that are seen, folded and repeated together. What the canvas draws is not the document but what is
// seen of it: a folded block is one card, and an edge to a layer inside is an edge to that card.
import type { ShownBlock } from "../messages";
import { type Edge, into, type Layer, type Network, placesOf, type Row } from "./document";

type DocumentBlock = Pick<ShownBlock, "id" | "title" | "name" | "nodes" | "folded" | "repeat">;
/** A block of the document with what is known about it: nothing yet for a new one. */
export type Block = DocumentBlock & Partial<Omit<ShownBlock, keyof DocumentBlock>>;

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
  const isPlaced = places.length === inside.length;
  return {
    ...block,
    id: cardId(block),
    layer: SIGN,
    title: block.name,
    times: block.repeat,
    params: { title: block.title, repeat: block.repeat },
    enabled: inside.some((node) => node.enabled),
    x: isPlaced ? Math.min(...places.map((at) => at.x)) : null,
    y: isPlaced ? Math.min(...places.map((at) => at.y)) : null,
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
    const visibleEdge = edges.get(key);
    if (visibleEdge) visibleEdge.real.push(edge);
    else edges.set(key, { ...edge, source, target, port, real: [edge] });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** The layer whose output leaves a block; `null` where that is none or several. */
export function exitOf(block: Block, edges: Edge[]): string | null {
  const inside = new Set(block.nodes);
  const sourceIds = new Set(edges.filter((edge) => inside.has(edge.target)).map((edge) => edge.source));
  const leavingSources = edges
    .filter((edge) => inside.has(edge.source) && !inside.has(edge.target))
    .map((edge) => edge.source);
  const exits = new Set([...leavingSources, ...block.nodes.filter((id) => !sourceIds.has(id))]);
  const [exit = null, other] = exits;
  return other === undefined ? exit : null;
}

/** The layers outside that lead into a block. */
export function sourcesOf(block: Block, edges: Edge[]): string[] {
  const inside = new Set(block.nodes);
  const enteringEdges = edges.filter((edge) => inside.has(edge.target) && !inside.has(edge.source));
  return [...new Set(enteringEdges.map((edge) => edge.source))];
}

/** The layers of a block that still want an input. */
export function openOf(block: Block, nodes: Layer[], edges: Edge[], rows: Record<string, Row>): string[] {
  const needsInput = (node: Layer) => into(edges, node.id).length < (rows[node.layer]?.inputs[0] ?? 1);
  return nodes.filter((node) => block.nodes.includes(node.id) && needsInput(node)).map((node) => node.id);
}

// --- what edits of layers do to blocks; playground/experiment/block_edits.py is the one that counts ------------------------------

export function removeFromBlocks(blocks: Block[], removedIds: string[]): Block[] {
  if (!blocks.some((block) => block.nodes.some((id) => removedIds.includes(id)))) return blocks;
  return blocks
    .map((block) => ({ ...block, nodes: block.nodes.filter((id) => !removedIds.includes(id)) }))
    .filter((block) => block.nodes.length);
}

export const addToBlockOf = (blocks: Block[], id: string, other: string): Block[] =>
  blocks.map((block) => (block.nodes.includes(other) ? { ...block, nodes: [...block.nodes, id] } : block));

/** A layer between two layers of a block belongs to it; one that stands beside none of its own block leaves it. */
export function updateMembership(blocks: Block[], edges: Edge[], id: string): Block[] {
  const sourceBlocks = edges.filter((edge) => edge.target === id).map((edge) => blockOf(blocks, edge.source));
  const targetBlocks = edges.filter((edge) => edge.source === id).map((edge) => blockOf(blocks, edge.target));
  const ownBlock = blockOf(blocks, id);
  const host = sourceBlocks.find((block) => block && targetBlocks.includes(block));
  if (host && host !== ownBlock) return addToBlockOf(removeFromBlocks(blocks, [id]), id, host.nodes[0] ?? id);
  return ownBlock && !sourceBlocks.includes(ownBlock) && !targetBlocks.includes(ownBlock)
    ? removeFromBlocks(blocks, [id])
    : blocks;
}
