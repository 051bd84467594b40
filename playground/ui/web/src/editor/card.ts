// The card of one layer, and the sentences of what is wrong: both the stack and the graph are made of these.
import type { NetworkLink, ShownProblem } from "../messages";
import type { Layer } from "./document";
import { arrange, h, isNew, set } from "./dom";
import type { Editor } from "./editor";
import { outputParts, showOutput } from "./outputs";

export type Card = ReturnType<typeof card>;

/** The card of one node; `option` is pressed to select it, and is pressed while it is; so can be what stands around. */
export function card(editor: Editor, id: string) {
  const textParts = {
    name: h("span", { class: "name" }),
    summary: h("div", { class: "summary" }),
    tag: h("span", { class: "tag" }),
    shape: h("span", { class: "shape" }),
    full: h("span", { class: "full" }),
    short: h("span", { class: "short" }),
    badge: h("span", { class: "badge", text: "!", "aria-hidden": "true" }),
    ...outputParts(),
    links: h("div", { class: "links" }),
    problem: h("div", { class: "problem" }),
    blockName: h("span"),
  };
  const option = h(
    "div",
    { class: "option", role: "button", id: `node-${id}`, "data-node": id, tabindex: -1 },
    h("div", { class: "title" }, textParts.name, " ", textParts.tag, textParts.badge),
    " ",
    textParts.summary,
  );
  const facts = h(
    "div",
    { class: "facts" },
    textParts.shape,
    h("span", { class: "count" }, textParts.full, textParts.short),
  );
  const block = h("div", { class: "block", hidden: true, "aria-hidden": "true" }, textParts.blockName);
  const part = { ...textParts, option, facts, block };
  const parts = [option, part.units, part.picture, facts, part.links, part.problem, block];
  const element = h("div", { class: "card", role: "listitem", "data-id": id }, ...parts);
  option.onfocus = () => {
    if (!editor.view.returning && editor.selected !== id) editor.select(id, { focus: false });
  };
  part.units.tabIndex = -1;
  return { element, part };
}

export function describe(
  editor: Editor,
  { element, part }: Card,
  node: Layer,
  position: number,
  total: number,
  many = false,
) {
  const row = editor.table.layers[node.layer];
  const kind = node.output ? "output" : (row?.kind ?? "block");
  const problems = node.problems ?? [];
  const selected = editor.selected === node.id;
  set(element, {
    class: `card${selected ? " selected" : ""}${node.enabled ? "" : " off"}${problems.length ? " wrong" : ""}`,
    style: { "--kind": editor.kindColour(kind) },
    "aria-setsize": total,
    "aria-posinset": position + 1,
  });
  set(part.name, { text: editor.nameOf(node) });
  set(part.summary, { text: node.summary ?? "", hidden: !node.summary });
  const times = node.times && node.times > 1 ? `×${node.times}` : "";
  set(part.tag, { text: node.enabled ? times : editor.say("off") });
  set(part.shape, { text: node.shape ?? "" });
  set(part.facts, { hidden: node.layer === "Input" && Boolean(node.summary) });
  set(part.full, { text: node.count ?? "" });
  set(part.short, { text: node.count_short ?? "" });
  set(part.facts, { "data-short": `${node.shape}${node.count}`.length > 21 || null });
  set(part.badge, { hidden: !problems.length });
  const words = [
    part.name.textContent,
    times,
    node.summary,
    node.enabled ? "" : editor.say("off"),
    node.shape && editor.say("gives_shape", { shape: node.shape }),
    node.count,
    ...(node.links ?? []).map((link) => link.label),
    ...problems.map((problem) => problem.text),
  ];
  set(part.option, {
    "aria-pressed": String(selected),
    tabindex: selected || (!editor.selected && position === 0) ? 0 : -1,
    "aria-label": words.filter(Boolean).join(", "),
  });
  showOutput(editor, part, node, many);
  for (const unit of part.units.children) (unit as HTMLElement).tabIndex = selected ? 0 : -1;
  join(editor, part.links, node.links ?? [], selected);
  mend(editor, part.problem, problems);
}

/** Where the network goes on in another one: a press leads there. */
function join(editor: Editor, box: HTMLElement, links: NetworkLink[], selected: boolean) {
  if (isNew(box, JSON.stringify([links, editor.data.hash]))) {
    const button = ({ network, side, text, label }: NetworkLink) => {
      const click = (event: MouseEvent) => {
        event.stopPropagation();
        editor.cross(network, side);
      };
      const words = { text, title: label, "aria-label": `${text}, ${label}` };
      return h("button", { class: "link nodrag", type: "button", "data-to": network, ...words, on: { click } });
    };
    arrange(box, links.map(button));
  }
  box.hidden = !links.length;
  for (const button of box.children) (button as HTMLElement).tabIndex = selected ? 0 : -1;
}

/** Sentences of what is wrong, each with its repairs as buttons; rebuilt only when they change. */
export function mend(editor: Editor, box: HTMLElement, problems: ShownProblem[]) {
  if (!isNew(box, JSON.stringify(problems))) return;
  box.hidden = !problems.length;
  const sentence = ({ text, repairs }: ShownProblem) => {
    const buttons = repairs.map((repair) =>
      h("button", { class: "repair", type: "button", text: repair.label, on: { click: () => editor.repair(repair) } }),
    );
    return h("div", { class: "wrongness" }, h("p", { text }), ...buttons);
  };
  arrange(box, problems.map(sentence));
}
