// The few things that every part of an editor does with the page.

type Handlers = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
/** `class`, `text`, `on` (handlers by event), `style`, and attributes by their own names. */
export type Properties = { text?: string; on?: Handlers; style?: Record<string, string>; [attribute: string]: unknown };
type Child = Node | string | null | undefined | false;

/** An element with properties. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  set(element, properties);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Set what differs only, so that an unchanged element is not touched. `null` and `false` take an attribute away. */
export function set<E extends HTMLElement>(element: E, { text, on, style, ...attributes }: Properties): E {
  if (text !== undefined && element.textContent !== text) element.textContent = text;
  for (const [event, handler] of Object.entries(on ?? {})) Object.assign(element, { [`on${event}`]: handler });
  for (const [key, entry] of Object.entries(style ?? {})) element.style.setProperty(key, entry);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value))
      element.setAttribute(name, value === true ? "" : String(value));
  }
  return element;
}

export type Values = Record<string, unknown>;

/** `fill("{n} of {m}", {n: 1, m: 2})`: a sentence from Python with its values. */
export function fill(sentence: string, values: Values = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** Children of `parent` become exactly `elements`, in order; those already in place are not moved, so focus stays. */
export function arrange(parent: Element, elements: Element[]) {
  const keep = new Set(elements);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  elements.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

const marks = new WeakMap<Element, string>();

/** Whether `mark` differs from that of the last call for `element`: what an element says is made anew only then. */
export function isNew(element: Element, mark: string): boolean {
  if (marks.get(element) === mark) return false;
  marks.set(element, mark);
  return true;
}

/** Whether keys typed into `element` are text for it. */
export function takesText(element: unknown): boolean {
  return element instanceof HTMLElement && (element.matches("input, textarea, select") || element.isContentEditable);
}

/** The element that an event is about. */
export const target = (event: Event) => event.target as Element;

export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
