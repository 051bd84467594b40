"""What a family minimises that brings its own loss: the formula, by network, in the networks' colours."""

from __future__ import annotations

import html

import streamlit as st

from playground.core.i18n import _
from playground.experiment.spec import Experiment
from playground.ports import connections


def formula_markdown(experiment: Experiment) -> str:
    """Markdown of the formulas; empty where the document's own loss is what is minimised."""
    family = connections.family_of(experiment)
    if family is None or family.formula is None:
        return ""
    titles = connections.titles(experiment)
    return " &emsp; ".join(
        f"{_name(name, titles.get(name, ''))}${formula}$"
        for name, formula in family.formula(connections.family_values(experiment)).items()
    )


def show_formula(markdown: str) -> None:
    """Draw what :func:`formula_markdown` gave."""
    st.markdown(markdown, unsafe_allow_html=True)


def _name(network: str, title: str) -> str:
    return f"<b class='of-{html.escape(network)}'>{html.escape(_(title))}</b>&ensp;" if title else ""
