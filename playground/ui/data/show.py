"""A preview as a person sees it: points, pictures or rows; balance; what goes in before and after preparation."""

from __future__ import annotations

import base64
import html
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from playground.core.formatting import count, shape_text, short
from playground.core.i18n import N_, Text, _
from playground.core.problems import Problem
from playground.datasets.dataset import DatasetCard
from playground.datasets.preparation.preview import Preview
from playground.gallery import card_images
from playground.ui.app import session
from playground.ui.components.figure import live_figure
from playground.ui.data import figures

MOST_CLASS_ROWS = 20
CELL = 44
"""Pixels of an enlarged picture."""


def heading_html(about: DatasetCard) -> str:
    """The title and the sentence of a data set, as HTML."""
    return f"<h1 class='page-title'>{html.escape(_(about.title))}</h1><p>{html.escape(_(about.help))}</p>"


def problem_html(problem: Problem) -> str:
    """The sentence of *problem*, as HTML."""
    return f"<p class='trouble' role='alert'>{html.escape(str(problem))}</p>"


def examples(preview: Preview) -> None:
    """The examples themselves, the largest thing on the page."""
    if preview.info.data_kind.is_point:
        live_figure(
            figures.points(preview, session.current_theme()),
            key="page_points",
            height=figures.POINTS_HEIGHT,
            alt=figures.points_alt_text(preview),
            name=preview.card.name,
            csv=lambda: pd.DataFrame(preview.examples),
            zoom=preview.card.name,
        )
    elif preview.info.is_image:
        st.html(picture_rows(preview))
    else:
        st.dataframe(preview.examples, height=320, hide_index=True)


def picture_rows(preview: Preview) -> str:
    """A row of pictures for each class, pixels as they are, as HTML; *preview* must be of pictures
    ``(n, h, w, c) uint8``."""
    images, labels = np.asarray(preview.examples, np.uint8), np.asarray(preview.labels)
    rows = []
    for number, name in enumerate(preview.info.class_names[:MOST_CLASS_ROWS]):
        strip = images[labels == number]
        if not len(strip):
            continue
        size = (len(strip) * (CELL + 3) - 3, CELL)
        png = base64.b64encode(card_images.png(card_images.grid(strip, size, CELL, background="#8a919e"))).decode()
        word = html.escape(_(name))
        alt_text = html.escape(str(Text(N_("{count} examples of {name}"), {"count": len(strip), "name": Text(name)})))
        rows.append(
            f"<tr><th scope='row' style='text-align:left;font-weight:400;padding-right:1rem'>{word}</th>"
            f"<td><img src='data:image/png;base64,{png}' alt='{alt_text}' "
            f"style='image-rendering:pixelated;display:block;margin:1px 0;max-width:100%'></td></tr>"
        )
    return f"<table>{''.join(rows)}</table>"


def numbers(preview: Preview) -> None:
    """Sizes and ranges in one line, then balance, columns and cleaning."""
    info = preview.info
    facts = [
        (_("training"), count(info.train_examples)),
        (_("validation"), count(info.validation_examples)),
        (_("test"), count(info.test_examples)),
        (_("input shape"), shape_text(list(info.input_shape))),
        (_("input range"), f"{short(info.value_range[0])} … {short(info.value_range[1])}"),
    ]
    cells = "".join(
        f"<div class='number'><div class='quiet'>{html.escape(word)}</div>"
        f"<div class='value numbers'>{html.escape(value)}</div></div>"
        for word, value in facts
    )
    st.html(f"<div style='display:flex;flex-wrap:wrap;gap:2.2rem;margin:.4rem 0'>{cells}</div>")
    if notes := _notes(preview):
        # Not Markdown: a note may hold the name of a file.
        lines = "".join(f"<p style='margin:.15rem 0'>{html.escape(note)}</p>" for note in notes)
        st.html(f"<div class='quiet' style='font-size:.93rem;line-height:1.4'>{lines}</div>")
    tabs = [_("Classes") if info.class_names else _("Targets"), _("What the network gets")]
    if len(preview.stats_before):
        tabs.append(_("Columns as they came"))
    places = st.tabs(tabs)
    with places[0]:
        live_figure(
            figures.balance(preview, session.current_theme()),
            key="page_balance",
            height=figures.BALANCE_HEIGHT,
            alt=figures.balance_alt_text(preview),
            name=f"{preview.card.name}_examples",
            csv=lambda: preview.balance,
            zoom=preview.card.name,
        )
    with places[1]:
        st.dataframe(_with_titles(preview.stats_after), hide_index=True)
    if len(preview.stats_before):
        with places[2]:
            st.dataframe(_with_titles(preview.stats_before), hide_index=True)


def _notes(preview: Preview) -> list[str]:
    notes = [str(note) for note in preview.notes]
    if preview.cleaning_notes:
        notes.append(" · ".join(f"{text}: {count(number)}" for text, number in preview.cleaning_notes))
    if preview.shared_rows:
        text = N_(
            "{rows} rows of validation and test set also stand in the training set; dropping repeated rows helps."
        )
        notes.append(str(Text(text, {"rows": count(preview.shared_rows)})))
    return notes


TITLES = {
    "column": N_("column"),
    "kind": N_("type"),
    "missing": N_("missing"),
    "different": N_("different"),
    "least": N_("least"),
    "mean": N_("mean"),
    "greatest": N_("greatest"),
    "outliers": N_("outliers"),
    "input": N_("input"),
    "deviation": N_("standard deviation"),
}


def _with_titles(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers in three digits, headings and kinds in the language of the page."""
    columns: dict[str, Any] = {}
    for name in frame.columns:
        column = frame[name]
        if name in ("least", "mean", "greatest", "deviation"):
            column = column.map(lambda value: short(None if pd.isna(value) else float(value)))
        elif name in ("kind", "input", "column"):
            column = column.map(_)
        columns[_(TITLES[str(name)])] = column
    return pd.DataFrame(columns)
