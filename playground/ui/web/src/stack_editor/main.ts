// The network as a line of cards. Python: editor.py.
import css from "../editor/editor.css";
import { program } from "../editor/program";
import { StackEditor } from "./stack_editor";

export default program(css, (editor) => new StackEditor(editor));
