"""The bar on top: what is learned from, what is minimised, by which rule and for how long; each opens in place."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground import datasets, families
from playground.catalog import losses, metrics, optimizers
from playground.catalog.loss_terms import LOSS_TERMS
from playground.checks import autofix
from playground.core import params
from playground.core.formatting import count, short
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.experiment.learning_rate import schedule_preview
from playground.experiment.spec import Experiment
from playground.experiment.training_params import STOPPING, TRAINING
from playground.families.base import Family
from playground.ports import connections
from playground.ui.app import session
from playground.ui.app.forms import localized_key, param_form
from playground.ui.app.fragments import fragment
from playground.ui.bench import live_params, loss_formula
from playground.ui.bench.schedule_plot import schedule_html
from playground.ui.data import data_form


def render() -> None:
    experiment = session.draft().experiment
    info = _info(experiment)
    for name, caption, summary, body in (
        ("data", _("data"), _data_summary(experiment), _data),
        ("task", _("task"), _task_summary(experiment), _task),
        ("loss", _("loss"), _loss_summary(experiment), _loss),
        ("optimizer", _("optimizer"), _optimizer_summary(experiment), _optimizer),
        ("training", _("training"), _training_summary(experiment), _training),
    ):
        with st.popover(f"{caption} **{summary}**", key=f"chip_{name}", width="content"):
            body(experiment, info)


def _info(experiment: Experiment) -> Info | None:
    try:
        return session.info(experiment.data)
    except PlaygroundError:
        return None


def _set(path: str, value: object) -> None:
    session.apply_edit(lambda experiment: spec.with_value(experiment, path, value))


def _is_user_change(widget_value: object, document_value: object) -> bool:
    """Whether a person has set a widget that shows what the document says. Streamlit also calls back for one that is
    told anew what it shows, after another language was chosen or a run of the page was broken off; whoever took that
    for a choice would set all that belongs to it back."""
    return widget_value is not None and widget_value != document_value


def _named_params(name: str, param_values: Mapping[str, object]) -> dict[str, object]:
    return {"name": name, "params": dict(param_values)}


# data ----------------------------------------------------------------------------------------------------------------


def _data_summary(experiment: Experiment) -> str:
    about = datasets.get(experiment.data.name).card
    size = params.with_defaults(about.params, experiment.data.params).get("size")
    if not isinstance(size, int):
        return _(about.title)
    return str(Text(N_("{data}, {size}"), {"data": Text(about.title), "size": count(size)}))


def _data(experiment: Experiment, _unused_info: Info | None) -> None:
    data_form(experiment.data, lambda data: _replace_data(data))


def _replace_data(data: spec.Data) -> None:
    session.apply_edit(lambda experiment: autofix.retarget_data(experiment, data))


# task -----------------------------------------------------------------------------------------------------------------


def _task_summary(experiment: Experiment) -> str:
    family = connections.family_of(experiment)
    return _(family.title) if family else experiment.family


def _task(experiment: Experiment, info: Info | None) -> None:
    """What is learned from the data: the family and its parameters."""
    families_by_name, key = families.all_families(), localized_key("pick_family")
    names = list(families_by_name) if experiment.family in families_by_name else [experiment.family, *families_by_name]
    st.session_state[key] = experiment.family

    def changed() -> None:
        family_name = st.session_state[key]
        if info is not None and _is_user_change(family_name, experiment.family):
            session.apply_edit(lambda document: autofix.switch_family(document, family_name, info))

    st.radio(
        _("Family of networks"),
        names,
        format_func=lambda name: _(families_by_name[name].title) if name in families_by_name else name,
        captions=[_(families_by_name[name].help) if name in families_by_name else "" for name in names],
        key=key,
        on_change=changed,
        disabled=info is None,
    )
    family = families_by_name.get(experiment.family)
    if family is not None:
        _family_form(family, experiment, "family_params")


def _family_form(family: Family, experiment: Experiment, key: str) -> None:
    """The parameters of *family*, wherever they are asked for: they say how it learns, and of one that brings its own
    loss what it minimises."""
    param_form(family.params, experiment.family_params, key=f"{key}_{family.name}", on_change=_set_family_params)


def _set_family_params(param_values: dict[str, Any]) -> None:
    """The networks follow what they can: a longer code has a longer row at the encoder's end."""
    session.apply_edit(lambda experiment: autofix.with_family_params(experiment, param_values))


# loss ----------------------------------------------------------------------------------------------------------------


def _loss_summary(experiment: Experiment) -> str:
    family = connections.family_of(experiment)
    if family is not None and family.loss is not None:
        return _(family.objective_name(connections.family_values(experiment)))
    row = losses.LOSSES.get(experiment.loss.name)
    return _(row.title) if row else experiment.loss.name


def _loss(experiment: Experiment, info: Info | None) -> None:
    if info is None:
        return
    info = connections.task_info(experiment, info)
    family = connections.family_of(experiment)
    if family is not None and family.loss is not None:
        _own_loss(experiment, family, info)
        return
    refused = {name: why for name, row in losses.LOSSES.items() if (why := row.incompatibility(info)) is not None}
    names = [name for name in losses.LOSSES if name not in refused or name == experiment.loss.name]
    _select(_("Loss"), names, experiment.loss.name, {name: losses.LOSSES[name].title for name in names}, "loss")
    row = losses.LOSSES.get(experiment.loss.name)
    if row is not None:
        st.caption(_(row.help))
        if row.params:
            param_form(
                row.params,
                experiment.loss.params,
                key="loss_params",
                on_change=lambda values: _set("loss.params", values),
            )
    _metrics(experiment, info)
    unfit = {
        name: why for name, measure in metrics.METRICS.items() if (why := measure.incompatibility(info)) is not None
    }
    if refused or unfit:
        with st.expander(_("What does not fit here, and why")):
            for title, why in (
                *((losses.LOSSES[name].title, why) for name, why in refused.items()),
                *((metrics.METRICS[name].title, why) for name, why in unfit.items()),
            ):
                st.html(f"<p class='greyed'><b>{html.escape(_(title))}</b> {html.escape(str(why))}</p>")


def _own_loss(experiment: Experiment, family: Family, info: Info) -> None:
    """What a family minimises that brings its own loss, and what that is made of."""
    loss_formula.show_formula(loss_formula.formula_markdown(experiment))
    for name in info.loss_terms:
        term = LOSS_TERMS[name]
        st.html(f"<p class='greyed'><b>{html.escape(_(term.title))}</b> {html.escape(_(term.help))}</p>")
    _family_form(family, experiment, "family_loss")
    if info.task != "generation":
        _metrics(experiment, info)


def _metrics(experiment: Experiment, info: Info) -> None:
    fitting = [name for name, row in metrics.METRICS.items() if row.incompatibility(info) is None]
    chosen_names = [pick.name for pick in experiment.metrics]
    key = localized_key("metrics_picked")
    st.session_state[key] = [name for name in chosen_names if name in fitting]

    def changed() -> None:
        metrics_by_name = {pick.name: pick.model_dump(mode="json") for pick in experiment.metrics}
        if _is_user_change(st.session_state[key], [name for name in chosen_names if name in fitting]):
            _set("metrics", [metrics_by_name.get(name, _named_params(name, {})) for name in st.session_state[key]])

    st.pills(
        _("Metrics"),
        fitting,
        selection_mode="multi",
        format_func=lambda name: _(metrics.METRICS[name].title),
        key=key,
        on_change=changed,
    )


def _select(label: str, names: list[str], current_name: str, titles: Mapping[str, str], path: str) -> None:
    """A list of rows; picking another takes it with its own defaults."""
    key = localized_key(f"pick_{path}")
    st.session_state[key] = current_name

    def changed() -> None:
        if _is_user_change(st.session_state[key], current_name):
            _set(path, _named_params(st.session_state[key], {}))

    st.selectbox(label, names, format_func=lambda name: _(titles.get(name, name)), key=key, on_change=changed)


# optimizer -----------------------------------------------------------------------------------------------------------


def _optimizer_summary(experiment: Experiment) -> str:
    """The optimizer of all networks; where some have their own, each that differs, in the order of the networks."""
    unique_optimizers = list(
        {spec.model_dump_json(): spec for spec in connections.optimizers(experiment).values()}.values()
    )
    first, *others = [_single_optimizer_summary(spec) for spec in unique_optimizers] or [
        _single_optimizer_summary(experiment.optimizer)
    ]
    title = f"{_title(unique_optimizers[0])}, " if unique_optimizers else ""
    return " · ".join([first, *(other.removeprefix(title) for other in others)])


def _title(spec: spec.Optimizer) -> str:
    row = optimizers.OPTIMIZERS.get(spec.name)
    return _(row.title) if row is not None else spec.name


def _single_optimizer_summary(spec: spec.Optimizer) -> str:
    row = optimizers.OPTIMIZERS.get(spec.name)
    rate = params.with_defaults(row.params, spec.params).get("learning_rate") if row is not None else None
    return f"{_title(spec)}, {short(rate)}" if isinstance(rate, int | float) else _title(spec)


ALL = "*"
"""The choice of all networks together; no network is called so."""


def _optimizer(experiment: Experiment, info: Info | None) -> None:
    fragment(_rate_sliders, key="rate")
    network = _network_picker(experiment) if len(experiment.networks) > 1 else ALL
    path = "optimizer" if network == ALL else f"optimizers.{network}"
    chosen_optimizer = experiment.optimizers.get(network, experiment.optimizer)
    titles = {name: row.title for name, row in optimizers.OPTIMIZERS.items()}
    key = localized_key("pick_optimizer" if network == ALL else f"pick_optimizer_{network}")
    st.session_state[key] = chosen_optimizer.name

    def changed() -> None:
        """Another optimizer keeps the schedule, and takes its own defaults for all else."""
        if _is_user_change(st.session_state[key], chosen_optimizer.name):
            schedule = chosen_optimizer.schedule
            _set(path, spec.Optimizer(name=st.session_state[key], schedule=schedule).model_dump(mode="json"))

    st.selectbox(
        _("Optimizer"), list(titles), format_func=lambda name: _(titles.get(name) or name), key=key, on_change=changed
    )
    row = optimizers.OPTIMIZERS.get(chosen_optimizer.name)
    if row is None:
        return
    st.caption(_(row.help))
    param_form(
        row.params,
        chosen_optimizer.params,
        key=f"optimizer_params_{chosen_optimizer.name}"
        if network == ALL
        else f"optimizer_params_{network}_{chosen_optimizer.name}",
        on_change=lambda values: _set(f"{path}.params", values),
    )
    _schedule(chosen_optimizer, path, _steps(experiment, info))


def _network_picker(experiment: Experiment) -> str:
    """The network whose optimizer is shown; one that is chosen gets its own, which begins as that of all."""
    titles = connections.titles(experiment)
    names, key = [ALL, *titles], localized_key("optimizer_of")
    if st.session_state.get(key) not in names:
        st.session_state[key] = next(iter(experiment.optimizers), ALL)

    def changed() -> None:
        network_name = st.session_state[key]
        if network_name in titles and network_name not in experiment.optimizers:
            _set(f"optimizers.{network_name}", experiment.optimizer.model_dump(mode="json"))

    selection = st.segmented_control(
        _("Of which network"),
        names,
        format_func=lambda name: _("all") if name == ALL else _(titles[name]),
        key=key,
        on_change=changed,
        required=True,
    )
    if experiment.optimizers and selection == ALL:
        owned = ", ".join(_(titles[name]) for name in experiment.optimizers if name in titles)
        st.caption(str(Text(N_("These have their own: {networks}."), {"networks": owned})))
        st.button(_("One optimizer for all"), key="one_optimizer", on_click=lambda: _set("optimizers", {}))
    return str(selection or ALL)


CONSTANT = "constant"


def _schedule(spec: spec.Optimizer, path: str, steps: int) -> None:
    schedule = spec.schedule
    titles = {CONSTANT: N_("Constant"), **{name: row.title for name, row in optimizers.SCHEDULES.items()}}
    key = localized_key("pick_schedule" if path == "optimizer" else f"pick_schedule_{path}")
    st.session_state[key] = schedule.name if schedule else CONSTANT

    def changed() -> None:
        name = st.session_state[key]
        if _is_user_change(name, schedule.name if schedule else CONSTANT):
            _set(f"{path}.schedule", None if name == CONSTANT else _named_params(name, {}))

    st.selectbox(
        _("Schedule of the learning rate"),
        list(titles),
        format_func=lambda name: _(titles[name]),
        key=key,
        on_change=changed,
    )
    if schedule is None or schedule.name not in optimizers.SCHEDULES:
        return
    row = optimizers.SCHEDULES[schedule.name]
    st.caption(_(row.help))
    if drawing := schedule_html(*schedule_preview(spec, steps)):
        st.html(drawing)
    param_form(
        row.params,
        schedule.params,
        key=f"schedule_params_{path}_{schedule.name}",
        on_change=lambda values: _set(f"{path}.schedule.params", values),
    )


def _steps(experiment: Experiment, info: Info | None) -> int:
    examples = info.train_examples if info else 1000
    return max(1, experiment.training.epochs * -(-examples // experiment.training.batch_size))


def _rate_sliders() -> None:
    """While something trains: its learning rates, changed without a reset."""
    current = session.draft()
    going = live_params.active_run(current)
    if going is not None:
        run, history = going
        live_params.rate_sliders(run, history, run.experiment(), key="rate_now")


# training ------------------------------------------------------------------------------------------------------------


def _training_summary(experiment: Experiment) -> str:
    training = experiment.training
    values: dict[str, object] = {"epochs": count(training.epochs), "batch": count(training.batch_size)}
    return str(Text(N_("{epochs} epochs, batch {batch}"), values))


def _training(experiment: Experiment, _unused_info: Info | None) -> None:
    training = experiment.training.model_dump(mode="json")
    stopping = training.pop("early_stopping")
    param_form(TRAINING, training, key="training_params", on_change=_set_training)
    key = "early_stopping_on"
    st.session_state[key] = stopping is not None

    def switched() -> None:
        if _is_user_change(st.session_state[key], stopping is not None):
            _set("training.early_stopping", {} if st.session_state[key] else None)

    st.toggle(_("Early stopping"), key=key, on_change=switched, help=_("End when the validation set gets no better."))
    if stopping is not None:
        param_form(
            STOPPING, stopping, key="stopping_params", on_change=lambda values: _set("training.early_stopping", values)
        )


def _set_training(param_values: dict[str, Any]) -> None:
    session.apply_edit(
        lambda experiment: spec.with_value(
            experiment,
            "training",
            {**param_values, "early_stopping": experiment.model_dump(mode="json")["training"]["early_stopping"]},
        )
    )
