// What a hand asks of Python, one request at a time.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { RequestQueue } from "../src/shared/request_queue";

const RESEND_MS = 1000;

function withQueue(run: (queue: RequestQueue<string>, sent: [string, number][]) => void) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const sent: [string, number][] = [];
  const queue = new RequestQueue<string>((request, turn) => sent.push([request, turn]), RESEND_MS);
  try {
    run(queue, sent);
  } finally {
    queue.clear();
    mock.timers.reset();
  }
}

test("while an answer is waited for, the last wish alone is kept", () =>
  withQueue((queue, sent) => {
    for (const request of ["a", "b", "c"]) queue.push(request);
    assert.deepEqual(sent, [["a", 1]]);
    assert(queue.isWaiting);
    assert.equal(queue.next, "c");
    assert.equal(queue.handleTurn(1)?.turn, 1);
    assert(!queue.isWaiting);
    assert.equal(queue.next, "c");
    queue.sendNext();
    assert.deepEqual(sent.at(-1), ["c", 2]);
    assert.equal(queue.next, undefined);
  }));

test("a request is repeated until it is answered, and any later turn answers it", () =>
  withQueue((queue, sent) => {
    queue.push("a");
    for (const _time of [1, 2]) mock.timers.tick(RESEND_MS);
    assert.deepEqual(sent, [
      ["a", 1],
      ["a", 2],
      ["a", 3],
    ]);
    assert.equal(queue.handleTurn(0), undefined);
    assert.equal(queue.handleTurn(2)?.turn, 1);
    mock.timers.tick(RESEND_MS * 2);
    assert.equal(sent.length, 3);
    assert.equal(queue.handleTurn(3), undefined);
  }));

test("turns go on where another hand has left them", () =>
  withQueue((queue, sent) => {
    queue.handleTurn(7);
    queue.push("a");
    assert.deepEqual(sent, [["a", 8]]);
    assert.equal(queue.handleTurn(7), undefined);
    assert(queue.isWaiting);
  }));

test("a wish that replaces another is sent at once, and what answers that one does not answer it", () =>
  withQueue((queue, sent) => {
    queue.push("a");
    queue.replace("b");
    assert.deepEqual(sent.at(-1), ["b", 2]);
    assert.equal(queue.handleTurn(1), undefined);
    mock.timers.tick(RESEND_MS);
    assert.deepEqual(sent.at(-1), ["b", 3]);
    assert.equal(queue.handleTurn(2)?.turn, 2);
  }));

test("what is cleared is neither sent again nor answered", () =>
  withQueue((queue, sent) => {
    queue.push("a");
    queue.push("b");
    queue.clear();
    mock.timers.tick(RESEND_MS * 2);
    assert.equal(sent.length, 1);
    assert.equal(queue.handleTurn(1), undefined);
    assert.equal(queue.next, undefined);
  }));
