// What layers put out for the chosen example, as the row of examples has it and the editors on the page show it: one for
// the page, since each component is a program of its own.
import type { ExamplesData } from "../messages";
import { onPage } from "./streamlit";

export type OutputsByNetwork = NonNullable<ExamplesData["networks"]>;
export type LayerOutput = OutputsByNetwork[string][string];
type LayerOutputs = { networks: OutputsByNetwork; listeners: Set<() => void> };

export const layerOutputs = onPage<LayerOutputs>("playgroundOutputs", () => ({ networks: {}, listeners: new Set() }));
