"""Build the canvas's program: ``python -m scripts.canvas`` after its sources or their lock file changed.

It installs what ``package-lock.json`` names (npm and Node 20 or later are needed, for building only), checks the types
and writes ``playground/ui/components/canvas/canvas.js``, which is committed. ``--check`` writes nothing and fails where
the committed file is another one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "playground" / "ui" / "components" / "canvas"
BUNDLE = FOLDER / "canvas.js"


def build(target: Path) -> None:
    """Write the bundle to *target*. Raises :class:`subprocess.CalledProcessError` where a step fails."""
    if not (FOLDER / "node_modules" / ".package-lock.json").exists():
        run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    run("node", "node_modules/typescript/bin/tsc", "--noEmit")
    run("node", "build.mjs", str(target))


def run(*command: str) -> None:
    subprocess.run(command, cwd=FOLDER, check=True)


def same() -> bool:
    """Whether the committed bundle is what its sources give."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "canvas.js"
        build(made)
        return made.read_bytes() == BUNDLE.read_bytes()


if __name__ == "__main__":
    if shutil.which("npm") is None:
        sys.exit("npm is not installed: it builds the canvas. (Running the app does not need it.)")
    if "--check" in sys.argv[1:]:
        sys.exit(0 if same() else f"{BUNDLE} is not what its sources give: run python -m scripts.canvas.")
    build(BUNDLE)
    print(f"{BUNDLE.name}: {BUNDLE.stat().st_size:,} bytes")
