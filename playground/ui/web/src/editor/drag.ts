// Dragging with the mouse or a pen: a card to another place, a layer from the palette into a gap.
import { h, target } from "./dom";
import type { Editor } from "./editor";

const STARTS_AFTER = 6;
const EDGE = 36;

/** What is dragged, and what letting it go in a gap does. */
export type DragItem<Gap> = { label: string; colour: string; element?: Element; drop(gap: Gap): void };

/** Where things can be let go: between what stands there is a gap at each place. */
export interface Ground<Gap> {
  area: HTMLElement;
  gapAt(x: number, y: number): Gap | null;
  /** Show where it would come; `null` shows nothing any more. */
  mark(gap: Gap | null): void;
}

/** Watch presses on `source`; `itemAt` names what is dragged, or null. Touch scrolls; its buttons do the same. */
export function draggable<Gap>(
  editor: Editor,
  ground: Ground<Gap>,
  source: HTMLElement,
  itemAt: (pressedElement: Element) => DragItem<Gap> | null,
) {
  source.addEventListener("pointerdown", (press) => {
    if (press.button !== 0 || press.pointerType === "touch") return;
    const item = itemAt(target(press));
    if (item) follow(editor, ground, press, item);
  });
}

function follow<Gap>(editor: Editor, ground: Ground<Gap>, press: PointerEvent, item: DragItem<Gap>) {
  const { root } = editor;
  let ghost: HTMLElement | null = null;
  let gap: Gap | null = null;
  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true };

  const begin = () => {
    const element = h("div", { class: "ghost", text: item.label, style: { "--kind": item.colour } });
    root.append(element);
    root.classList.add("dragging");
    item.element?.classList.add("lifted");
    editor.palette.aside(true);
    return element;
  };
  const end = () => {
    stop.abort();
    ghost?.remove();
    root.classList.remove("dragging");
    item.element?.classList.remove("lifted");
    editor.palette.aside(false);
    ground.mark(null);
  };
  const handleMove = (move: PointerEvent) => {
    if (!ghost && Math.hypot(move.clientX - press.clientX, move.clientY - press.clientY) < STARTS_AFTER) return;
    move.preventDefault();
    ghost ??= begin();
    const frame = root.getBoundingClientRect();
    ghost.style.transform = `translate(${move.clientX - frame.left + 10}px, ${move.clientY - frame.top + 8}px)`;
    const area = ground.area.getBoundingClientRect();
    const inside =
      move.clientX > area.left && move.clientX < area.right && move.clientY > area.top && move.clientY < area.bottom;
    if (inside && move.clientY < area.top + EDGE) ground.area.scrollTop -= 8;
    if (inside && move.clientY > area.bottom - EDGE) ground.area.scrollTop += 8;
    gap = inside ? ground.gapAt(move.clientX - area.left, move.clientY - area.top + ground.area.scrollTop) : null;
    ground.mark(gap);
  };
  const handleRelease = () => {
    const wasDragged = ghost !== null;
    if (wasDragged) {
      const swallow = (event: Event) => {
        event.stopPropagation();
        event.preventDefault();
      };
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    }
    end();
    if (wasDragged && gap) item.drop(gap);
  };
  window.addEventListener("pointermove", handleMove, options);
  window.addEventListener("pointerup", handleRelease, options);
  window.addEventListener("pointercancel", end, options);
  window.addEventListener(
    "keydown",
    (key) => {
      if (key.key !== "Escape") return;
      key.stopPropagation();
      end();
    },
    options,
  );
}
