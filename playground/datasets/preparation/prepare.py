"""``describe`` and ``prepare``: one way for points, tables and pictures, kept on disk where that is worth it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from playground.core import params, paths
from playground.core.i18n import Text
from playground.core.info import Array, Info, Input
from playground.core.kinds import KINDS, Kind
from playground.core.problems import PlaygroundError, Problem
from playground.datasets.catalog import all_datasets, get
from playground.datasets.dataset import AffineScaling, Dataset, DataSplit, ImageHeader, Prepared, RawDataset, Values
from playground.datasets.preparation import cache, check, images, scale, table
from playground.datasets.splitting import split_indices
from playground.experiment import spec

LARGEST_IN_MEMORY = 32
"""Prepared sets that a process keeps open; mapped ones cost it nothing."""

StoredExtras = dict[str, object]
PreparedWithExtras = tuple[Prepared, StoredExtras]


def problems(data: spec.Data) -> tuple[Problem, ...]:
    """What is wrong with *data*, each with its repair, without opening a file; empty where it fits."""
    return check.data_problems(data, all_datasets())


def dataset_and_params(data: spec.Data) -> tuple[Dataset, Values]:
    """The data set and its parameters, defaults filled in. Raises PlaygroundError with all that is wrong."""
    if found_problems := problems(data):
        raise PlaygroundError(*found_problems)
    dataset = get(data.name)
    return dataset, params.with_defaults(dataset.card.params, data.params)


def describe(data: spec.Data) -> Info:
    """What a network must fit. Pictures: from the head of the files, in a millisecond; the rest: by preparing, which is
    kept. Raises :class:`PlaygroundError` where the document is wrong or the data cannot be had."""
    dataset, values = dataset_and_params(data)
    if dataset.header is not None and data.preparation.scale in images.FIXED_SCALES:
        return images.info_from_header(dataset.header(values), dataset.class_names, data)
    return prepare(data).info


def prepare(data: spec.Data) -> Prepared:
    """The three parts of *data*: read-only arrays (:class:`~playground.datasets.dataset.DataSplit`), mapped from disk
    where that is worth it, the same in every process for the same document and files. Raises :class:`PlaygroundError`
    as :func:`describe`."""
    prepared, extras = _prepared_with_extras(data)
    if prepared.info.kind != "images":
        return prepared
    # What is stored does not depend on the scale, so one set of arrays serves them all.
    mean, deviation = np.asarray(extras["channels"])
    decode = images.pixel_scaling(data.preparation.scale, (mean, deviation))
    reach = images.value_range(decode, prepared.info.input_shape[-1])
    return replace(prepared, info=replace(prepared.info, value_range=reach), scale_inputs=decode)


def cleaning_counts(data: spec.Data) -> table.CleaningCounts:
    """How many rows each step of the cleaning touched; zeros where there is no cleaning. Raises as :func:`prepare`."""
    counts = _prepared_with_extras(data)[1].get("steps")
    return table.CleaningCounts(*counts) if isinstance(counts, list | tuple) else table.CleaningCounts()


def read_notes(data: spec.Data) -> tuple[Text, ...]:
    """What was found while the pictures of *data* were read; empty for other sets, whose preview reads them again.
    Raises as :func:`prepare`."""
    notes = _prepared_with_extras(data)[1].get("notes")
    return tuple(Text.from_json(note) for note in notes) if isinstance(notes, list) else ()


def _prepared_with_extras(data: spec.Data) -> PreparedWithExtras:
    dataset, values = dataset_and_params(data)
    preparation = _RELEVANT_PREPARATION[dataset.card.kind](data.preparation)
    resolved_data = data.model_copy(update={"params": dict(values), "preparation": preparation})
    return _prepare_cached(resolved_data.model_dump_json(), dataset.fingerprint(values), str(paths.cache()))


_RELEVANT_PREPARATION: dict[Kind, Callable[[spec.Preparation], spec.Preparation]] = {
    "points": lambda preparation: spec.Preparation(scale=preparation.scale),
    "images": lambda _: spec.Preparation(scale="unit"),
    "table": lambda preparation: preparation,
}
"""What of the preparation changes the stored arrays of each kind, so that nothing is made twice."""


@lru_cache(maxsize=LARGEST_IN_MEMORY)
def _prepare_cached(document: str, identity: str, _place: str) -> PreparedWithExtras:
    data = spec.Data.model_validate_json(document)
    dataset, values = dataset_and_params(data)
    name = cache.key(document, identity)
    if dataset.cache_on_disk and (cached_result := cache.read(name)):
        return cached_result
    result = _MAKERS[dataset.card.kind](dataset.load(values), data)
    if dataset.cache_on_disk:
        try:
            cache.write(name, *result)
            return cache.read(name) or result
        except OSError as error:
            # A full disk must not stand in the way of a training that memory can hold.
            logging.getLogger(__name__).warning("Prepared data could not be kept: %s", error)
    return _as_read_only(result[0]), result[1]


def _as_read_only(prepared: Prepared) -> Prepared:
    for part in (prepared.train, prepared.validation, prepared.test):
        for array in (part.x, part.y, *part.extra_inputs):
            array.flags.writeable = False
    return prepared


def _prepare_points(raw: RawDataset, data: spec.Data) -> PreparedWithExtras:
    x, y = np.asarray(raw.x), raw.y
    labels = y.astype(np.int64) if raw.class_names and data.split.stratify else None
    rows = split_indices(len(x), labels, validation=data.split.validation, test=data.split.test, seed=data.split.seed)
    y = y if raw.class_names else y.astype(np.float32)
    train, validation, test = parts = tuple(DataSplit(x[row], y[row]) for row in rows)
    decode = scale.fit_scaling(train.x, data.preparation.scale)
    return Prepared(_info("points", raw, parts, decode, raw.feature_names), train, validation, test, decode), {}


def _prepare_table(raw: RawDataset, data: spec.Data) -> PreparedWithExtras:
    encoded = table.encode(raw, data)
    fitted_on = encoded.split.train
    decode = scale.fit_scaling(encoded.x[fitted_on], data.preparation.scale, encoded.is_one_hot)
    y: Array = encoded.y
    back = AffineScaling()
    if not raw.class_names:
        forth = scale.fit_scaling(encoded.y[fitted_on], data.preparation.target)
        y, back = forth(encoded.y), scale.inverse(forth)
    train, validation, test = parts = tuple(DataSplit(encoded.x[row], y[row]) for row in encoded.split)
    info = _info("table", raw, parts, decode, encoded.feature_names)
    return Prepared(info, train, validation, test, decode, back), {"steps": list(encoded.cleaning_counts)}


def _prepare_images(raw: RawDataset, data: spec.Data) -> PreparedWithExtras:
    train, validation, test = images.split_images(raw, data)
    channels = images.channel_stats(train.x)  # type: ignore[arg-type]  # Raw of pictures is uint8
    info = replace(
        images.info_from_header(ImageHeader(train.x.shape[1:], 0, 0), raw.class_names, data),
        train_examples=len(train),
        validation_examples=len(validation),
        test_examples=len(test),
    )
    extras: StoredExtras = {
        "channels": [channel.tolist() for channel in channels],
        "notes": [note.to_json() for note in raw.notes],
    }
    if raw.table is None:
        return Prepared(info, train, validation, test), extras
    return _with_table(Prepared(info, train, validation, test), tuple(map(str, raw.table.columns))), extras


def _with_table(pictures: Prepared, columns: tuple[str, ...]) -> Prepared:
    """*pictures* with the table beside them described, and scaled as tables usually are."""
    (values,) = pictures.train.extra_inputs
    decode = scale.fit_scaling(values, KINDS["table"].scales[0])
    table_input = Input(
        KINDS["table"].input_name, "table", values.shape[1:], columns, scale.value_range(decode, values)
    )
    return replace(pictures, info=replace(pictures.info, extra_inputs=(table_input,)), scale_extra_inputs=(decode,))


_MAKERS: dict[Kind, Callable[[RawDataset, spec.Data], PreparedWithExtras]] = {
    "points": _prepare_points,
    "table": _prepare_table,
    "images": _prepare_images,
}


def _info(
    kind: Kind, raw: RawDataset, parts: tuple[DataSplit, ...], decode: AffineScaling, features: tuple[str, ...]
) -> Info:
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
        has_modes=raw.has_modes,
    )
