// One input for one parameter.
import type { BoolSchema, ChoiceSchema } from "../messages";
import { focusedWith } from "../shared/streamlit";
import { h, set } from "./dom";
import type { Editor } from "./editor";
import { isNumeric, nextValue, read, type Schema, valueText } from "./values";

/** Whether a person is still typing, or has come to an end. */
export type How = "typing" | "done";
export type Change = (value: unknown, how: How, same: boolean) => void;

/**
 * The field of one parameter. `change` is called with values that fit; `show(value)` brings it up to date unless it is
 * being typed in.
 */
export abstract class Field<S extends Schema = Schema, Input extends HTMLElement = HTMLElement> {
  readonly element: HTMLElement;
  readonly input: Input;
  protected value: unknown;
  protected error: HTMLElement;

  constructor(
    protected editor: Editor,
    readonly schema: S,
    private change: Change,
  ) {
    const id = `field-${schema.name}`;
    const label = h("label", { for: id, text: schema.label });
    this.error = h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
    this.input = this.make(id);
    const help = h("span", { class: "unseen", id: `${id}-help`, text: schema.help });
    set(this.input, { "aria-describedby": `${id}-help ${id}-error` });
    const properties = { class: `field ${schema.type}`, "data-field": schema.name };
    this.element = h("div", properties, label, this.around(), help, this.error);
    const tip = () => editor.tip(this.element, schema.help);
    this.element.onmouseenter = () => {
      // It stands above its field, where the one may be that somebody types in.
      const typing = focusedWith(this.element)?.closest(".field") ?? this.element;
      if (typing === this.element) tip();
    };
    this.element.onmouseleave = () => editor.tip(null);
    this.element.addEventListener("focusin", tip);
    this.element.addEventListener("focusout", () => editor.tip(null));
  }

  protected abstract make(id: string): Input;

  /** What stands in the place of the input: itself, with buttons around it where it has some. */
  protected around(): HTMLElement {
    return this.input;
  }

  /** Whether it holds another text than the document. */
  dirty(): boolean {
    return false;
  }

  protected refuse(sentence: string | null) {
    set(this.error, { text: sentence ?? "", hidden: !sentence });
    set(this.input, { "aria-invalid": sentence ? "true" : null });
    this.element.classList.toggle("refused", Boolean(sentence));
  }

  protected take(value: unknown, how: How) {
    const same = JSON.stringify(value) === JSON.stringify(this.value);
    if (same && how === "typing") return;
    this.value = value;
    this.paint();
    this.change(value, how, same);
  }

  protected abstract paint(): void;

  /** The value as the document has it, and what is wrong with it. */
  show(value: unknown, problem?: string) {
    this.value = value;
    this.paint();
    this.refuse(problem ?? null);
  }
}

class Switch extends Field<BoolSchema, HTMLButtonElement> {
  protected make(id: string) {
    const input = h("button", { id, type: "button", role: "switch", class: "switch" });
    input.onclick = () => this.take(!(this.value ?? this.schema.default), "done");
    return input;
  }

  protected paint() {
    set(this.input, { "aria-checked": String(Boolean(this.value)), text: this.editor.say(this.value ? "yes" : "no") });
  }
}

class Select extends Field<ChoiceSchema, HTMLSelectElement> {
  protected make(id: string) {
    const { options, labels, optional } = this.schema;
    const select = h("select", { id });
    if (optional) select.append(h("option", { value: "", text: this.editor.say("none") }));
    for (const [index, option] of options.entries()) {
      select.append(h("option", { value: `=${option}`, text: labels[index] ?? option }));
    }
    select.onchange = () => this.take(select.value ? select.value.slice(1) : null, "done");
    return select;
  }

  protected paint() {
    this.input.value = this.value === null || this.value === undefined ? "" : `=${this.value}`;
  }
}

/** A line of text: numbers, lists and names. */
class Line extends Field<Schema, HTMLInputElement> {
  protected make(id: string) {
    const mode = isNumeric(this.schema) ? "decimal" : null;
    const input = h("input", { id, type: "text", inputmode: mode, autocomplete: "off", spellcheck: "false" });
    // More would be refused, and a name that somebody has typed be lost.
    if ("longest" in this.schema) set(input, { maxlength: this.schema.longest });
    if (this.schema.optional) set(input, { placeholder: this.editor.say("none") });
    input.oninput = () => this.handleInput("typing");
    input.onchange = () => this.handleInput("done");
    input.onkeydown = (event) => this.key(event);
    input.onblur = () => this.handleBlur();
    return input;
  }

  protected override around() {
    if (!isNumeric(this.schema)) return this.input;
    const button = (direction: 1 | -1, sign: string, word: string) =>
      h("button", {
        class: "step",
        type: "button",
        tabindex: -1,
        text: sign,
        "aria-label": this.editor.say(word, { label: this.schema.label }),
        on: { click: () => this.step(direction), mousedown: (event) => event.preventDefault() },
      });
    return h("div", { class: "stepper" }, this.input, button(-1, "−", "less"), button(1, "+", "greater"));
  }

  private key(event: KeyboardEvent) {
    const numeric = isNumeric(this.schema);
    if (event.key === "Enter") this.handleInput("done");
    else if (numeric && event.key === "ArrowUp") this.step(1);
    else if (numeric && event.key === "ArrowDown") this.step(-1);
    else if (event.key === "Escape" && this.dirty()) this.revert();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  override dirty() {
    return this.input.value !== valueText(this.value);
  }

  private read() {
    return read(this.schema, this.input.value, this.editor.say);
  }

  private revert() {
    this.input.value = valueText(this.value);
    this.refuse(null);
  }

  private handleInput(how: How) {
    const { value, error } = this.read();
    this.refuse(error ?? null);
    if (!error) this.take(value, how);
  }

  /** A refused text stays with its sentence until it is mended or Esc brings back the value that holds. */
  private handleBlur() {
    if (!this.read().error) this.input.value = valueText(this.value);
  }

  private step(direction: 1 | -1) {
    if (!isNumeric(this.schema)) return;
    const { value, error } = this.read();
    const next = nextValue(this.schema, error ? this.value : value, direction);
    this.input.value = valueText(next);
    this.refuse(null);
    this.take(next, "done");
  }

  protected paint() {}

  /** What a person is typing at this moment is left alone. */
  override show(value: unknown, problem?: string) {
    if (this.editor.hasFocus(this.input) && (this.dirty() || !this.error.hidden)) return;
    const ownError = !this.error.hidden && this.read().error;
    if (ownError && JSON.stringify(value) === JSON.stringify(this.value)) return;
    super.show(value, problem);
    const text = valueText(value);
    if (this.input.value !== text) this.input.value = text;
  }
}

export function field(editor: Editor, schema: Schema, change: Change): Field {
  if (schema.type === "bool") return new Switch(editor, schema, change) as Field;
  if (schema.type === "choice") return new Select(editor, schema, change) as Field;
  return new Line(editor, schema, change) as Field;
}
