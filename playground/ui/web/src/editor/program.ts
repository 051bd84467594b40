// The program of an editor, as Streamlit calls it.
import type { EditorData, EditorOutbox, EditorParts } from "../messages";
import { type Component, onPage } from "../shared/streamlit";
import { Editor } from "./editor";
import type { Kind } from "./kind";

type Standing = { hash: string; editor: Editor };

const kept = onPage("playgroundParts", () => new Map<string, EditorParts>());
// What stands in each place: in another language, or of another program, it is made anew.
const standing = onPage("playgroundStanding", () => new WeakMap<HTMLElement, Standing>());

/** Streamlit calls this at the first mount and again for each new `data`; the editor of a place is made once. */
export function program(css: string, make: (editor: Editor) => Kind) {
  return (component: Component<EditorData>) => {
    const { data, setStateValue, parentElement: parent } = component;
    if (data.parts && !kept.has(data.hash)) kept.set(data.hash, data.parts);
    const parts = kept.get(data.hash);
    if (!parts) {
      const asks: EditorOutbox = { client: null, has: null, messages: [] };
      setStateValue("outbox", asks);
      return undefined;
    }
    const close = () => {
      standing.get(parent)?.editor.close();
      standing.delete(parent);
    };
    try {
      if (standing.get(parent)?.hash !== data.hash) close();
      const editor = standing.get(parent)?.editor ?? new Editor(parent, css, make);
      standing.set(parent, { hash: data.hash, editor });
      editor.update(component, parts);
    } catch (error) {
      if (!parent.querySelector(".editor")) parent.textContent = data.missing;
      console.error(error);
    }
    return close;
  };
}
