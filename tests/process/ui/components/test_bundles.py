"""The programs of components: they are what their sources give, and each is put beside the app for the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.core.problems import PlaygroundError
from playground.ui.components import bundles
from scripts import messages, web

NAMES = sorted(file.stem for file in bundles.FOLDER.glob("*.js"))


@pytest.mark.usefixtures("node")
def test_the_committed_bundles_are_what_their_sources_give() -> None:
    assert web.differences() == [], "run python -m scripts.web and commit the bundles"


def test_the_types_of_messages_are_those_of_python() -> None:
    assert messages.is_current(), "run python -m scripts.web and commit messages.ts"


def test_every_component_has_its_program() -> None:
    assert NAMES == [
        "canvas",
        "code_grid",
        "drawing",
        "example_strip",
        "examples",
        "figure",
        "latent_pad",
        "latent_sliders",
        "scrubber",
        "stack_editor",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_program_is_put_beside_the_app(name: str, tmp_path: Path) -> None:
    address = bundles.ensure_static(name, tmp_path)
    file = tmp_path / "static" / "vendor" / Path(address).name
    assert address.startswith(f"app/static/vendor/{name}-")
    assert file.read_bytes() == bundles.load(name).js
    (tmp_path / "other").write_text("a file is in the way")
    with pytest.raises(PlaygroundError, match="The page needs its programs"):
        bundles.ensure_static(name, tmp_path / "other")
