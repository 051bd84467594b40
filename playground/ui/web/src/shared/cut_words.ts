// Words that are cut for want of room, wherever on the page, are whole in the tooltip while the pointer is on them.

const FARTHEST = 4;
const told = new WeakSet<HTMLElement>();

const isCut = (element: HTMLElement) =>
  element.scrollWidth > element.clientWidth && getComputedStyle(element).textOverflow === "ellipsis";

let last: EventTarget | undefined;

/** Under the pointer lies the innermost element; what cuts it is that or one around it. */
function tell(event: Event) {
  const path = event.composedPath().slice(0, FARTHEST);
  if (path[0] === last) return;
  last = path[0];
  for (const element of path) {
    if (!(element instanceof HTMLElement)) continue;
    if (isCut(element) && (!element.title || told.has(element))) {
      element.title = element.textContent?.trim() ?? "";
      told.add(element);
    } else if (told.delete(element)) element.removeAttribute("title");
  }
}

export function tellCutWords() {
  // Of what happens within a component the page hears only that the pointer has moved.
  document.addEventListener("pointermove", tell, { passive: true });
  return tell;
}
