"""Answers that are kept by which object was asked about."""

from __future__ import annotations

from playground.core.identity_cache import cached_by_identity


def test_the_same_object_is_asked_about_once_and_an_equal_one_anew():
    asked: list[list[int]] = []

    @cached_by_identity(4)
    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    one, equal = [1, 2], [1, 2]
    assert [total(one), total(one), total(equal), total(one)] == [3, 3, 3, 3]
    assert [id(numbers) for numbers in asked] == [id(one), id(equal)]


def test_as_many_are_kept_as_was_said():
    asked: list[int] = []

    @cached_by_identity(2)
    def first(numbers: list[int]) -> int:
        asked.append(numbers[0])
        return numbers[0]

    lists = [[0], [1], [2]]
    for numbers in (*lists, lists[2], lists[1], lists[0]):
        first(numbers)
    assert asked == [0, 1, 2, 0]
