// Layers on the clipboard, as text that another canvas, another tab or an editor of text can read.
import type { Edge, Layer } from "./document";

export type Copied = { nodes: Partial<Layer>[]; edges: Edge[]; own?: boolean };

const MARK = "model-playground layers";
/** Where the browser gives no clipboard to a button, this page still has its own. */
let kept = "";

export function toClipboard(clipboard: DataTransfer | null, copied: Copied) {
  kept = JSON.stringify({ is: MARK, ...copied });
  if (clipboard) clipboard.setData("text/plain", kept);
  else void navigator.clipboard?.writeText(kept).catch(() => undefined);
}

/** Layers in what was copied: ours, or the first network of a whole experiment. `null` where there are none. */
export function fromClipboard(clipboard: DataTransfer | null): Copied | null {
  const text = clipboard?.getData("text/plain") || kept;
  try {
    const came = JSON.parse(text);
    const network = came?.networks?.[0] ?? came;
    if (!Array.isArray(network?.nodes)) return null;
    return { nodes: network.nodes, edges: network.edges ?? [], own: text === kept };
  } catch {
    return null;
  }
}
