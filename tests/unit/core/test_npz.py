"""Arrays in files: what was written comes back, and a writing that breaks off leaves what was there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.core.npz import write


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "one.npz"
    write(file, {"maps:a:b": np.arange(6, dtype=np.uint8).reshape(2, 3), "end": np.float32([0.5])})
    with np.load(file) as stored:
        assert stored["maps:a:b"].tolist() == [[0, 1, 2], [3, 4, 5]]
        assert stored["end"].dtype == np.float32
    assert [entry.name for entry in file.parent.iterdir()] == ["one.npz"]


def test_a_writing_that_breaks_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "one.npz"
    write(file, {"a": np.ones(3)})

    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        write(file, {"a": np.zeros(3)})
    with np.load(file) as stored:
        assert stored["a"].tolist() == [1, 1, 1]
