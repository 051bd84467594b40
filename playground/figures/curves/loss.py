"""The loss over time: what training makes smaller, on what it learns from and on what it does not."""

from __future__ import annotations

from playground.core.i18n import N_, _
from playground.core.info import Info
from playground.figures.base import Figure, RunView
from playground.figures.curves import base
from playground.figures.curves.base import Curves


def _applies_to(_info: Info) -> bool:
    return True


def _compute(context: RunView) -> Curves | None:
    return base.curves(context, "loss", _("Loss"), bounded=False, higher_is_better=False)


FIGURE = Figure(
    name="loss",
    title=N_("Loss"),
    help=N_(
        "Both curves should fall. Where training goes on falling and validation rises, the network learns its"
        " examples by heart (overfitting). Where the curve jumps up and down, the learning rate is too high."
    ),
    placeholder=N_("The loss of each epoch will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=base.plot,
    alt_text=base.alt_text,
    table=base.table,
    options=base.OPTIONS,
    order=20,
)
