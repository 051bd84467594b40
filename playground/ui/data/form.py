"""The compact form of a data set: which one, its own parameters, the split."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from playground import datasets
from playground.core.i18n import N_, Text, _
from playground.core.params import Param
from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.ui.app.forms import localized_key, param_form
from playground.ui.data import changes
from playground.ui.data.fetching import offer_download
from playground.ui.data.upload import uploader

OnData = Callable[[spec.Data], None]


def data_form(data: spec.Data, on_change: OnData, *, key: str = "data") -> None:
    """Picker, the set's own parameters and the split; *on_change* gets the changed data from a callback."""
    dataset_picker(data, on_change, key=key)
    if data.name in datasets.all_datasets():
        own_form(data, on_change, key=key)
        split_form(data, on_change, key=key)


def dataset_picker(data: spec.Data, on_change: OnData, *, key: str) -> None:
    """A select box over every data set that there is."""
    datasets_by_name = datasets.all_datasets()
    state = localized_key(f"{key}.name")
    if data.name in datasets_by_name and st.session_state.get(state) != data.name:
        st.session_state[state] = data.name
    st.selectbox(
        _("Data set"),
        list(datasets_by_name),
        format_func=lambda name: _(datasets_by_name[name].card.title),
        key=state,
        index=list(datasets_by_name).index(data.name) if data.name in datasets_by_name else None,
        on_change=lambda: on_change(changes.with_dataset(data, st.session_state[state] or data.name)),
    )
    if data.name in datasets_by_name:
        st.caption(_(datasets_by_name[data.name].card.help))
    else:
        unknown = Text(N_("There is no data set called {name}."), {"name": data.name})
        st.caption(f":red[{unknown}]")


def own_form(data: spec.Data, on_change: OnData, *, key: str, upload: bool = True) -> None:
    """The set's own parameters; for an own file the upload, and a table's columns; for missing files the download."""
    lacking = datasets.missing_files(data)
    if lacking is not None:
        offer_download(lacking)
    dataset = datasets.get(data.name)
    params, options, file_params = dataset.card.params, dict[str, list[str]](), dict[str, object]()
    if dataset.upload is not None:
        if upload:
            uploader(data, dataset.upload, on_change, key=key)
        file_params = {name: value for name, value in data.params.items() if name == "file"}
        params = tuple(param for param in params if param.name != "file")
    if dataset.column_names is not None:
        names = column_names(data)
        if names is None:
            return
        options = {name: list(names) for name in ("target", "features", "exclude")}
    values = {name: value for name, value in data.params.items() if name not in file_params}
    param_form(
        params,
        values,
        key=f"{key}.{data.name}",
        on_change=lambda values: on_change(changes.with_params(data, {**file_params, **values})),
        options=options,
    )


def column_names(data: spec.Data) -> tuple[str, ...] | None:
    """The columns of an own table, or ``None`` where there is no file that can be read yet."""
    columns = datasets.get(data.name).column_names
    try:
        return columns(data.params) if columns is not None else ()
    except PlaygroundError:
        return None


def split_form(data: spec.Data, on_change: OnData, *, key: str) -> None:
    """The split's parameters, in the words of the document."""
    _part_form(
        changes.split_params(data),
        data.split.model_dump(),
        f"{key}.split",
        lambda values: on_change(changes.with_split(data, values)),
    )


def preparation_form(data: spec.Data, on_change: OnData, *, key: str, regression: bool) -> None:
    """What of the preparation can be chosen for this set."""
    _part_form(
        changes.preparation_params(data, regression=regression),
        data.preparation.model_dump(),
        f"{key}.{data.name}.preparation",
        lambda values: on_change(changes.with_preparation(data, values)),
    )


def _part_form(
    params: tuple[Param, ...], values: Mapping[str, object], key: str, on_change: Callable[[dict[str, object]], None]
) -> None:
    """A form over some of the fields of a part of the document; the others stay as they are."""
    names = {param.name for param in params}
    shown_values = {name: value for name, value in values.items() if name in names}
    param_form(params, shown_values, key=key, on_change=lambda changed: on_change({**values, **changed}))
