"""A download by Keras, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FETCH = """
import sys, urllib.error
from playground import datasets
from playground.core.problems import PlaygroundError
from keras.src.utils import file_utils
calls = []
def refuse(url, target, hook):
    hook(0, 8192, 100_000); hook(2, 8192, 100_000)
    raise urllib.error.URLError("no network here")
file_utils.urlretrieve = refuse
try:
    datasets.fetch("mnist", lambda done, total: calls.append((done, total)))
except PlaygroundError as error:
    print(calls); print(error)
assert file_utils.urlretrieve is refuse
def give(url, target, hook):
    import gzip, numpy
    from tests.support import files
    sizes = (200, 50)
    x, y = files.pictures(200) if "train" in url else files.pictures(50, seed=1)
    data = gzip.compress(files.idx(x if "images" in url else y))
    open(target, "wb").write(data)
    hook(0, 8192, len(data)); hook(len(data) // 8192 + 1, 8192, len(data))
file_utils.urlretrieve = give
calls.clear()
import playground.datasets.images.fashion_mnist as module, playground.datasets.images.mnist_like as like
real = like.search_folders
like.search_folders = lambda names, *system: real(names)
datasets.fetch("fashion_mnist", lambda done, total: calls.append((done, total)))
done = [bytes_done for bytes_done, _ in calls]
assert done == sorted(done) and len(done) == 9 and done[-1] == calls[-1][1], calls
from playground.experiment import spec
print(datasets.prepare(spec.Data(name="fashion_mnist", preparation={"scale": "unit"})).info.test_examples)
"""


def test_a_download_by_keras_reports_its_bytes_and_its_failure_says_what_to_do(home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FETCH], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    progress, said, examples = done.stdout.splitlines()
    assert "(16384, " in progress
    assert "no network here" in said
    assert str(home / "data" / "mnist") in said
    assert examples == "50"
