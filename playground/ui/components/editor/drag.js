// Dragging with the mouse or a pen: a card to another place, a layer from the palette into a gap.
import { h } from "./dom.js";

const STARTS_AFTER = 6;
const EDGE = 36;

/** Watch presses on `source`; `what(target)` names what is dragged, or null. Touch scrolls; its buttons do the same. */
export function draggable(editor, source, what) {
  source.addEventListener("pointerdown", (press) => {
    if (press.button !== 0 || press.pointerType === "touch") return;
    const thing = what(press.target);
    if (thing) follow(editor, source, press, thing);
  });
}

function follow(editor, source, press, thing) {
  const { stack, root } = editor;
  const state = { ghost: null, gap: null };
  const stop = new AbortController();
  const listen = (type, handler) => window.addEventListener(type, handler, { signal: stop.signal, capture: true });

  const begin = () => {
    state.ghost = h("div", { class: "ghost", text: thing.label, style: { "--kind": thing.colour } });
    root.append(state.ghost);
    root.classList.add("dragging");
    thing.element?.classList.add("lifted");
    editor.palette.aside(true);
  };
  const end = () => {
    stop.abort();
    state.ghost?.remove();
    root.classList.remove("dragging");
    thing.element?.classList.remove("lifted");
    editor.palette.aside(false);
    stack.mark(null);
  };
  listen("pointermove", (move) => {
    if (!state.ghost && Math.hypot(move.clientX - press.clientX, move.clientY - press.clientY) < STARTS_AFTER) return;
    move.preventDefault();
    if (!state.ghost) begin();
    const frame = root.getBoundingClientRect();
    state.ghost.style.transform = `translate(${move.clientX - frame.left + 10}px, ${move.clientY - frame.top + 8}px)`;
    const area = stack.area.getBoundingClientRect();
    const inside = move.clientX > area.left && move.clientX < area.right && move.clientY > area.top && move.clientY < area.bottom;
    if (inside && move.clientY < area.top + EDGE) stack.area.scrollTop -= 8;
    if (inside && move.clientY > area.bottom - EDGE) stack.area.scrollTop += 8;
    state.gap = inside ? stack.gapAt(move.clientX - area.left, move.clientY - area.top + stack.area.scrollTop) : null;
    stack.mark(state.gap);
  });
  listen("pointerup", () => {
    const { ghost, gap } = state;
    if (ghost) {
      const swallow = (event) => (event.stopPropagation(), event.preventDefault());
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    }
    end();
    if (ghost && gap) thing.drop(gap);
  });
  listen("pointercancel", end);
  listen("keydown", (key) => {
    if (key.key !== "Escape") return;
    key.stopPropagation();
    end();
  });
}
