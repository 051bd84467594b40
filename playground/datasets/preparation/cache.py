"""Prepared data on disk: arrays that any process opens by mapping, in a folder named by what they were made from.

A folder appears whole (written beside, then renamed), so that readers need no lock and of two writers one wins.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np

from playground.core import paths
from playground.core.info import Array, Info, Input
from playground.datasets.dataset import AffineScaling, DataSplit, Prepared

FORMAT = 2
"""Raise it when preparation itself changes, so that nothing old is taken for new."""
PARTS = ("train", "validation", "test")


def max_bytes() -> int:
    """How many bytes the cache may hold: ``PLAYGROUND_CACHE_BYTES``, or 4 GB."""
    return int(os.environ.get("PLAYGROUND_CACHE_BYTES") or 4_000_000_000)


def key(*made_from: object) -> str:
    """A name for what is made from these JSON-able things."""
    text = json.dumps([FORMAT, *made_from], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _folder(name: str) -> Path:
    return paths.cache() / "data" / name


def read(name: str) -> tuple[Prepared, dict[str, object]] | None:
    """The prepared data kept as *name* and what was kept with it, mapped and read-only; ``None`` where it is not."""
    folder = _folder(name)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        info = info_from_json(meta["info"])
        train, validation, test = (_load_split(folder, part, len(info.extra_inputs)) for part in PARTS)
        decode, target, *extra_scalings = (
            _load_scaling(folder, name)
            for name in ("", "target_", *map(_extra_input_prefix, range(len(info.extra_inputs))))
        )
        os.utime(folder / "meta.json")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError):
        # A disk that was full leaves what cannot be read; made again it is right.
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return Prepared(info, train, validation, test, decode, target, tuple(extra_scalings)), meta["kept"]


def _extra_input_prefix(number: int) -> str:
    """How the names of files begin that belong to input *number* beside the first."""
    return f"beside{number}_"


def _load_split(folder: Path, name: str, extra_count: int) -> DataSplit:
    files = (
        f"{name}_{ending}.npy"
        for ending in ("x", "y", *(f"{_extra_input_prefix(number)}x" for number in range(extra_count)))
    )
    x, y, *others = (_load_mapped(folder / file) for file in files)
    return DataSplit(x, y, tuple(others))


def _load_scaling(folder: Path, prefix: str) -> AffineScaling:
    return AffineScaling(*(np.load(folder / f"{prefix}{name}.npy") for name in ("scale", "shift")))


def _load_mapped(path: Path) -> Array:
    # An array without elements cannot be mapped.
    array: Array = np.load(path, mmap_mode="r") if path.stat().st_size > 128 else np.load(path)
    array.flags.writeable = False
    return array


def write(name: str, prepared: Prepared, extras: dict[str, object]) -> None:
    """Keep *prepared* as *name*, with *extras* (JSON-able) beside it. Raises OSError where it cannot be written."""
    folder = _folder(name)
    temp_folder = folder.with_name(f".{name}-{os.getpid()}-{secrets.token_hex(4)}")
    temp_folder.mkdir(parents=True)
    try:
        for part_name in PARTS:
            part: DataSplit = getattr(prepared, part_name)
            np.save(temp_folder / f"{part_name}_x.npy", part.x)
            np.save(temp_folder / f"{part_name}_y.npy", part.y)
            for number, array in enumerate(part.extra_inputs):
                np.save(temp_folder / f"{part_name}_{_extra_input_prefix(number)}x.npy", array)
        others = {_extra_input_prefix(number): affine for number, affine in enumerate(prepared.scale_extra_inputs)}
        for prefix, affine in {"": prepared.scale_inputs, "target_": prepared.unscale_targets, **others}.items():
            np.save(temp_folder / f"{prefix}scale.npy", affine.scale)
            np.save(temp_folder / f"{prefix}shift.npy", affine.shift)
        meta = {"info": asdict(prepared.info), "kept": extras}
        (temp_folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        # Another process that was quicker made the same: ours goes.
        if not folder.exists():
            temp_folder.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(temp_folder, ignore_errors=True)
    _prune(folder)


def _prune(newest: Path) -> None:
    """Delete what was longest unused until the rest fits; who has it mapped keeps it until they let go."""
    entries = []
    for meta in newest.parent.glob("[!.]*/meta.json"):
        try:
            size = sum(file.stat().st_size for file in meta.parent.iterdir())
            entries.append((meta.stat().st_mtime, size, meta.parent))
        except OSError:
            continue
    total = sum(size for _, size, _ in entries)
    for _, size, folder in sorted(entries):
        if total <= max_bytes():
            return
        if folder != newest:
            shutil.rmtree(folder, ignore_errors=True)
            total -= size


def info_from_json(document: dict[str, object]) -> Info:
    """The Info that ``dataclasses.asdict`` and JSON made *document* from."""
    extra_inputs = tuple(Input(**_lists_to_tuples(entry)) for entry in document.get("extra_inputs", ()))  # type: ignore[attr-defined,arg-type]
    return Info(**_lists_to_tuples({**document, "extra_inputs": extra_inputs}))  # type: ignore[arg-type]  # the fields of Info are what asdict wrote


def _lists_to_tuples(document: dict[str, object]) -> dict[str, object]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in document.items()}
