"""Lessons, one file each: a module-level ``LESSON``, found by its place in this folder. One for each kind of layer."""

from __future__ import annotations

from functools import cache

from playground.core import registry
from playground.lessons.base import Lesson

__all__ = ["Lesson", "all_lessons", "get"]


@cache
def all_lessons() -> dict[str, Lesson]:
    """Every lesson by its name, in the order of the page."""
    lessons: list[Lesson] = registry.collect(__name__, "LESSON")
    return {lesson.name: lesson for lesson in sorted(lessons, key=lambda lesson: lesson.order)}


def get(name: str | None) -> Lesson:
    """The lesson called *name*; the first where there is none of that name: an old address still opens the page."""
    lessons = all_lessons()
    return lessons.get(name or "") or next(iter(lessons.values()))
