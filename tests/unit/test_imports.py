"""Importing the app must load neither tensorflow nor keras: both cost seconds, and Streamlit breaks a running
training where it finds keras loaded (docs/architecture.md)."""

from __future__ import annotations

import ast
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import playground.ui

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("tensorflow", "keras")

# Run as Streamlit runs it: the whole script, outside a session, so that whatever it imports is imported.
_IMPORT_ALL = """
import importlib, json, runpy, sys
sys.path.insert(0, {root!r})
for name in {modules!r}:
    importlib.import_module(name)
for script in {scripts!r}:
    runpy.run_path(script, run_name="imported")
print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""


def _modules() -> list[str]:
    return [entry.name for entry in pkgutil.walk_packages(playground.ui.__path__, "playground.ui.")]


def _scripts() -> list[str]:
    return [str(ROOT / "app.py"), *(str(page) for page in sorted((ROOT / "pages").glob("*.py")))]


def _loaded(modules: list[str], scripts: list[str], root: Path = ROOT) -> list[str]:
    source = _IMPORT_ALL.format(root=str(root), modules=modules, scripts=scripts, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_the_app_every_page_and_the_ui_load_neither_tensorflow_nor_keras() -> None:
    assert len(_modules()) > 3
    assert len(_scripts()) > 1
    assert _loaded(_modules(), _scripts()) == []


def test_the_test_would_notice(tmp_path: Path) -> None:
    (tmp_path / "keras.py").touch()  # The true one takes its seconds, and its name is all that is looked at.
    (tmp_path / "page.py").write_text("import keras", encoding="utf-8")
    assert _loaded(["page"], [], tmp_path) == ["keras"]
    assert _loaded([], [str(tmp_path / "page.py")], tmp_path) == ["keras"]


def test_neither_is_loaded_to_list_to_edit_or_to_check() -> None:
    commands = ["playground.cli.shelf", "playground.cli.runs", "playground.cli.training"]
    edits = ["playground.checks.check", "playground.checks.autofix", "playground.experiment.edits", "playground.ports"]
    assert _loaded([*commands, *edits], []) == []


def imports(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """By module of *sources* (dotted name, text), the modules of *sources* that it imports: at its top, inside
    functions, for type checkers alone, and by their place in a folder (:class:`playground.core.registry.Registry`)."""
    found: dict[str, set[str]] = {}
    for name, text in sources.items():
        tree = ast.parse(text)
        wanted = {target for node in ast.walk(tree) for target in _targets(node)}
        folders = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)} | {name}
        if re.search(r"\b(Registry|modules)[\[(]", text):
            wanted |= {other for other in sources if any(other.startswith(f"{folder}.") for folder in folders)}
        found[name] = {_known(target, sources) for target in wanted} - {name, ""}
    return found


def _targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert not node.level, "imports are absolute here"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _known(target: str, sources: Mapping[str, str]) -> str:
    """*target*, or the module that it is a name of."""
    return next((name for name in (target, target.rpartition(".")[0]) if name in sources), "")


def cycle(sources: Mapping[str, str]) -> list[str]:
    """Modules that import each other in a ring; empty where there is no ring."""
    graph = imports(sources)
    while free := {name for name, wanted in graph.items() if not wanted}:
        graph = {name: wanted - free for name, wanted in graph.items() if name not in free}
    ring: list[str] = []
    while graph and (not ring or ring[-1] not in ring[:-1]):
        ring.append(min(graph[ring[-1]] if ring else graph))
    return ring[ring.index(ring[-1]) :] if ring else []


def _sources() -> dict[str, str]:
    found = {}
    for file in (ROOT / "playground").rglob("*.py"):
        parts = file.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file.read_text(encoding="utf-8")
    return found


def test_no_modules_import_each_other_in_a_ring() -> None:
    assert cycle(_sources()) == []


RINGS = {
    "at the top": {"p.a": "from p import b", "p.b": "from p.a import name"},
    "inside a function": {"p.a": "from p import b", "p.b": "def late():\n    import p.a"},
    "for type checkers alone": {"p.a": "from p import b", "p.b": "if TYPE_CHECKING:\n    from p.a import Name"},
    "by its place in a folder": {"p.a": "Registry('ENTRY', __name__)", "p.a.b": "from p import a"},
    "by its place in a folder that is named": {"p.a": "Registry[Entry]('ENTRY', 'p.c')", "p.c.b": "from p import a"},
    "by being one of many": {"p.a": "rows = [module.ROWS for module in modules(__name__)]", "p.a.b": "from p import a"},
    "over three": {"p.a": "import p.b", "p.b": "import p.c", "p.c": "import p.a"},
}


@pytest.mark.parametrize("sources", [pytest.param(sources, id=kind) for kind, sources in RINGS.items()])
def test_a_ring_of_each_kind_is_found(sources: dict[str, str]) -> None:
    assert cycle({"p": "", "p.d": "import p.a", **sources})


def test_at_the_top_of_the_package_stand_rooms_alone() -> None:
    top = (ROOT / "playground").iterdir()
    files = {entry.name for entry in top if entry.is_file()}
    assert files == {"__init__.py", "__main__.py"}
