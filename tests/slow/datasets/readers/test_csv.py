"""The largest table that is taken, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("home")


LARGE = """
import re
from pathlib import Path
from playground import datasets
from playground.experiment import spec
row = b"%d.123456,%d.654321,%d,%s,%d\\n"
block = b"".join(row % (n, n * 7 % 1000, n % 13, b"abc"[n % 3 : n % 3 + 1], n % 2) for n in range(100_000))
data = b"a,b,c,kind,y\\n" + block * (200_000_000 // len(block))
size = len(data)
kept = datasets.store_upload(memoryview(data))
del data
info = datasets.prepare(spec.Data(name="csv", params={"file": kept})).info
# Not ru_maxrss: a process inherits that peak from the one that started it.
peak = re.search("VmHWM:\\\\s+(\\\\d+) kB", Path("/proc/self/status").read_text())
print(size, info.train_examples, int(peak[1]) // 1024)
"""


def test_two_hundred_megabytes_are_prepared_within_two_gigabytes(home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LARGE], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    size, examples, peak = map(int, done.stdout.split())
    assert size > 195_000_000
    assert examples > 1_000_000
    assert peak < 2000
