"""Neither Keras nor TensorFlow nor a browser: whatever loads one of them here fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache
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


@pytest.fixture(autouse=True, scope="session")
def _packages_are_scanned_once() -> Iterator[None]:
    """A server reads what every installed package says of itself when it starts, AppTest before each run of a page:
    that was a fifth of the time of all these tests."""
    if "streamlit" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield
