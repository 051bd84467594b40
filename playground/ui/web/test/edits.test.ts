// The browser's edits are Python's: both run the cases that scripts/edit_cases.py writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdit, type Edge, type Layer, type Network, verbs } from "../src/editor/document";
import type { Edit } from "../src/messages";
import file from "./edits.json";

type StoredNetwork = Pick<Network, "name" | "nodes" | "edges" | "groups">;
type Cases = {
  later: string[];
  documents: Record<string, StoredNetwork[]>;
  cases: Array<{ document: string; edit: Edit; result: StoredNetwork[] }>;
};
const { later, documents, cases } = file as unknown as Cases;

/** A network as the browser is shown it. */
const asNetwork = (network: StoredNetwork): Network => ({ ...network, title: network.name, output: null, usual: [] });

const byPlace = (one: Edge, other: Edge) =>
  one.target.localeCompare(other.target) || one.port - other.port || one.source.localeCompare(other.source);

/** Whether the layers are one line: only then is there one order in which they are shown. */
function isLine({ nodes, edges }: Pick<Network, "nodes" | "edges">): boolean {
  const next = nodes.slice(1).map((node, at) => `${nodes[at]?.id}>${node.id}`);
  return (
    edges
      .map(({ source, target }) => `${source}>${target}`)
      .sort()
      .join() === next.sort().join()
  );
}

/** What the document says, in an order that is the same for both; `line`: in that of the layers. */
function comparable(networks: StoredNetwork[], lines: boolean[]) {
  return networks.map(({ name, nodes, edges, groups }, at) => {
    const layers = nodes.map(({ id, layer, params, enabled, x, y }: Layer) => ({ id, layer, params, enabled, x, y }));
    return {
      name,
      nodes: lines[at] ? layers : layers.sort((one, other) => one.id.localeCompare(other.id)),
      edges: edges.map(({ source, target, port }) => ({ source, target, port })).sort(byPlace),
      groups: groups.map(({ id, title, nodes, folded, repeat }) => ({
        id,
        title,
        nodes: [...nodes].sort(),
        folded,
        repeat,
      })),
    };
  });
}

for (const { document, edit, result } of cases) {
  test(`${document}: ${JSON.stringify(edit)}`, () => {
    const before = (documents[document] ?? []).map(asNetwork);
    const lines = result.map(isLine);
    assert.deepEqual(comparable(applyEdit(before, edit), lines), comparable(result, lines));
  });
}

test("every edit that the browser shows has a case", () => {
  assert.deepEqual(new Set(cases.map(({ edit }) => edit.do)), new Set(verbs));
});

test("other edits wait for Python", () => {
  const before = (documents.stack ?? []).map(asNetwork);
  for (const verb of [...later, "undo", "redo", "set"]) assert.equal(applyEdit(before, { do: verb }), before);
});
