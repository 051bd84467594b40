"""The loss over time: what training makes smaller, on what it learns from and on what it does not."""

from __future__ import annotations

from playground.datasets.base import Info
from playground.figures import _curves
from playground.figures._curves import Curves
from playground.figures.base import Context, Figure
from playground.i18n import N_, _


def _fits(_info: Info) -> bool:
    return True


def _info(context: Context) -> Curves | None:
    return _curves.curves(context, "loss", _("Loss"), bounded=False, higher_is_better=False)


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
    plot=_curves.plot,
    say=_curves.say,
    table=_curves.table,
    options=_curves.OPTIONS,
    rank=20,
)
