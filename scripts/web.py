"""Build the programs of components: ``python -m scripts.web`` after ``playground/ui/web`` has changed.

It writes the types of messages (:mod:`scripts.messages`), installs what ``package-lock.json`` names (npm and Node 20 or
later are needed, for building only), checks the types and writes ``playground/ui/web/bundles``, which is committed.
``--check`` writes nothing and fails where a committed file is another one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts import messages

FOLDER = Path(__file__).resolve().parent.parent / "playground" / "ui" / "web"
BUNDLES = FOLDER / "bundles"


def install() -> None:
    """What the lock file names, where it is not there or of another lock file."""
    lock, done = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")


def build(target: Path) -> None:
    """Write the bundles into the folder *target*. Raises :class:`subprocess.CalledProcessError` where a step fails."""
    run("node", "build.mjs", str(target))


def run(*command: str) -> None:
    subprocess.run(command, cwd=FOLDER, check=True)


def differences() -> list[str]:
    """The committed bundles that are not what their sources give."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        made = _contents(Path(folder))
    there = _contents(BUNDLES)
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


if __name__ == "__main__":
    if shutil.which("npm") is None:
        sys.exit("npm is not installed: it builds the components. (Running the app does not need it.)")
    install()
    if "--check" in sys.argv[1:]:
        wrong = [*differences(), *([] if messages.is_current() else [messages.TARGET.name])]
        sys.exit(f"{', '.join(wrong)}: not what the sources give; run python -m scripts.web." if wrong else 0)
    messages.write()
    run("npm", "run", "--silent", "types")
    build(BUNDLES)
    for file in sorted(BUNDLES.iterdir()):
        print(f"{file.name}: {file.stat().st_size:,} bytes")
