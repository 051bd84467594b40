"""Saved blocks are kept whole, found again, put away and brought back; a bad file is told and left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.core import paths
from playground.core.problems import PlaygroundError
from playground.experiment import blocks, saved_blocks
from playground.experiment.saved_blocks import SavedBlock

BLOCK = SavedBlock(title="My block", repeat=2, network=blocks.get("residual").network(16))
pytestmark = pytest.mark.usefixtures("home")


def test_a_block_is_found_again_as_it_was() -> None:
    name = saved_blocks.save(BLOCK)
    assert name == "my-block"
    assert saved_blocks.get(name) == BLOCK
    assert saved_blocks.load_all().problems == ()


def test_names_that_no_file_can_have() -> None:
    names = [
        saved_blocks.save(BLOCK.model_copy(update={"title": title})) for title in ("残差块", "../x", "My Block!", "a/b")
    ]
    assert len(set(names)) == 4
    assert {file.parent for file in paths.blocks().glob("**/*.json")} == {paths.blocks()}
    assert saved_blocks.get(names[0]).title == "残差块"


def test_what_is_replaced_or_deleted_is_not_lost() -> None:
    name = saved_blocks.save(BLOCK)
    other = BLOCK.model_copy(update={"repeat": 5})
    saved_blocks.save(other)
    assert saved_blocks.get(name) == other
    saved_blocks.delete(name)
    assert saved_blocks.load_all().blocks == {}
    saved_blocks.restore(name)
    assert saved_blocks.get(name) == other
    saved_blocks.delete(name)
    assert len(list((paths.blocks() / "deleted").iterdir())) == 2


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "\xff",
        json.dumps({"version": 9}),
        json.dumps({"title": "x", "network": {}}),
        json.dumps({"title": "x", "network": {"nodes": [{"id": "a", "layer": "Dense"}]}}),
        "[" * 100_000,
        " " * 2_000_001,
    ],
)
def test_a_bad_file_is_told_and_left_where_it_is(content: str) -> None:
    saved_blocks.save(BLOCK)
    file: Path = paths.blocks() / "bad.json"
    file.write_bytes(content.encode("latin-1"))
    found = saved_blocks.load_all()
    assert list(found.blocks) == ["my-block"]
    assert str(found.problems[0]).startswith("The saved block bad.json cannot be used: ")
    assert file.exists()


@pytest.mark.parametrize("name", ["nobody", "../../etc/passwd", ""])
def test_an_unknown_name_is_refused(name: str) -> None:
    for ask in (saved_blocks.get, saved_blocks.delete, saved_blocks.restore):
        with pytest.raises(PlaygroundError, match="is saved"):
            ask(name)


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    paths.blocks().parent.mkdir(parents=True, exist_ok=True)
    paths.blocks().write_text("a file is in the way")
    with pytest.raises(PlaygroundError, match="was not saved"):
        saved_blocks.save(BLOCK)


@pytest.mark.parametrize("name", ["/etc", "**", "../up", "", "a" * 65])
def test_a_name_that_is_none_is_missing_whatever_is_asked(name: str) -> None:
    for ask in (saved_blocks.restore, saved_blocks.delete, saved_blocks.get):
        with pytest.raises(PlaygroundError):
            ask(name)
