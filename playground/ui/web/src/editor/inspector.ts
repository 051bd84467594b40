// The strip below the network: the selected layer's fields as its row draws them, its formula, its cost, its buttons.
import type { Layer, Row } from "./document";
import { arrange, h, set } from "./dom";
import type { Editor } from "./editor";
import { type Change, type Field, field } from "./fields";
import { inspectorOutput } from "./outputs";
import type { Schema } from "./values";

/** Where the data set decides what may be chosen, the schema with its options; null where there is nothing to choose. */
function schemaFor(schema: Schema, node: Layer): Schema | null {
  if (node.layer !== "Input") return schema;
  const choices = node.choices?.[schema.name];
  const { name, label, help, advanced } = schema;
  if (!choices) return null;
  return {
    name,
    label,
    help,
    advanced,
    type: "choice",
    optional: false,
    default: choices.options[0] ?? null,
    ...choices,
  };
}

export class Inspector {
  readonly element: HTMLElement;
  readonly fields = h("div", { class: "fields" });
  private title = h("h3");
  private help = h("p", { class: "quiet help" });
  private actions = h("div", { class: "actions", role: "toolbar" });
  private formula = h("span", { class: "formula" });
  private cost = h("span", { class: "quiet cost" });
  // In a tab of its own, so that the bench stays as it is while somebody reads.
  private lesson = h("a", { class: "lesson", target: "_blank" });
  private toggle = h("button", { class: "plain", type: "button", on: { click: () => this.expand(!this.more) } });
  private hint = h("p", { class: "quiet hint" });
  private output = inspectorOutput();
  private body: HTMLElement;
  /** Whether the advanced fields are there as well. */
  private more = false;
  private builtKey: string | null = null;
  private fieldList: Field[] = [];
  private buttonsKey?: string;

  constructor(private editor: Editor) {
    const head = h("div", { class: "head" }, this.title, this.actions);
    const foot = h("div", { class: "foot" }, this.formula, this.cost, this.lesson, this.toggle);
    this.body = h("div", { class: "body" }, head, this.help, this.fields, foot);
    this.element = h("section", { class: "inspector" }, this.hint, this.body, this.output.element);
  }

  private expand(more: boolean) {
    this.more = more;
    this.builtKey = null;
    this.editor.show();
    this.toggle.focus();
  }

  /** Whether `element` is an input in which a text is that the document does not have. */
  holdsText(element: unknown): boolean {
    return this.fieldList.some((entry) => entry.input === element && entry.dirty());
  }

  /** Draw the form anew only for another layer; else bring its values up to date. */
  show(node: Layer | null) {
    const { editor } = this;
    const hint = node ? null : editor.kind.hintWords();
    set(this.element, { "aria-label": editor.say("inspector"), class: "inspector", hidden: !node && hint === null });
    set(this.hint, { hidden: hint === null, text: hint ?? "" });
    set(this.body, { hidden: !node });
    set(this.output.element, { hidden: true });
    if (!node) {
      this.builtKey = null;
      return;
    }
    const row = editor.kind.rowOf(node);
    const key = `${editor.network?.name}/${node.id}/${node.layer}/${this.more}/${editor.data.hash}/${JSON.stringify(node.choices ?? {})}`;
    if (this.builtKey !== key) this.build(node, row, key);
    set(this.element, { style: { "--kind": editor.kindColour(row?.kind ?? "block") } });
    set(this.title, { text: editor.nameOf(node) });
    for (const entry of this.fieldList) {
      const { name } = entry.schema;
      const value = name in node.params ? node.params[name] : entry.schema.default;
      const problem = node.problems?.find((one) => one.field === name);
      entry.show(value, problem?.text);
    }
    set(this.cost, { text: [node.multiplications, node.memory].filter(Boolean).join(" · ") });
    this.output.show(editor, node);
    this.buttons(node);
  }

  private build(node: Layer, row: Row | undefined, key: string) {
    const { editor } = this;
    const network = editor.network?.name;
    const change =
      (schema: Schema): Change =>
      (value, how, same) => {
        const edit = { network, ...editor.kind.editOf(node, schema.name, value) };
        editor.setParam(edit, `${network}/${node.id}/${schema.name}`, how, same);
      };
    const all = row?.schemas ?? (row?.params ?? []).flatMap((index) => editor.table.params[index] ?? []);
    const schemas = all.flatMap((schema) => schemaFor(schema, node) ?? []);
    const visibleSchemas = schemas.filter((schema) => this.more || !schema.advanced);
    this.fieldList = visibleSchemas.map((schema) => field(editor, schema, change(schema)));
    const placeholder = h("p", { class: "quiet", text: editor.say(row ? "no_fields" : "unknown_layer") });
    arrange(this.fields, this.fieldList.length ? this.fieldList.map((entry) => entry.element) : [placeholder]);
    set(this.help, { text: row?.help ?? "", title: row?.help ?? "" });
    const lesson = row && editor.table.lessons[row.kind];
    set(this.lesson, { hidden: !lesson, href: lesson, text: editor.say("lesson"), title: editor.say("lesson_key") });
    set(this.formula, { hidden: !row?.formula });
    this.formula.innerHTML = row?.formula ?? "";
    const hasAdvanced = schemas.some((schema) => schema.advanced);
    set(this.toggle, {
      hidden: !hasAdvanced,
      text: editor.say(this.more ? "less_fields" : "more_fields"),
      "aria-expanded": String(this.more),
    });
    this.builtKey = key;
  }

  private buttons(node: Layer) {
    const { editor } = this;
    const key = `${node.id}/${node.enabled}/${node.folded}/${editor.data.hash}/${editor.index(node.id)}/${editor.nodes.length}`;
    if (this.buttonsKey === key) return;
    this.buttonsKey = key;
    const names = editor.kind.actionsFor(node);
    while (this.actions.children.length < names.length)
      this.actions.append(h("button", { class: "plain", type: "button" }));
    while (this.actions.children.length > names.length) this.actions.lastChild?.remove();
    set(this.actions, { hidden: node.layer === "Input", "aria-label": editor.say("layer_actions") });
    this.actions.querySelectorAll("button").forEach((button, index) => {
      const action = names[index];
      if (!action) return;
      const { word, sign, press, off } = action;
      const label = editor.say(word);
      set(button, { text: sign ?? label, "aria-label": label, title: editor.say(`${word}_key`), disabled: off });
      button.onclick = press;
      button.dataset.do = word;
    });
  }
}
