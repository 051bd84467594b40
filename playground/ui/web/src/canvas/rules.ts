// Which connections are refused, and the sentence that says why. playground/experiment/edits.py refuses the same.
import { type Edge, into, type Layer, type Row, reaches } from "../editor/document";

export type Refusal = { word: string; values: { source: string; target: string; count?: number } };

/** Why `source` may not lead to `target`; `null` where it may. A port that is taken is no reason: the next one is. */
export function refusal(
  nodes: Layer[],
  edges: Edge[],
  rows: Record<string, Row>,
  source: string,
  target: string,
): Refusal | null {
  const refusalOf = (word: string, values: { count?: number } = {}) => ({
    word,
    values: { source, target, ...values },
  });
  if (reaches(edges, target, source)) return refusalOf("no_circle");
  const inputs = rows[nodes.find((node) => node.id === target)?.layer ?? ""]?.inputs;
  if (!inputs) return null;
  const inputEdges = into(edges, target);
  if (inputs[1] === 0) return refusalOf("input_fed");
  if (inputEdges.length >= inputs[1])
    return refusalOf(inputs[1] === 1 ? "one_input" : "some_inputs", { count: inputs[1] });
  return null;
}

/** How many places for edges a layer shows on its left: those that are taken, and one more where one more fits. */
export function ports(edges: Edge[], row: Row | undefined, id: string): number {
  const inputEdges = into(edges, id);
  const usedPorts = Math.max(0, ...inputEdges.map((edge) => edge.port + 1));
  const most = row?.inputs[1] ?? 1;
  return inputEdges.length < most ? Math.max(usedPorts, inputEdges.length + 1) : usedPorts;
}
