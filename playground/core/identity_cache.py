"""A cache for what is asked again and again of the same object, such as a document that pages hand round."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import cachetools

T = TypeVar("T")
R = TypeVar("R")


class _Identity:
    """A key that is equal for the same object alone, and keeps it alive, so that no other takes its address."""

    __slots__ = ("one",)

    def __init__(self, one: object) -> None:
        self.one = one

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.one is other.one


def cached_by_identity(maxsize: int) -> Callable[[Callable[[T], R]], Callable[[T], R]]:
    """Decorates a function of one object that never changes but cannot be hashed, as documents with lists in them.

    Its answers for the *maxsize* objects that were asked about last are kept. An equal copy is another object, and is
    asked anew. Safe for many threads.
    """

    def decorate(function: Callable[[T], R]) -> Callable[[T], R]:
        answers: cachetools.LRUCache[Any, R] = cachetools.LRUCache(maxsize)
        return cachetools.cached(answers, key=_Identity, lock=threading.Lock())(function)

    return decorate
