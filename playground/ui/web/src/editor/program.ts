// The program of an editor, as Streamlit calls it.
import type { EditorData, EditorOutbox, EditorParts } from "../messages";
import { tellCutWords } from "../shared/cut_words";
import { type Component, onPage } from "../shared/streamlit";
import { Editor } from "./editor";
import type { Kind } from "./kind";

type EditorInstance = { hash: string; editor: Editor };

const partsByHash = onPage("playgroundParts", () => new Map<string, EditorParts>());
// What stands in each place: in another language, or of another program, it is made anew.
const instances = onPage("playgroundStanding", () => new WeakMap<HTMLElement, EditorInstance>());
onPage("playgroundCutWords", tellCutWords);

/** Streamlit calls this at the first mount and again for each new `data`; the editor of a place is made once. */
export function program(css: string, make: (editor: Editor) => Kind) {
  return (component: Component<EditorData>) => {
    const { data, setStateValue, parentElement: parent } = component;
    if (data.parts && !partsByHash.has(data.hash)) partsByHash.set(data.hash, data.parts);
    const parts = partsByHash.get(data.hash);
    if (!parts) {
      const request: EditorOutbox = { client: null, parts_hash: null, messages: [] };
      setStateValue("outbox", request);
      return undefined;
    }
    const close = () => {
      instances.get(parent)?.editor.close();
      instances.delete(parent);
    };
    try {
      if (instances.get(parent)?.hash !== data.hash) close();
      const editor = instances.get(parent)?.editor ?? new Editor(parent, css, make);
      instances.set(parent, { hash: data.hash, editor });
      editor.update(component, parts);
    } catch (error) {
      if (!parent.querySelector(".editor")) parent.textContent = data.load_error_text;
      console.error(error);
    }
    return close;
  };
}
