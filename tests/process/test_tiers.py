"""Which tests load what: ``tests/unit`` neither Keras nor TensorFlow nor a browser, and nothing outside ``tests/keras``
and ``tests/slow`` loads Keras before its tests begin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
HEAVY = ("keras", "tensorflow")
TIERS = {"unit", "keras", "process", "browser", "slow"}

# A module that is None in sys.modules cannot be imported.
_COLLECT = """
import sys
sys.modules.update(dict.fromkeys({kept_out!r}))
import pytest
sys.exit(pytest.main(["--collect-only", "-q", "-n", "0", "-p", "no:cacheprovider", *{folders!r}]))
"""


def _collected(kept_out: tuple[str, ...], *folders: Path) -> subprocess.CompletedProcess[str]:
    source = _COLLECT.format(kept_out=kept_out, folders=[str(folder) for folder in folders])
    return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=300, cwd=HERE.parent)


@pytest.mark.parametrize(
    ("kept_out", "tiers"),
    [
        pytest.param((*HEAVY, "playwright"), ("unit", "process"), id="unit and process"),
        pytest.param(HEAVY, ("browser",), id="browser"),
    ],
)
def test_they_are_collected_without(kept_out: tuple[str, ...], tiers: tuple[str, ...]) -> None:
    done = _collected(kept_out, *(HERE / tier for tier in tiers))
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_test_would_notice(tmp_path: Path) -> None:
    """A module that is not kept out does not count, so that keras need not be loaded to see that."""
    (tmp_path / "test_one.py").write_text("import colorsys\n\n\ndef test_nothing():\n    pass\n", encoding="utf-8")
    assert _collected(("colorsys",), tmp_path).returncode != 0
    assert _collected(HEAVY, tmp_path).returncode == 0


def test_every_test_stands_in_a_tier() -> None:
    assert {file.relative_to(HERE).parts[0] for file in HERE.rglob("test_*.py")} == TIERS
