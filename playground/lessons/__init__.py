"""Lessons, one file each: a module-level ``LESSON``, found by its place in this folder. One for each kind of layer."""

from __future__ import annotations

from playground.core.registry import Registry
from playground.lessons.base import Lesson

__all__ = ["Lesson", "all_lessons", "get"]

_LESSONS = Registry[Lesson]("LESSON", __name__, order=lambda lesson: lesson.order)
all_lessons = _LESSONS.all
"""Every lesson by its name, in the order of the page."""


def get(name: str | None) -> Lesson:
    """The lesson called *name*; the first where there is none of that name: an old address still opens the page."""
    lessons = all_lessons()
    return lessons.get(name or "") or next(iter(lessons.values()))
