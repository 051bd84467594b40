"""The loss over time: what training makes smaller, on what it learns from and on what it does not."""

from __future__ import annotations

from playground.core.i18n import N_, _
from playground.core.info import Info
from playground.figures.base import Context, Figure
from playground.figures.curves import base
from playground.figures.curves.base import Curves


def _fits(_info: Info) -> bool:
    return True


def _info(context: Context) -> Curves | None:
    return base.curves(context, "loss", _("Loss"), bounded=False, higher_is_better=False)


FIGURE = Figure(
    name="loss",
    title=N_("Loss"),
    help=N_(
        "Both curves should fall. Where training goes on falling and validation rises, the network learns its"
        " examples by heart (overfitting). Where the curve jumps up and down, the learning rate is too high."
    ),
    empty=N_("The loss of each epoch will be drawn here."),
    fits=_fits,
    info=_info,
    plot=base.plot,
    say=base.say,
    table=base.table,
    options=base.OPTIONS,
    rank=20,
)
