// Messages on their way to Python.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { applyEdit, type Network } from "../src/editor/document";
import { Outbox } from "../src/editor/outbox";
import type { EditorOutbox } from "../src/messages";

type Box = Omit<EditorOutbox, "parts_hash">;
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

function withOutbox(run: (outbox: Outbox, boxes: Box[]) => void) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const boxes: Box[] = [];
  const outbox = new Outbox((box) => boxes.push(box), applyEdit);
  try {
    run(outbox, boxes);
  } finally {
    outbox.close();
    mock.timers.reset();
  }
}

test("a message is repeated until it is answered, and shown until then", () =>
  withOutbox((outbox, boxes) => {
    outbox.put([off]);
    assert.equal(outbox.applyQueue([network])[0]?.nodes[0]?.enabled, false);
    mock.timers.tick(4000);
    assert(boxes.length > 1);
    assert.deepEqual(new Set(boxes.map((box) => box.post)).size, boxes.length);
    outbox.handleAnswer({ client: boxes[0]?.client ?? null, seq: 1 });
    assert.equal(outbox.applyQueue([network])[0]?.nodes[0]?.enabled, true);
    const before = boxes.length;
    mock.timers.tick(60_000);
    assert.equal(boxes.length, before);
  }));

test("an answer to somebody else takes nothing back", () =>
  withOutbox((outbox) => {
    outbox.put([off]);
    outbox.handleAnswer({ client: "another", seq: 9 });
    assert.equal(outbox.queue.length, 1);
  }));

test("what is typed is sent once the hand rests", () =>
  withOutbox((outbox, boxes) => {
    for (const value of [1, 12, 128])
      outbox.put([{ do: "set_param", node: "dense_1", field: "units", value }], 250, "units");
    assert.equal(boxes.length, 0);
    mock.timers.tick(250);
    assert.deepEqual(
      boxes[0]?.messages.map((message) => message.edits[0]?.value),
      [128],
    );
  }));
