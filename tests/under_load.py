"""``python -m tests.under_load [FOLDER ...] [--seconds N]``: tests beside as many busy processes as there are cores.

Whatever a test waits for comes late then, so a test that leans on a clock, and a race in the app, show themselves. With
no FOLDER one of those is taken whose tests wait for something (``WAITING``), another with each commit. No test begins
``--seconds`` after the first; modules come in another order with each commit too, so that it is not always the same
that are left.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WAITING = ("process", "browser", "keras")
"""Below ``tests/``. Nothing in ``tests/unit`` waits, and trainings of ``tests/slow`` are too long."""
BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    pass\n"
"""It ends with its parent, however that ends."""


@contextmanager
def all_cores_busy() -> Iterator[None]:
    burners = [subprocess.Popen([sys.executable, "-c", BUSY]) for _core in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


class Bounded:
    """A pytest plugin: modules in the order of *seed*, and no test begins *seconds* after the first."""

    def __init__(self, seed: int, seconds: float) -> None:
        self.seed = seed
        self.seconds = seconds
        self.until = float("inf")
        self.left_out = 0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        modules = sorted({str(item.path) for item in items})
        random.Random(self.seed).shuffle(modules)
        place = {module: number for number, module in enumerate(modules)}
        items.sort(key=lambda item: place[str(item.path)])

    def pytest_runtestloop(self) -> None:
        self.until = time.monotonic() + self.seconds

    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        if time.monotonic() < self.until:
            return None
        self.left_out += 1
        return True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            terminalreporter.write_line(f"{self.left_out} tests were left out when the time was over")


def folders() -> list[Path]:
    return sorted({file.parent for tier in WAITING for file in (HERE / tier).rglob("test_*.py")})


def commits() -> int:
    """How many led here; 0 where this is no clone."""
    counted = subprocess.run(["git", "rev-list", "--count", "HEAD"], cwd=HERE, capture_output=True, text=True)
    return int(counted.stdout) if counted.returncode == 0 else 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.under_load", description=__doc__)
    parser.add_argument("folder", nargs="*", help="below tests/")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="after which no test begins")
    asked = parser.parse_args(arguments)
    known = folders()
    seed = commits()
    chosen = asked.folder or [str(known[seed % len(known)])]
    print(f"beside {os.cpu_count()} busy processes: {' '.join(chosen)}", flush=True)
    with all_cores_busy():
        return pytest.main([*chosen, "-n", "0"], plugins=[Bounded(seed, asked.seconds)])


if __name__ == "__main__":
    sys.exit(main())
