"""``describe`` and ``prepare``: one way for points, tables and pictures, kept on disk where that is worth it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from playground.core import params, paths
from playground.core.i18n import Text
from playground.core.info import FIRST, Array, Info, Input, Kind
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.catalog import all_datasets, get
from playground.datasets.dataset import Affine, Dataset, Header, Part, Prepared, Raw, Values
from playground.datasets.preparation import cache, check, images, scale, table
from playground.datasets.splitting import split
from playground.experiment import spec

LARGEST_IN_MEMORY = 32
"""Prepared sets that a process keeps open; mapped ones cost it nothing."""

Kept = dict[str, object]
Made = tuple[Prepared, Kept]


def problems(data: spec.Data) -> tuple[Problem, ...]:
    """What is wrong with *data*, each with its repair, without opening a file; empty where it fits."""
    return check.problems_of(data, all_datasets())


def resolved(data: spec.Data) -> tuple[Dataset, Values]:
    """The data set and its parameters, defaults filled in. Raises PlaygroundError with all that is wrong."""
    if found := problems(data):
        raise PlaygroundError(*found)
    dataset = get(data.name)
    return dataset, params.filled(dataset.about.params, data.params)


def describe(data: spec.Data) -> Info:
    """What a network must fit. Pictures: from the head of the files, in a millisecond; the rest: by preparing, which
    is kept. Raises PlaygroundError."""
    dataset, values = resolved(data)
    if dataset.header is not None and data.preparation.scale in images.FIXED:
        return images.info_of(dataset.header(values), dataset.class_names, data)
    return prepare(data).info


def prepare(data: spec.Data) -> Prepared:
    """The three parts of *data*: read-only arrays, mapped from disk where that is worth it, the same in every process
    for the same document and files. Raises PlaygroundError."""
    prepared, kept = _kept(data)
    if prepared.info.kind != "images":
        return prepared
    # What is stored does not depend on the scale, so one set of arrays serves them all.
    mean, deviation = np.asarray(kept["channels"])
    decode = images.decoder(data.preparation.scale, (mean, deviation))
    reach = images.value_range(decode, prepared.info.input_shape[-1])
    return replace(prepared, info=replace(prepared.info, value_range=reach), decode=decode)


def steps(data: spec.Data) -> table.Steps:
    """How many rows each step of the cleaning touched; zeros where there is no cleaning."""
    found = _kept(data)[1].get("steps")
    return table.Steps(*found) if isinstance(found, list | tuple) else table.Steps()


def notes(data: spec.Data) -> tuple[Text, ...]:
    """What was found while the pictures of *data* were read; empty for other sets, whose preview reads them again."""
    found = _kept(data)[1].get("notes")
    return tuple(Text.from_json(note) for note in found) if isinstance(found, list) else ()


def _kept(data: spec.Data) -> Made:
    dataset, values = resolved(data)
    used = _USED[dataset.about.kind](data.preparation)
    asked = data.model_copy(update={"params": dict(values), "preparation": used})
    return _made(asked.model_dump_json(), dataset.identity(values), str(paths.cache()))


_USED: dict[Kind, Callable[[spec.Preparation], spec.Preparation]] = {
    "points": lambda preparation: spec.Preparation(scale=preparation.scale),
    "images": lambda _: spec.Preparation(scale="unit"),
    "table": lambda preparation: preparation,
}
"""What of the preparation changes the stored arrays of each kind, so that nothing is made twice."""


@lru_cache(maxsize=LARGEST_IN_MEMORY)
def _made(document: str, identity: str, _place: str) -> Made:
    data = spec.Data.model_validate_json(document)
    dataset, values = resolved(data)
    name = cache.key(document, identity)
    if dataset.cached and (found := cache.read(name)):
        return found
    made = _MAKERS[dataset.about.kind](dataset.load(values), data)
    if dataset.cached:
        try:
            cache.write(name, *made)
            return cache.read(name) or made
        except OSError as error:
            # A full disk must not stand in the way of a training that memory can hold.
            logging.getLogger(__name__).warning("Prepared data could not be kept: %s", error)
    return _read_only(made[0]), made[1]


def _read_only(prepared: Prepared) -> Prepared:
    for part in (prepared.train, prepared.validation, prepared.test):
        for array in (part.x, part.y, *part.beside):
            array.flags.writeable = False
    return prepared


def _points(raw: Raw, data: spec.Data) -> Made:
    x, y = np.asarray(raw.x), raw.y
    labels = y.astype(np.int64) if raw.class_names and data.split.stratify else None
    rows = split(len(x), labels, validation=data.split.validation, test=data.split.test, seed=data.split.seed)
    y = y if raw.class_names else y.astype(np.float32)
    train, validation, test = parts = tuple(Part(x[row], y[row]) for row in rows)
    decode = scale.fit(train.x, data.preparation.scale)
    return Prepared(_info("points", raw, parts, decode, raw.feature_names), train, validation, test, decode), {}


def _table(raw: Raw, data: spec.Data) -> Made:
    encoded = table.encode(raw, data)
    fitted_on = encoded.parts.train
    decode = scale.fit(encoded.x[fitted_on], data.preparation.scale, encoded.one_hot)
    y: Array = encoded.y
    back = Affine()
    if not raw.class_names:
        forth = scale.fit(encoded.y[fitted_on], data.preparation.target)
        y, back = forth(encoded.y), scale.back(forth)
    train, validation, test = parts = tuple(Part(encoded.x[row], y[row]) for row in encoded.parts)
    info = _info("table", raw, parts, decode, encoded.names)
    return Prepared(info, train, validation, test, decode, back), {"steps": list(encoded.steps)}


def _images(raw: Raw, data: spec.Data) -> Made:
    train, validation, test = images.parts(raw, data)
    channels = images.stats(train.x)  # type: ignore[arg-type]  # Raw of pictures is uint8
    info = replace(
        images.info_of(Header(train.x.shape[1:], 0, 0), raw.class_names, data),
        train_examples=len(train),
        validation_examples=len(validation),
        test_examples=len(test),
    )
    kept: Kept = {
        "channels": [channel.tolist() for channel in channels],
        "notes": [note.to_json() for note in raw.notes],
    }
    if raw.table is None:
        return Prepared(info, train, validation, test), kept
    return _with_table(Prepared(info, train, validation, test), tuple(map(str, raw.table.columns))), kept


def _with_table(pictures: Prepared, columns: tuple[str, ...]) -> Prepared:
    """*pictures* with the table beside them described, and scaled as tables usually are."""
    (values,) = pictures.train.beside
    decode = scale.fit(values, check.SCALES["table"][0])
    beside = Input(FIRST["table"], "table", values.shape[1:], columns, scale.value_range(decode, values))
    return replace(pictures, info=replace(pictures.info, beside=(beside,)), decode_beside=(decode,))


_MAKERS: dict[Kind, Callable[[Raw, spec.Data], Made]] = {"points": _points, "table": _table, "images": _images}


def _info(kind: Kind, raw: Raw, parts: tuple[Part, ...], decode: Affine, features: tuple[str, ...]) -> Info:
    train, validation, test = parts
    return Info(
        kind=kind,
        task=raw.task,
        input_shape=train.x.shape[1:],
        outputs={"binary": 1, "multiclass": len(raw.class_names), "regression": raw.y.shape[-1]}[raw.task],
        class_names=raw.class_names,
        feature_names=features,
        target_names=raw.target_names,
        train_examples=len(train),
        validation_examples=len(validation),
        test_examples=len(test),
        value_range=scale.value_range(decode, train.x),
        modes=raw.modes,
    )
