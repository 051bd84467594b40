// Messages on their way to Python.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { applyEdit, type Network } from "../src/editor/document";
import { Outbox } from "../src/editor/outbox";
import type { EditorOutbox } from "../src/messages";

type Box = Omit<EditorOutbox, "has">;
const network: Network = {
  name: "model",
  title: "model",
  output: null,
  usual: [],
  nodes: [{ id: "dense_1", layer: "Dense", params: {}, enabled: true, x: null, y: null }],
  edges: [],
  groups: [],
};
const off = { do: "switch", node: "dense_1", enabled: false };

function boxed(run: (outbox: Outbox, sent: Box[]) => void) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const sent: Box[] = [];
  const outbox = new Outbox((box) => sent.push(box), applyEdit);
  try {
    run(outbox, sent);
  } finally {
    outbox.close();
    mock.timers.reset();
  }
}

test("a message is repeated until it is answered, and shown until then", () =>
  boxed((outbox, sent) => {
    outbox.put([off]);
    assert.equal(outbox.over([network])[0]?.nodes[0]?.enabled, false);
    mock.timers.tick(4000);
    assert(sent.length > 1);
    assert.deepEqual(new Set(sent.map((box) => box.post)).size, sent.length);
    outbox.answered({ client: sent[0]?.client ?? null, seq: 1 });
    assert.equal(outbox.over([network])[0]?.nodes[0]?.enabled, true);
    const before = sent.length;
    mock.timers.tick(60_000);
    assert.equal(sent.length, before);
  }));

test("an answer to somebody else takes nothing back", () =>
  boxed((outbox) => {
    outbox.put([off]);
    outbox.answered({ client: "another", seq: 9 });
    assert.equal(outbox.waiting.length, 1);
  }));

test("what is typed is sent once the hand rests", () =>
  boxed((outbox, sent) => {
    for (const value of [1, 12, 128])
      outbox.put([{ do: "set_param", node: "dense_1", field: "units", value }], 250, "units");
    assert.equal(sent.length, 0);
    mock.timers.tick(250);
    assert.deepEqual(
      sent[0]?.messages.map((message) => message.edits[0]?.value),
      [128],
    );
  }));
