"""The recipes of CONTRIBUTING.md, followed on a copy of the project as a reader would follow them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^`([^`\n]+)`:\n\n```(python|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = ("playground", "pages", "tests", "scripts", "docs", "app.py", "pyproject.toml")
PYTEST = ("pytest", "-n", "0", "-p", "no:cacheprovider")
MADE = ("EinsumDense", "separable", "rings", "twice", "mlp-rings", "pace")


class Block(NamedTuple):
    """A code block with the file that it belongs into."""

    file: str
    kind: str
    text: str


def blocks(markdown: str) -> list[Block]:
    return [Block(*found.groups()) for found in BLOCK.finditer(markdown)]


def follow(block: Block, project: Path) -> None:
    """Write a new file, or apply a diff at the only place where its unmarked and removed lines stand."""
    file = project / block.file
    if block.kind == "python":
        assert not file.exists(), f"{block.file} is a new file in the recipe and exists already"
        file.write_text(block.text, encoding="utf-8")
        return
    lines = block.text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    content = file.read_text(encoding="utf-8")
    assert content.count(before) == 1, f"{block.file} does not have, once:\n{before}"
    file.write_text(content.replace(before, after), encoding="utf-8")


RECIPES = blocks((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("project")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "vendor"))
        else:
            shutil.copy(source, copy / name)
    for block in RECIPES:
        follow(block, copy)
    return copy


def _run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PLAYGROUND_HOME": str(project / "home"), "PYTHONPATH": ""}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=project, env=environment, capture_output=True, text=True, timeout=300
    )


def test_there_is_a_recipe_for_each_thing() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    for thing in ("layer", "block", "data set", "training family", "gallery entry", "figure", "page", "language"):
        assert any(thing in heading for heading in headings), thing
    files = {block.file for block in RECIPES}
    for room in (
        "catalog/layers",
        "experiment/blocks",
        "datasets",
        "families",
        "gallery",
        "figures",
        "ui",
        "core/i18n.py",
    ):
        assert any(file.startswith(f"playground/{room}") for file in files), room


def test_the_recipes_are_written_in_the_project_s_own_style(project: Path) -> None:
    files = [block.file for block in RECIPES if block.file.endswith(".py")]
    for command in (("ruff", "check", *files), ("ruff", "format", "--check", *files)):
        done = _run(project, *command)
        assert done.returncode == 0, done.stdout


def test_what_the_recipes_make_passes_the_contracts_and_stands_in_the_app(project: Path) -> None:
    """Among them: a layer that is offered is not left out, and no page loads anything heavy."""
    folders = ("tests/unit/contracts", "tests/keras/contracts", "tests/unit/test_imports.py")
    done = _run(project, *PYTEST, "-v", *folders, "-k", " or ".join((*MADE, "left_out", "every_page")))
    assert done.returncode == 0, done.stdout[-4000:]
    for name in MADE:
        assert re.search(rf"::\S+\[\S*{name}\S*\] PASSED", done.stdout), f"no contract looked at {name}"
    for test in ("left_out", "every_page"):
        assert re.search(rf"::test_\S*{test}\S* PASSED", done.stdout), test
    assert "pages/sources.py" in (project / "app.py").read_text(encoding="utf-8")


def test_another_language_is_a_line_and_a_catalogue(project: Path) -> None:
    assert _run(project, "scripts.translate", "update", "fr").returncode == 0
    missing = _run(project, "scripts.translate", "missing", "fr")
    messages = json.loads(missing.stdout)
    assert len(messages) > 100
    given = project / "fr.json"
    given.write_text(json.dumps({message: f"« {message} »" for message in messages}), encoding="utf-8")
    assert _run(project, "scripts.translate", "fill", "fr", str(given)).returncode == 0
    done = _run(project, *PYTEST, "tests/unit/core/test_i18n.py", "-k", "[fr]")
    assert done.returncode == 0, done.stdout[-4000:]
    assert "4 passed" in done.stdout


def test_a_recipe_that_does_not_fit_any_more_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    follow(Block("a.py", "diff", "-x = 1\n+x = 2\n"), tmp_path)
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == "x = 2\n"
    with pytest.raises(AssertionError, match="does not have"):
        follow(Block("a.py", "diff", "-x = 1\n+x = 2\n"), tmp_path)
