// What Streamlit's components (version 2) call a program with, and how a program keeps one thing for each place.
import { tellCutWords } from "./cut_words";

export type Component<Data> = {
  data: Data;
  /** The place on the page, with the component's own HTML in it. */
  parentElement: HTMLElement;
  /** Streamlit runs the page again only for a value that has changed. */
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
};

/** What stands in one place: `update` is called for each new `data`, `end` when the place goes. */
export interface ComponentInstance<Data> {
  update(component: Component<Data>): void;
  end(): void;
}

/** The program of a component: what Streamlit calls at the first mount and again for each new `data`. */
export function program<Data>(Kind: new (parent: HTMLElement) => ComponentInstance<Data>) {
  const places = new WeakMap<HTMLElement, ComponentInstance<Data>>();
  onPage("playgroundCutWords", tellCutWords);
  return (component: Component<Data>) => {
    const parent = component.parentElement;
    const instance = places.get(parent) ?? new Kind(parent);
    places.set(parent, instance);
    instance.update(component);
    return () => {
      places.get(parent)?.end();
      places.delete(parent);
    };
  };
}

/** What all programs on the page share under `name`, and what outlives them; each component is a program of its own. */
export function onPage<T>(name: string, make: () => T): T {
  const page = globalThis as typeof globalThis & Record<string, T | undefined>;
  page[name] ??= make();
  return page[name];
}

/** The first element of the component's own HTML that `selector` names. */
export function part<E extends Element = HTMLElement>(parent: ParentNode, selector: string): E {
  const element = parent.querySelector<E>(selector);
  if (!element) throw new Error(`no ${selector} in the component's HTML`);
  return element;
}

/** An element that has the focus, also one in the shadow root that `root` is in. */
export function focusedWith(root: Node): Element | null {
  return (root.getRootNode() as Document | ShadowRoot).activeElement;
}
