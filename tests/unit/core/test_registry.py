"""Finding what lives one to a file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from playground.core.i18n import N_
from playground.core.problems import PlaygroundError
from playground.core.registry import Registry

FILES = {
    "room_of_things/__init__.py": "",
    "room_of_things/base.py": "class Thing:\n    def __init__(self, name): self.name = name\n",
    "room_of_things/second.py": "from room_of_things.base import Thing\nTHING = Thing('apple')\n",
    "room_of_things/corner/__init__.py": "",
    "room_of_things/corner/first.py": "from room_of_things.base import Thing\nTHING = Thing('pear')\n",
}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield "room_of_things"
    for name in [name for name in sys.modules if name.startswith("room_of_things")]:
        del sys.modules[name]


def test_files_of_a_room_and_of_its_corners_are_found_by_name(room: str) -> None:
    assert list(Registry("THING", room).all()) == ["pear", "apple"], "a corner is a room, in the order of the files"
    assert list(Registry("THING", room, order=lambda thing: thing.name).all()) == ["apple", "pear"]
    assert list(Registry("THING", room, name_of=lambda thing: thing.name.upper()).all()) == ["PEAR", "APPLE"]


def test_nothing_is_imported_before_somebody_asks(room: str) -> None:
    found = Registry("THING", room)
    assert "room_of_things.second" not in sys.modules
    found.all()
    assert "room_of_things.second" in sys.modules


def test_what_is_not_there_is_told_with_what_is_there(room: str) -> None:
    found = Registry("THING", room, code="no_such_fruit", field="basket")
    assert found.get("pear").name == "pear"
    with pytest.raises(PlaygroundError) as caught:
        found.get("plum" * 100)
    problem = caught.value.problems[0]
    assert (problem.code, problem.field) == ("no_such_fruit", "basket")
    assert "pear, apple" in str(problem)
    assert len(str(problem)) < 200
    near = Registry("THING", room, missing=N_("There is no ready experiment called {name}; perhaps {near}?"))
    with pytest.raises(PlaygroundError, match="perhaps apple"):
        near.get("aple")
