"""The cache: whole or not there, shared by many writers, bounded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from playground import datasets
from playground.datasets.preparation import cache
from playground.datasets.preparation.prepare import _prepare_cached
from playground.experiment import spec

IRIS = spec.Data(name="iris")


@pytest.fixture(autouse=True)
def fresh(home: Path) -> Path:
    _prepare_cached.cache_clear()
    return home / "cache" / "data"


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_what_was_prepared_once_is_mapped_from_then_on(fresh: Path) -> None:
    first = datasets.prepare(IRIS)
    assert len(entries(fresh)) == 1
    assert isinstance(first.train.x, np.memmap)
    _prepare_cached.cache_clear()
    assert np.array_equal(datasets.prepare(IRIS).train.x, first.train.x)
    assert len(entries(fresh)) == 1


def test_points_are_made_again_rather_than_kept(fresh: Path) -> None:
    datasets.prepare(spec.Data(name="moons"))
    assert not fresh.exists()


def test_scalings_of_pictures_share_one_set_of_arrays(fresh: Path) -> None:
    for scale in ("unit", "signed", "standard", "none"):
        datasets.prepare(spec.Data.model_validate({"name": "digits", "preparation": {"scale": scale}}))
    assert len(entries(fresh)) == 1


def test_a_broken_entry_is_made_anew(fresh: Path) -> None:
    wanted = np.array(datasets.prepare(IRIS).train.x)
    _prepare_cached.cache_clear()
    (entry,) = entries(fresh)
    (entry / "train_x.npy").write_bytes(b"cut")
    assert np.array_equal(datasets.prepare(IRIS).train.x, wanted)
    _prepare_cached.cache_clear()
    (entry / "meta.json").write_text("{")
    assert np.array_equal(datasets.prepare(IRIS).train.x, wanted)


def test_many_writers_and_readers_at_once_leave_one_whole_entry(fresh: Path) -> None:
    """Writers in one process differ as those of several do: by the name of what they write beside."""
    made = datasets.prepare(spec.Data(name="moons"))

    def write_and_read(_: int) -> bytes:
        cache.write("same", made, {})
        found = cache.read("same")
        assert found is not None
        return found[0].train.x.tobytes()

    with ThreadPoolExecutor(8) as pool:
        said = set(pool.map(write_and_read, range(40)))
    assert said == {made.train.x.tobytes()}
    assert [entry.name for entry in entries(fresh)] == ["same"]


def test_the_oldest_entries_go_where_room_is_short(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = datasets.prepare(IRIS)
    before = np.array(first.train.x)
    monkeypatch.setenv("PLAYGROUND_CACHE_BYTES", "1")
    datasets.prepare(spec.Data(name="wine"))
    assert len(entries(fresh)) == 1
    assert np.array_equal(first.train.x, before), "who has it mapped keeps it"


def test_a_disk_that_cannot_be_written_does_not_stop_a_training(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(cache, "write", full)
    assert datasets.prepare(IRIS).info.train_examples == 105
    assert "no space left" in caplog.text
