"""Figures, one file each: found here, drawn by the pages, saved by the command line."""

from __future__ import annotations

from functools import cache
from typing import Any

from playground.core import registry
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.problems import PlaygroundError, Problem
from playground.figures.base import Figure


@cache
def all_figures() -> dict[str, Figure[Any]]:
    """Every figure by name, in the order in which pages offer them."""
    found: list[Figure[Any]] = registry.collect("playground.figures", "FIGURE")
    return {figure.name: figure for figure in sorted(found, key=lambda figure: (figure.order, figure.name))}


def get(name: str) -> Figure[Any]:
    """The figure *name*. Raises :class:`PlaygroundError`."""
    try:
        return all_figures()[name]
    except KeyError as error:
        known = ", ".join(all_figures())
        said = Text(N_("There is no figure called {name}; the known ones are {known}."), {"name": name, "known": known})
        raise PlaygroundError(Problem("no_such_figure", said)) from error


def figures_for(info: Info) -> list[Figure[Any]]:
    """The figures that make sense for such data."""
    return [figure for figure in all_figures().values() if figure.applies_to(info)]
