// The few things that every part of the editor does with the page.

/** An element with properties: `class`, `text`, `on` (handlers by event), `style`, and attributes by their own names. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  set(element, properties);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Set what differs only, so that an unchanged element is not touched. `null` and `false` take an attribute away. */
export function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") {
      if (element.textContent !== value) element.textContent = value;
    } else if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element[`on${event}`] = handler;
    } else if (name === "style") {
      for (const [key, entry] of Object.entries(value)) element.style.setProperty(key, entry);
    } else if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return element;
}

/** `fill("{n} of {m}", {n: 1, m: 2})`: a sentence from Python with its values. */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Children of `parent` become exactly `wanted`, in order; those already in place are not moved, so focus stays. */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

/** The element that has the focus, looking into the shadow root. */
export function focused(root) {
  return root.getRootNode().activeElement ?? null;
}

/** Whether keys typed into `element` are text for it. */
export function takesText(element) {
  return element instanceof HTMLElement && (element.matches("input, textarea, select") || element.isContentEditable);
}

export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
