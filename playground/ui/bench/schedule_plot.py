"""The learning rate over a training, as a small drawing of its own: a chart of Streamlit's takes a third of a second of
every run of the page, whether its popover is open or not."""

from __future__ import annotations

import html
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from playground.core.formatting import count, short
from playground.core.i18n import N_, Text, _

WIDTH, HEIGHT = 1000, 100
"""The units of the drawing; it is stretched to the room that there is."""


def schedule_html(steps: npt.NDArray[np.float64], rates: npt.NDArray[np.float64]) -> str:
    """HTML of a line through the learning rates *rates* ``(n,)`` float64 at *steps* ``(n,)`` float64, which ascend,
    with its bounds beside it and a sentence for who does not see it. The axis of rates begins at 0; rates that are no
    numbers are left out, and nothing is drawn where none is one."""
    finite = np.isfinite(rates)
    steps, rates = steps[finite], rates[finite]
    if not len(rates):
        return ""
    first, last, top = int(steps[0]), int(steps[-1]), float(rates.max())
    across = (steps - first) * (WIDTH / max(last - first, 1))
    down = HEIGHT - rates * (HEIGHT / (top or 1.0))
    values: dict[str, object] = {
        "first": short(float(rates[0])),
        "last": short(float(rates[-1])),
        "steps": count(last + 1),
    }
    rate_title, step_title = html.escape(_("learning rate")), html.escape(_("step"))
    sentence = N_("The learning rate from {first} at the first of {steps} steps to {last} at the last.")
    return (
        f"<div class='schedule numbers' role='img' aria-label='{html.escape(str(Text(sentence, values)))}'>"
        f"<span class='name'>{rate_title}</span>"
        f"<span class='top'>{short(top)}</span><span class='bottom'>0</span>"
        f"<span class='plot'><span class='line' style=\"mask-image: url('{_line_image(across, down)}')\"></span></span>"
        f"<span class='axis'><span>{count(first)}</span><span>{step_title}</span>"
        f"<span>{count(last)}</span></span></div>"
    )


def _line_image(across: npt.NDArray[np.float64], down: npt.NDArray[np.float64]) -> str:
    """The address of an SVG that holds itself, for a mask: Streamlit lets no SVG into a page, and a mask takes the
    colour of the theme."""
    points = " ".join(f"{x:.0f},{y:.1f}" for x, y in zip(across, down, strict=True))
    stroke = 'fill="none" stroke="#000" stroke-width="2" vector-effect="non-scaling-stroke"'
    frame = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    size = 'width="100%" height="100%" overflow="visible"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {frame}><polyline points="{points}" {stroke}/></svg>'
    return f"data:image/svg+xml,{quote(svg, safe=' ,=:/.%')}"
