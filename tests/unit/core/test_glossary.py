"""The words of the app: one term for one thing, in both languages, as ``docs/glossary.md`` has them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts import translate

GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"
OTHER_SENSES = {
    "mode": ("Fill mode",),
    "step": ("First steps",),
    "unit": ("units of the axes", "target's own units", "target's units", "units of the input"),
    "weight": ("width and weight",),
}
"""Where a message uses the word of a term in another sense: text of the message around it."""


class Term(NamedTuple):
    name: str
    chinese: tuple[str, ...]
    instead_of: tuple[str, ...]


def read_terms(text: str) -> list[Term]:
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [
        Term(name, tuple(chinese.split(" / ")), tuple(filter(None, others.split(", "))))
        for name, chinese, _meaning, _chinese_meaning, others in cells
    ]


TERMS = read_terms(GLOSSARY.read_text("utf-8"))
MESSAGES = {str(message.id): str(message.string) for message in translate.translated("zh") if message.id}


def uses(term: str, message: str) -> bool:
    """Whether *term* stands in *message*, its plural too; names in braces and in code are no words."""
    for sense in OTHER_SENSES.get(term, ()):
        message = message.replace(sense, "")
    return re.search(rf"(?<![\w{{.-]){re.escape(term)}(?:s|es)?(?![\w}}])", message, re.IGNORECASE) is not None


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_is_on_the_pages_and_has_one_translation(term: Term) -> None:
    found = {english: chinese for english, chinese in MESSAGES.items() if uses(term.name, english)}
    assert found, "no message uses it"
    otherwise = {
        english: chinese for english, chinese in found.items() if not any(word in chinese for word in term.chinese)
    }
    assert otherwise == {}


@pytest.mark.parametrize("term", [term for term in TERMS if term.instead_of], ids=lambda term: term.name)
def test_no_message_says_it_otherwise(term: Term) -> None:
    for word in term.instead_of:
        assert [message for message in MESSAGES if uses(word, message)] == []


def test_a_term_stands_once() -> None:
    names = [term.name for term in TERMS]
    assert names == sorted(set(names), key=str.lower)


def test_a_message_that_strays_is_found() -> None:
    assert uses("picture", "Two pictures of one class")
    assert uses("class", "All classes")
    assert not uses("unit", "How far it moves, in units of the axes.")
    assert not uses("epoch", "--set training.epochs=3")
    assert not uses("picture", "{picture} is there")
