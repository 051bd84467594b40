"""Figures, one file each: found here, drawn by the pages, saved by the command line."""

from __future__ import annotations

from typing import Any

from playground.core.i18n import N_
from playground.core.info import Info
from playground.core.registry import Registry
from playground.figures.base import Figure

__all__ = ["Figure", "all_figures", "figures_for", "get"]

_FIGURES = Registry[Figure[Any]](
    "FIGURE",
    __name__,
    order=lambda figure: (figure.order, figure.name),
    code="no_such_figure",
    missing=N_("There is no figure called {name}; the known ones are {known}."),
)
all_figures = _FIGURES.all
"""Every figure by name, in the order in which pages offer them."""
get = _FIGURES.get


def figures_for(info: Info) -> list[Figure[Any]]:
    """The figures that make sense for such data."""
    return [figure for figure in all_figures().values() if figure.applies_to(info)]
