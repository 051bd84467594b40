"""Neither Keras nor TensorFlow nor a browser: whatever loads one of them here fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder

import pytest

HEAVY = frozenset({"keras", "tensorflow", "playwright"})


class _Refusing(MetaPathFinder):
    def __init__(self) -> None:
        self.refused: list[str] = []

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> None:
        # What tests of other folders have loaded in this process can be loaded further.
        if fullname in HEAVY:
            self.refused.append(fullname)
            raise ImportError(f"{fullname} has no place in tests/unit")


@pytest.fixture(autouse=True, scope="module")
def _nothing_heavy_is_loaded() -> Iterator[None]:
    finder = _Refusing()
    sys.meta_path.insert(0, finder)
    yield
    sys.meta_path.remove(finder)
    assert finder.refused == []
