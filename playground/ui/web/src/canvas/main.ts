// The network as a graph. Python: canvas.py.
import flowCss from "@xyflow/react/dist/base.css";
import editorCss from "../editor/editor.css";
import { program } from "../editor/program";
import graphCss from "./graph.css";
import { GraphEditor } from "./graph_editor";

export default program(`${flowCss}\n${editorCss}\n${graphCss}`, (editor) => new GraphEditor(editor));
