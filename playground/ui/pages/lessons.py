"""Lessons: one for each kind of layer, and the numbers of its example as they are computed here."""

from __future__ import annotations

from html import escape
from itertools import chain
from urllib.parse import quote

import numpy as np
import streamlit as st

from playground import lessons
from playground.catalog.layers import LAYERS
from playground.core import colors
from playground.core.formatting import short
from playground.core.i18n import N_, Text, _, language
from playground.lessons import Lesson
from playground.lessons.base import Array, Example
from playground.ui.app import session

BENCH = "pages/bench.py"


def lesson_url(name: str) -> str:
    """Where the lesson *name* is read in the language of this moment, seen from another page."""
    return f"lessons?lesson={name}&lang={language()}"


def render() -> None:
    lesson = lessons.get(st.query_params.get("lesson"))
    with st.container(key="lessons", horizontal=True, gap="large"):
        with st.container(key="lesson_list", width=230, gap=None):
            st.html(_contents(lesson))
        with st.container(key="lesson", width="stretch", gap="small"):
            _lesson(lesson)


def _contents(current_lesson: Lesson) -> str:
    """Links, so that a lesson has an address of its own and opens in a second tab too."""
    items = "".join(_link(lesson, here=lesson is current_lesson) for lesson in lessons.all_lessons().values())
    label = escape(_("Lessons"))
    return f"<nav class='contents' aria-label='{label}'><ul>{items}</ul></nav>"


def _link(lesson: Lesson, *, here: bool) -> str:
    title, current = escape(_(lesson.title)), " aria-current='page'" if here else ""
    # A link loads the page anew: without its name, the draft at hand would be left for another.
    where = escape(f"{lesson_url(lesson.name)}&draft={quote(session.draft().id)}")
    return f"<li><a href='{where}' target='_self' style='{_kind(lesson)}'{current}>{title}</a></li>"


def _kind(lesson: Lesson) -> str:
    light, dark = colors.LIGHT.kinds[lesson.name], colors.DARK.kinds[lesson.name]
    return f"--kind: light-dark({light}, {dark})"


def _lesson(lesson: Lesson) -> None:
    title, summary = escape(_(lesson.title)), escape(_(lesson.summary))
    paragraphs = "".join(_paragraph(text) for text in lesson.paragraphs)
    head = f"<h1>{title}</h1><p class='says'>{summary}</p>{paragraphs}"
    st.html(f"<article class='lesson' style='{_kind(lesson)}'>{head}</article>")
    st.latex(lesson.formula, width="content")  # Streamlit takes MathML out of its pages.
    signs, watch = _paragraph(lesson.symbols, "quiet"), _part(_("What to watch on the workbench"), lesson.watch_for)
    st.html(f"<article class='lesson'>{signs}{_example(lesson.example())}{watch}</article>")
    if st.button(_("Open on the workbench"), type="primary", key="open_lesson"):
        session.new_draft(lesson.experiment())
        st.switch_page(BENCH)
    mistake = _part(_("A common mistake"), lesson.common_mistake)
    st.html(f"<article class='lesson'>{mistake}{_layers(lesson)}{_sources(lesson)}</article>")


def _paragraph(message: str, style: str = "") -> str:
    text = escape(_(message))
    return f"<p class='{style}'>{text}</p>"


def _part(title: str, message: str) -> str:
    return f"<h2>{escape(title)}</h2>{_paragraph(message)}"


def _example(example: Example) -> str:
    """What goes in, what is learned, what comes out, side by side; then how single numbers come about."""
    several = len(example.inputs) > 1
    ins = [(f"x{index}" if several else "x", x) for index, x in enumerate(example.inputs, 1)]
    learned = ["·", "+", *[","] * len(example.weights)][: len(example.weights)]
    signs = ["+"] * (len(ins) - 1) + learned + ["→"]
    grids = [_grid(name, numbers) for name, numbers in (*ins, *example.weights, ("y", example.output))]
    between = [f"<span aria-hidden='true'>{sign}</span>" for sign in signs]
    joined = chain([grids[0]], *zip(between, grids[1:], strict=True))
    steps = "".join(f"<li>{escape(str(step))}</li>" for step in example.steps)
    heading = str(Text(N_("An example: {layer}"), {"layer": Text(LAYERS[example.layer].title)}))
    return f"<h2>{escape(heading)}</h2><div class='worked'>{''.join(joined)}</div><ol>{steps}</ol>"


def _grid(name: str, numbers: Array) -> str:
    """One array as a small table; what lies behind the second axis is told in its shape alone."""
    shape = "×".join(str(size) for size in numbers.shape)
    flat = numbers
    while flat.ndim > 2:
        flat = flat[..., 0]
    rows = "".join(_row(row) for row in np.atleast_2d(flat))
    return f"<figure><table>{rows}</table><figcaption><i>{name}</i> {shape}</figcaption></figure>"


def _row(numbers: Array) -> str:
    cells = "".join(f"<td>{short(float(number))}</td>" for number in numbers)
    return f"<tr>{cells}</tr>"


def _layers(lesson: Lesson) -> str:
    """The layers of this kind, each with what it does."""
    rows = [row for row in LAYERS.values() if row.kind == lesson.name]
    descriptions = [(escape(_(row.title)), escape(_(row.help))) for row in rows]
    items = "".join(f"<dt>{title}</dt><dd>{help}</dd>" for title, help in descriptions)
    heading = escape(_("Layers of this type"))
    return f"<h2>{heading}</h2><dl>{items}</dl>"


def _sources(lesson: Lesson) -> str:
    items = "".join(
        f"<li><a href='{escape(source.url)}' target='_blank' rel='noopener'>{escape(source.title)}</a></li>"
        for source in lesson.sources
    )
    heading = escape(_("Sources"))
    return f"<h2>{heading}</h2><ul>{items}</ul>"
