"""Every word a person reads is extracted, translated, and keeps its placeholders."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from playground.core import i18n
from playground.core.i18n import Text, _
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


WORDY = re.compile(
    "button|caption|checkbox|download_button|dialog|error|expander|file_uploader|form_submit_button|header|html|info|"
    "link_button|markdown|metric|multiselect|number_input|popover|radio|segmented_control|selectbox|slider|spinner|"
    "subheader|success|tabs|text|text_area|text_input|title|toast|toggle|warning|write|Page"
)
MARKUP = re.compile(r"<style>.*?</style>|<[^>]*>|:material/\w+:|:[a-z]+(-[a-z]+)*\[|&\w+;", re.DOTALL)
SHOWN = frozenset({"label", "help", "placeholder", "title", "alt", "body", "text"})


def _bare_words(call: ast.Call) -> Iterator[str]:
    """Literal text among what a Streamlit call shows; markup, icons and values put in do not count."""
    shown = call.args[:1] + [keyword.value for keyword in call.keywords if keyword.arg in SHOWN]
    for value in shown:
        parts = value.values if isinstance(value, ast.JoinedStr) else [value]
        literal = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in parts)
        literal = MARKUP.sub("", literal)
        if any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts) and re.search(
            r"[A-Za-z]{2,}", literal
        ):
            yield literal


def _unmarked(source: str) -> list[str]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = [call for call in calls if isinstance(call.func, ast.Attribute) and WORDY.fullmatch(call.func.attr)]
    return [words for call in named if isinstance(call.func.value, ast.Name) for words in _bare_words(call)]


ON_PAGES = [file for file in translate.sources() if {"ui", "pages", "app.py"} & {*file.parts}]


@pytest.mark.parametrize("file", ON_PAGES, ids=lambda file: file.relative_to(translate.ROOT).as_posix())
def test_no_word_on_a_page_goes_round_the_translation(file: Path) -> None:
    found = _unmarked(file.read_text(encoding="utf-8"))
    assert [words for words in found if not words.endswith(".py")] == []


def test_words_that_go_round_the_translation_are_found() -> None:
    assert _unmarked('st.button("Train")') == ["Train"]
    assert _unmarked("st.html(f\"<p class='x'>Epoch {n}</p>\")") == ["Epoch \0"]
    assert _unmarked('bar.number_input(_("Epochs"), help="how many")') == ["how many"]
    assert _unmarked('st.html(f"<p>{said}</p>"); st.button(_("Train"))') == []


def test_no_message_stands_inside_an_f_string() -> None:
    """Babel does not look into f-strings before Python 3.12, so such words would never be translated."""
    hidden = []
    for file in translate.sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
            calls = (call for call in inside if isinstance(call, ast.Call) and isinstance(call.func, ast.Name))
            hidden += [
                f"{file}:{call.lineno}"
                for call in calls
                if call.func.id in ("_", "N_") and call.args and isinstance(call.args[0], ast.Constant)
            ]
    assert hidden == []
