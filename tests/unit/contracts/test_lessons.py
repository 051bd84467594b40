"""What every lesson says, and that each kind of layer has one."""

from __future__ import annotations

import pytest

from playground import lessons
from playground.catalog.layers import LAYERS
from playground.core import i18n
from playground.lessons import Lesson
from playground.ui.components.mathml import mathml

LESSONS = [pytest.param(lesson, id=lesson.name) for lesson in lessons.all_lessons().values()]


def test_each_kind_of_layer_has_a_lesson_and_no_lesson_is_about_none() -> None:
    assert set(lessons.all_lessons()) == {row.kind for row in LAYERS.values()}


def test_what_is_not_there_opens_the_first() -> None:
    assert lessons.get("nothing").order == lessons.get(None).order == 1


@pytest.mark.parametrize("lesson", LESSONS)
def test_is_told(lesson: Lesson) -> None:
    for text in (lesson.summary, *lesson.paragraphs, lesson.symbols, lesson.watch_for, lesson.common_mistake):
        assert text.endswith((".", "?"))
        assert len(text) < 330
    assert lesson.paragraphs
    assert mathml(lesson.formula)
    assert lesson.sources
    assert all(source.url.startswith("https://") for source in lesson.sources)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_example_says_its_numbers_in_each_language(lesson: Lesson) -> None:
    steps = lesson.example().steps
    assert steps
    for language in i18n.LANGUAGES:
        i18n.use_language(lambda said=language: said)
        try:
            said = [str(step) for step in steps]
        finally:
            i18n.use_language(lambda: "en")
        assert all(sentence.endswith((".", "。")) and "{" not in sentence for sentence in said)
