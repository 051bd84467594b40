// The strip below the stack: the selected layer's fields as its row draws them, its formula, its cost, its buttons.
import { arrange, h, set } from "./dom.js";
import { Field } from "./fields.js";
import { inspected } from "./outputs.js";

/** Where the data set decides what may be chosen, the schema with its options; null where there is nothing to choose. */
function given(schema, node) {
  if (node.layer !== "Input") return schema;
  const offered = node.choices?.[schema.name];
  return offered ? { ...schema, type: "choice", optional: false, default: offered.options[0], ...offered } : null;
}

export class Inspector {
  constructor(editor) {
    this.editor = editor;
    this.more = false;
    this.title = h("h3");
    this.help = h("p", { class: "quiet help" });
    this.actions = h("div", { class: "actions", role: "toolbar" });
    this.fields = h("div", { class: "fields" });
    this.formula = h("span", { class: "formula" });
    this.cost = h("span", { class: "quiet cost" });
    this.toggle = h("button", { class: "plain", type: "button", on: { click: () => this.expand(!this.more) } });
    const head = h("div", { class: "head" }, this.title, this.actions);
    // In a tab of its own, so that the bench stays as it is while somebody reads.
    this.lesson = h("a", { class: "lesson", target: "_blank" });
    this.foot = h("div", { class: "foot" }, this.formula, this.cost, this.lesson, this.toggle);
    this.hint = h("p", { class: "quiet hint" });
    this.output = inspected();
    this.body = h("div", { class: "body" }, head, this.help, this.fields, this.foot);
    this.element = h("section", { class: "inspector" }, this.hint, this.body, this.output.element);
    this.made = null;
  }

  expand(more) {
    this.more = more;
    this.made = null;
    this.editor.show();
    this.toggle.focus();
  }

  /** Draw the form anew only for another layer; else bring its values up to date. */
  show(node) {
    const { editor } = this;
    set(this.element, { "aria-label": editor.say("inspector"), class: "inspector" });
    set(this.hint, { hidden: Boolean(node), text: editor.hintWords() });
    set(this.body, { hidden: !node });
    set(this.output.element, { hidden: true });
    if (!node) {
      this.made = null;
      return;
    }
    const row = editor.rowOf(node);
    const key = `${editor.network?.name}/${node.id}/${node.layer}/${this.more}/${editor.data.hash}/${JSON.stringify(node.choices ?? {})}`;
    if (this.made !== key) this.build(node, row, key);
    set(this.element, { style: { "--kind": editor.kindColour(row?.kind ?? "block") } });
    set(this.title, { text: editor.nameOf(node) });
    for (const field of this.drawn) {
      const { name } = field.schema;
      const given = name in node.params ? node.params[name] : field.schema.default;
      const problem = node.problems?.find((entry) => entry.field === name);
      field.show(given, problem?.text);
    }
    set(this.cost, { text: [node.multiplications, node.memory].filter(Boolean).join(" · ") });
    this.output.show(editor, node);
    this.buttons(node);
  }

  build(node, row, key) {
    const { editor } = this;
    const change = (schema) => (value, how, same) => {
      const merge = `${editor.network.name}/${node.id}/${schema.name}`;
      const edit = { network: editor.network.name, ...editor.editOf(node, schema.name, value) };
      editor.setParam(edit, merge, how, same);
    };
    const all = row?.schemas ?? (row?.params ?? []).map((index) => editor.table.params[index]);
    const schemas = all.map((schema) => given(schema, node)).filter(Boolean);
    const shown = schemas.filter((schema) => this.more || !schema.advanced);
    this.drawn = shown.map((schema) => new Field(editor, schema, change(schema)));
    const nothing = h("p", { class: "quiet", text: editor.say(row ? "no_fields" : "unknown_layer") });
    arrange(this.fields, this.drawn.length ? this.drawn.map((field) => field.element) : [nothing]);
    set(this.help, { text: row?.help ?? "", title: row?.help ?? "" });
    const lesson = editor.table.lessons[row?.kind];
    set(this.lesson, { hidden: !lesson, href: lesson, text: editor.say("lesson"), title: editor.say("lesson_key") });
    set(this.formula, { hidden: !row?.formula });
    this.formula.innerHTML = row?.formula ?? "";
    const hidden = schemas.some((schema) => schema.advanced);
    set(this.toggle, { hidden: !hidden, text: editor.say(this.more ? "less_fields" : "more_fields"), "aria-expanded": String(this.more) });
    this.made = key;
  }

  buttons(node) {
    const { editor } = this;
    const fixed = node.layer === "Input";
    const key = `${node.id}/${node.enabled}/${node.folded}/${editor.data.hash}/${editor.index(node.id)}/${editor.nodes.length}`;
    if (this.buttonsFor === key) return;
    this.buttonsFor = key;
    const names = editor.actionsFor(node);
    while (this.actions.children.length < names.length) this.actions.append(h("button", { class: "plain", type: "button" }));
    while (this.actions.children.length > names.length) this.actions.lastChild.remove();
    set(this.actions, { hidden: fixed, "aria-label": editor.say("layer_actions") });
    names.forEach(([word, sign, press, off], index) => {
      const said = editor.say(word);
      const button = set(this.actions.children[index], { text: sign ?? said, "aria-label": said, title: editor.say(`${word}_key`), disabled: off });
      button.onclick = press;
      button.dataset.do = word;
    });
  }
}
