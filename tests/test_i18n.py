"""Every word a person reads is extracted, translated, and keeps its placeholders."""

from __future__ import annotations

import string

import pytest
from babel.messages.catalog import Catalog

from playground import i18n
from playground.i18n import Text, _
from scripts import translate

CODES = translate.languages()


@pytest.fixture(scope="module")
def source() -> Catalog:
    return translate.messages()


def _placeholders(message: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(message) if name is not None}


def test_every_offered_language_but_english_has_a_catalogue() -> None:
    assert set(CODES) == set(i18n.LANGUAGES) - {"en"}


@pytest.mark.parametrize("code", CODES)
def test_every_message_is_translated(code: str, source: Catalog) -> None:
    kept = translate.translated(code)
    missing = [entry.id for entry in source if entry.id and not (kept.get(entry.id) and kept.get(entry.id).string)]
    assert not missing, f"{len(missing)} messages; `python -m scripts.translate missing {code}` lists them"


@pytest.mark.parametrize("code", CODES)
def test_no_translation_is_a_guess_or_left_over(code: str, source: Catalog) -> None:
    kept = translate.translated(code)
    assert not [entry.id for entry in kept if entry.id and entry.fuzzy]
    assert not kept.obsolete
    assert not [entry.id for entry in kept if entry.id and source.get(entry.id) is None]


@pytest.mark.parametrize("code", CODES)
def test_placeholders_are_those_of_the_message(code: str) -> None:
    wrong = {
        entry.id: entry.string
        for entry in translate.translated(code)
        if entry.id and entry.string and _placeholders(str(entry.id)) != _placeholders(str(entry.string))
    }
    assert not wrong


@pytest.mark.parametrize("code", CODES)
def test_a_text_is_told_in_the_language_of_the_moment(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Text("There is no run {run}.", {"run": "abc"})
    english = str(said)
    monkeypatch.setattr(i18n, "_provider", lambda: code)
    assert str(said) != english
    assert "abc" in str(said)


def test_a_language_that_nobody_offers_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_provider", lambda: "xx")
    assert _("There is no run {run}.") == "There is no run {run}."


def test_extraction_finds_both_marks_and_joined_literals(tmp_path: object, source: Catalog) -> None:
    from playground import gallery

    lesson = gallery.get("mlp-spirals").lesson
    assert source.get(lesson) is not None
    assert source.get("list the ready experiments with their goals") is not None
