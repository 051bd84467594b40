// One input for one parameter, as its schema says (playground/core/params.py), and why a value is refused.
import { fill, h, set } from "./dom.js";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** {value} or {error}: what a text means for a parameter; the same rules and sentences as Param.check. */
export function read(schema, text, say) {
  const trimmed = text.trim();
  const label = schema.label;
  if (!trimmed) return schema.optional ? { value: null } : { error: say("needs", { label }) };
  if (schema.type === "ints") return readInts(schema, trimmed, say);
  if (schema.type === "names") return { value: trimmed.split(",").map((entry) => entry.trim()).filter(Boolean) };
  if (schema.type === "name") return { value: trimmed };
  if (schema.axes && /[\s,×;]/.test(trimmed)) return readSides(schema, trimmed, say);
  if (!NUMBER.test(trimmed)) return { error: say(schema.type === "int" ? "whole" : "number", { label, value: trimmed }) };
  const value = Number(trimmed);
  if (schema.type === "int" && !Number.isInteger(value)) return { error: say("whole", { label, value: trimmed }) };
  const { low, high } = schema;
  if (schema.open_low && value <= low) return { error: say("above", { label, low, high, value: trimmed }) };
  if (value < low || value > high) return { error: say(schema.open_low ? "above" : "range", { label, low, high, value: trimmed }) };
  return { value };
}

/** A kernel of 3 × 3 is `3`, one of 1 × 7 is `1, 7`. */
function readSides(schema, text, say) {
  const entries = text.split(/[\s,×;]+/).filter(Boolean);
  if (entries.length !== schema.axes) return { error: say("sides", { label: schema.label, length: schema.axes, value: text }) };
  const each = entries.map((entry) => read({ ...schema, axes: null, optional: false }, entry, say));
  const wrong = each.find((entry) => entry.error);
  if (wrong) return wrong;
  const values = each.map((entry) => entry.value);
  return { value: values.every((value) => value === values[0]) ? values[0] : values };
}

function readInts(schema, text, say) {
  const label = schema.label;
  const entries = text.split(/[\s,×x;]+/).filter(Boolean);
  const repeated = schema.length && entries.length === 1 ? Array(schema.length).fill(entries[0]) : entries;
  const fits = schema.length ? repeated.length === schema.length : repeated.length >= 1 && repeated.length <= 8;
  if (!fits) return { error: say("list", { label, length: schema.length ?? "1–8", value: text }) };
  for (const entry of repeated) {
    const value = Number(entry);
    if (!/^[+-]?\d+$/.test(entry) || value < schema.low || value > schema.high) {
      return { error: say("each", { label, low: schema.low, high: schema.high, value: entry }) };
    }
  }
  return { value: repeated.map(Number) };
}

/** The text of a value: `3, 3` for lists, nothing for None. */
export function written(value) {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** The next value up (+1) or down (−1): doubled or in 1-2-5 steps on a log scale, else by the step. */
export function stepped(schema, value, direction) {
  if (Array.isArray(value)) return value.map((entry) => stepped(schema, entry, direction));
  const from = value ?? schema.default ?? schema.low;
  const next = schema.type === "int" ? stepInt(schema, from, direction) : stepFloat(schema, from, direction);
  return Math.min(schema.high, Math.max(schema.low, next));
}

function stepInt(schema, from, direction) {
  if (!schema.log) return from + direction * schema.step;
  if (direction > 0) return Math.max(from + 1, 2 ** Math.floor(Math.log2(Math.max(from, 1)) + 1));
  return from <= 1 ? schema.low : 2 ** Math.ceil(Math.log2(from) - 1);
}

function stepFloat(schema, from, direction) {
  if (!schema.log) {
    const step = schema.step ?? niceStep(schema.high - schema.low);
    return Number((from + direction * step).toPrecision(12));
  }
  if (from <= 0) return direction > 0 ? (schema.low > 0 ? schema.low : 1e-5) : schema.low;
  const ladder = [1, 2, 5, 10];
  const power = 10 ** Math.floor(Math.log10(from * 1.0000001));
  const share = from / power;
  if (direction > 0) return Number((power * ladder.find((rung) => rung > share * 1.0000001)).toPrecision(6));
  const below = ladder.filter((rung) => rung < share * 0.9999999).at(-1);
  const next = Number((below ? power * below : power / 2).toPrecision(6));
  return next < 1e-6 && schema.low <= 0 ? 0 : next;
}

const niceStep = (span) => (span <= 1 ? 0.05 : span <= 10 ? 0.1 : 1);

/**
 * The field of one parameter. `change(value, how)` is called with "typing" or "done" for values that fit;
 * `show(value)` brings it up to date unless it is being typed in.
 */
export class Field {
  constructor(editor, schema, change) {
    Object.assign(this, { editor, schema, change });
    const id = `field-${schema.name}`;
    this.label = h("label", { for: id, text: schema.label });
    this.error = h("p", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
    this.input = this.make(id);
    const help = h("span", { class: "unseen", id: `${id}-help`, text: schema.help });
    set(this.input, { "aria-describedby": `${id}-help ${id}-error` });
    this.element = h("div", { class: `field ${schema.type}`, "data-field": schema.name }, this.label, this.box ?? this.input, help, this.error);
    this.element.onmouseenter = () => editor.tip(this.element, schema.help);
    this.element.onmouseleave = () => editor.tip(null);
    this.element.addEventListener("focusin", () => editor.tip(this.element, schema.help));
    this.element.addEventListener("focusout", () => editor.tip(null));
  }

  make(id) {
    if (this.schema.type === "bool") return this.makeSwitch(id);
    if (this.schema.type === "choice") return this.makeChoice(id);
    const numeric = this.schema.type === "int" || this.schema.type === "float";
    const input = h("input", { id, type: "text", inputmode: numeric ? "decimal" : null, autocomplete: "off", spellcheck: "false" });
    if (this.schema.optional) set(input, { placeholder: this.editor.say("none") });
    input.oninput = () => this.typed("typing");
    input.onchange = () => this.typed("done");
    input.onkeydown = (event) => this.key(event);
    input.onblur = () => this.left();
    if (numeric) this.box = this.withStepper(input);
    return input;
  }

  withStepper(input) {
    const button = (direction, sign, word) =>
      h("button", {
        class: "step", type: "button", tabindex: -1, text: sign, "aria-label": this.editor.say(word, { label: this.schema.label }),
        on: { click: () => this.step(direction), mousedown: (event) => event.preventDefault() },
      });
    return h("div", { class: "stepper" }, input, button(-1, "−", "less"), button(1, "+", "greater"));
  }

  makeSwitch(id) {
    const input = h("button", { id, type: "button", role: "switch", class: "switch" });
    input.onclick = () => this.take(!(this.value ?? this.schema.default), "done");
    return input;
  }

  makeChoice(id) {
    const { options, labels, optional } = this.schema;
    const select = h("select", { id });
    if (optional) select.append(h("option", { value: "", text: this.editor.say("none") }));
    options.forEach((option, index) => select.append(h("option", { value: `=${option}`, text: labels[index] })));
    select.onchange = () => this.take(select.value ? select.value.slice(1) : null, "done");
    return select;
  }

  key(event) {
    const numeric = this.schema.type === "int" || this.schema.type === "float";
    if (event.key === "Enter") this.typed("done");
    else if (numeric && event.key === "ArrowUp") this.step(1);
    else if (numeric && event.key === "ArrowDown") this.step(-1);
    else if (event.key === "Escape" && this.dirty()) this.revert();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  dirty() {
    return this.input.value !== written(this.value);
  }

  revert() {
    this.input.value = written(this.value);
    this.refuse(null);
  }

  typed(how) {
    const { value, error } = read(this.schema, this.input.value, this.editor.say);
    this.refuse(error ?? null);
    if (!error) this.take(value, how);
  }

  /** A refused text stays with its sentence until it is mended or Esc brings back the value that holds. */
  left() {
    if (!read(this.schema, this.input.value, this.editor.say).error) this.input.value = written(this.value);
  }

  step(direction) {
    const { value, error } = read(this.schema, this.input.value, this.editor.say);
    const next = stepped(this.schema, error ? this.value : value, direction);
    this.input.value = written(next);
    this.refuse(null);
    this.take(next, "done");
  }

  refuse(sentence) {
    set(this.error, { text: sentence ?? "", hidden: !sentence });
    set(this.input, { "aria-invalid": sentence ? "true" : null });
    this.element?.classList.toggle("refused", Boolean(sentence));
  }

  take(value, how) {
    const same = JSON.stringify(value) === JSON.stringify(this.value);
    if (same && how === "typing") return;
    this.value = value;
    this.paint();
    this.change(value, how, same);
  }

  paint() {
    if (this.schema.type === "bool") {
      set(this.input, { "aria-checked": String(Boolean(this.value)), text: this.editor.say(this.value ? "yes" : "no") });
    } else if (this.schema.type === "choice") {
      this.input.value = this.value === null || this.value === undefined ? "" : `=${this.value}`;
    }
  }

  /** The value as the document has it; what a person is typing at this moment is left alone. */
  show(value, problem) {
    const busy = this.editor.hasFocus(this.input) && (this.dirty() || !this.error.hidden);
    if (busy && this.input.matches("input")) return;
    const own = !this.error.hidden && read(this.schema, this.input.value, this.editor.say).error;
    if (own && this.input.matches("input") && JSON.stringify(value) === JSON.stringify(this.value)) return;
    this.value = value;
    if (this.input.matches("input")) {
      const text = written(value);
      if (this.input.value !== text) this.input.value = text;
    }
    this.paint();
    this.refuse(problem ?? null);
  }
}
