// The browser's copy of the document: what an edit does to a stack, and which edits are not answered yet.
// Python's playground/experiment/edits.py is the one that counts; this shows its answer before it comes.

const LOST = 1500;

/** The next free id for a layer, by the rule of edits.free_id. */
export function freeId(nodes, layer) {
  const base = layer.toLowerCase().slice(0, 56);
  const used = nodes
    .map((node) => (node.id.startsWith(`${base}_`) ? node.id.slice(base.length + 1) : ""))
    .filter((rest) => /^\d{1,6}$/.test(rest))
    .map(Number);
  return `${base}_${Math.max(0, ...used) + 1}`;
}

const placed = (nodes, node, after) => {
  const at = after === null || after === undefined ? nodes.findIndex((entry) => entry.layer === "Input") : indexOf(nodes, after);
  return [...nodes.slice(0, at + 1), node, ...nodes.slice(at + 1)];
};

const indexOf = (nodes, id) => nodes.findIndex((node) => node.id === id);
const changed = (nodes, id, change) => nodes.map((node) => (node.id === id ? { ...node, ...change(node) } : node));
const fresh = (id, layer, params) => ({ id, layer, params: params ?? {}, enabled: true, fresh: true, problems: [] });

const VERBS = {
  add: (nodes, edit) => placed(nodes, fresh(edit.id ?? freeId(nodes, edit.layer), edit.layer, edit.params), edit.after),
  insert_before: (nodes, edit) => {
    const at = indexOf(nodes, edit.node);
    const node = fresh(edit.id ?? freeId(nodes, edit.layer), edit.layer, edit.params);
    return at < 0 ? nodes : [...nodes.slice(0, at), node, ...nodes.slice(at)];
  },
  delete: (nodes, edit) => nodes.filter((node) => !edit.nodes.includes(node.id)),
  move: (nodes, edit) => {
    const node = nodes.find((entry) => entry.id === edit.node);
    if (!node || edit.after === edit.node) return nodes;
    return placed(nodes.filter((entry) => entry !== node), node, edit.after);
  },
  duplicate: (nodes, edit) => {
    const node = nodes.find((entry) => entry.id === edit.node);
    if (!node) return nodes;
    return placed(nodes, { ...node, id: freeId(nodes, node.layer), problems: [] }, node.id);
  },
  switch: (nodes, edit) => changed(nodes, edit.node, () => ({ enabled: edit.enabled })),
  set_param: (nodes, edit) =>
    changed(nodes, edit.node, (node) => ({ params: { ...node.params, [edit.field]: edit.value } })),
  replace: (nodes, edit) => changed(nodes, edit.node, () => ({ layer: edit.layer, params: edit.params ?? {} })),
};

/** The networks after `edit`; edits that only Python can do (undo, redo, set) leave them as they are. */
export function applied(networks, edit) {
  const verb = VERBS[edit.do];
  if (!verb) return networks;
  const name = edit.network ?? networks[0]?.name;
  return networks.map((network) => (network.name === name ? { ...network, nodes: verb(network.nodes, edit) } : network));
}

/**
 * Messages on their way to Python. Each has a number; Python answers with the last one it applied, and whatever is
 * later is applied again over each answer, so that an older answer never takes a newer edit back.
 */
export class Outbox {
  constructor(post, apply) {
    this.apply = apply;
    this.client = Math.random().toString(36).slice(2, 12);
    this.seq = 0;
    this.waiting = [];
    this.sent = 0;
    this.posts = 0;
    // Streamlit calls back only for a value that changed, so that a repeated message needs a number of its own too.
    this.post = (messages) => post({ client: this.client, post: ++this.posts, messages });
    this.timers = {};
  }

  /** Put `edits` (one undo step) in the box; they leave after `delay` ms. `merge` names what a later one replaces. */
  put(edits, delay = 0, merge = null) {
    const last = this.waiting.at(-1);
    if (merge && last && last.merge === merge && last.seq > this.sent) last.edits = edits;
    else this.waiting.push({ seq: ++this.seq, edits, merge });
    this.stopLater();
    if (delay) this.timers.later = setTimeout(() => this.flush(), delay);
    else this.flush();
  }

  /** Send what waits, one batch at a time: a rerun that is overtaken by the next would never answer. */
  flush() {
    this.stopLater();
    if (!this.waiting.length) return;
    if (this.waiting[0].seq > this.sent) this.send();
    else this.watch();
  }

  stopLater() {
    clearTimeout(this.timers.later);
    this.timers.later = null;
  }

  /** A message whose answer does not come is sent again. */
  watch() {
    this.timers.lost ??= setTimeout(() => this.send(), LOST);
  }

  send() {
    clearTimeout(this.timers.lost);
    this.timers.lost = null;
    if (!this.waiting.length) return;
    this.sent = this.waiting.at(-1).seq;
    this.post(this.waiting.map(({ seq, edits }) => ({ seq, edits })));
    this.watch();
  }

  /** Say, once there is time, that the program has come: until then Python sends it with each answer. */
  soon() {
    this.timers.told = setTimeout(() => this.waiting.length || this.post([]), 400);
  }

  /** Python has applied everything up to `echo.seq`. */
  answered(echo) {
    if (echo?.client === this.client) this.waiting = this.waiting.filter((message) => message.seq > echo.seq);
    if (!this.waiting.length) {
      clearTimeout(this.timers.lost);
      this.timers.lost = null;
    } else if (this.waiting[0].seq > this.sent && !this.timers.later) this.send();
  }

  over(networks) {
    return this.waiting.flatMap((message) => message.edits).reduce((now, edit) => this.apply(now, edit), networks);
  }

  close() {
    Object.values(this.timers).forEach(clearTimeout);
  }
}
