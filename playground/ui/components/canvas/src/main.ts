// The program of the canvas, as Streamlit calls it through the loader in canvas.py.
import { mounted } from "editor/main.js";
import { GraphEditor } from "./graph_editor";

export default mounted(GraphEditor as never);
