"""The bar on top: what is learned from, what is minimised, by which rule and for how long; each opens in place."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground import adapt, datasets, losses, metrics, optimizers, params, specs
from playground.commands import Command
from playground.datasets.base import Info
from playground.i18n import N_, Text, _
from playground.numbers import count, short
from playground.params import Bool, Choice, Float, Int, Param
from playground.problems import PlaygroundError
from playground.specs import Experiment
from playground.ui import session
from playground.ui.data import data_form
from playground.ui.forms import param_form

EPOCHS = Int(
    name="epochs",
    label=N_("Epochs"),
    help=N_("How many times the whole training part is seen."),
    default=20,
    low=1,
    high=1_000_000,
)
BATCH = Int(
    name="batch_size",
    label=N_("Batch size"),
    help=N_("How many examples one step looks at before it moves the weights."),
    default=32,
    low=1,
    high=1_000_000,
)
SEED = Int(
    name="seed",
    label=N_("Seed"),
    help=N_("The same seed on the same device gives the same weights at the start, the same order, the same curve."),
    default=0,
    low=0,
    high=2**31 - 1,
)
DEVICE = Choice(
    name="device",
    label=N_("Device"),
    help=N_("Where it trains; automatic takes a GPU where there is one."),
    default="auto",
    options=("auto", "cpu", "gpu"),
    labels=(N_("automatic"), "CPU", "GPU"),
    advanced=True,
)
PRECISION = Choice(
    name="precision",
    label=N_("Precision"),
    help=N_("Half precision is faster and smaller on a GPU made for it, and slower on most CPUs."),
    default="float32",
    options=("float32", "mixed_float16", "mixed_bfloat16"),
    labels=(N_("single"), N_("mixed float16"), N_("mixed bfloat16")),
    advanced=True,
)
EXECUTION = Choice(
    name="execution",
    label=N_("Execution"),
    help=N_(
        "XLA compiles the whole step: several times faster for small dense networks on a CPU, slower for convolutions."
    ),
    default="auto",
    options=("auto", "graph", "xla"),
    labels=(N_("automatic"), N_("graph"), "XLA"),
    advanced=True,
)
TRAINING: tuple[Param, ...] = (EPOCHS, BATCH, SEED, DEVICE, PRECISION, EXECUTION)
STOPPING: tuple[Param, ...] = (
    Choice(
        name="monitor",
        label=N_("Watch"),
        help=N_("The value that must keep getting better."),
        default="val_loss",
        options=("val_loss", "loss"),
        labels=(N_("validation loss"), N_("training loss")),
    ),
    Int(
        name="patience",
        label=N_("Patience"),
        help=N_("How many epochs without getting better are waited for."),
        default=10,
        low=1,
        high=100_000,
    ),
    Float(
        name="min_delta",
        label=N_("Least change"),
        help=N_("A smaller change does not count as better."),
        default=0.0,
        low=0.0,
        high=1000.0,
    ),
    Bool(
        name="restore_best",
        label=N_("Go back to the best weights"),
        help=N_("At the end, the weights of the best epoch are taken."),
        default=True,
    ),
)


def render() -> None:
    experiment = session.draft().experiment
    info = _info(experiment)
    for name, caption, said, body in (
        ("data", _("data"), _data_said(experiment), _data),
        ("loss", _("loss"), _loss_said(experiment), _loss),
        ("optimizer", _("optimizer"), _optimizer_said(experiment), _optimizer),
        ("training", _("training"), _training_said(experiment), _training),
    ):
        with st.popover(f"{caption} **{said}**", key=f"chip_{name}", width="content"):
            body(experiment, info)


def _info(experiment: Experiment) -> Info | None:
    try:
        return session.info(experiment.data)
    except PlaygroundError:
        return None


def _set(path: str, value: object) -> None:
    session.edit(lambda experiment: specs.changed(experiment, path, value))


def _pick(name: str, given: Mapping[str, object]) -> dict[str, object]:
    return {"name": name, "params": dict(given)}


# data ----------------------------------------------------------------------------------------------------------------


def _data_said(experiment: Experiment) -> str:
    about = datasets.get(experiment.data.name).about
    size = params.filled(about.params, experiment.data.params).get("size")
    if not isinstance(size, int):
        return _(about.title)
    return str(Text(N_("{data}, {size} points"), {"data": Text(about.title), "size": count(size)}))


def _data(experiment: Experiment, _known: Info | None) -> None:
    data_form(experiment.data, lambda data: _replace_data(data))


def _replace_data(data: specs.Data) -> None:
    session.edit(lambda experiment: adapt.with_data(experiment, data))


# loss ----------------------------------------------------------------------------------------------------------------


def _loss_said(experiment: Experiment) -> str:
    row = losses.LOSSES.get(experiment.loss.name)
    return _(row.title) if row else experiment.loss.name


def _loss(experiment: Experiment, info: Info | None) -> None:
    if info is None:
        return
    refused = {name: why for name, row in losses.LOSSES.items() if (why := row.why_not(info)) is not None}
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
                on_change=lambda given: _set("loss.params", given),
            )
    _metrics(experiment, info)
    unfit = {name: why for name, measure in metrics.METRICS.items() if (why := measure.why_not(info)) is not None}
    if refused or unfit:
        with st.expander(_("What does not fit here, and why")):
            for title, why in (
                *((losses.LOSSES[name].title, why) for name, why in refused.items()),
                *((metrics.METRICS[name].title, why) for name, why in unfit.items()),
            ):
                st.html(f"<p class='greyed'><b>{html.escape(_(title))}</b> {html.escape(str(why))}</p>")


def _metrics(experiment: Experiment, info: Info) -> None:
    fitting = [name for name, row in metrics.METRICS.items() if row.why_not(info) is None]
    chosen = [pick.name for pick in experiment.metrics]
    key = "metrics_picked"
    st.session_state[key] = [name for name in chosen if name in fitting]

    def changed() -> None:
        kept = {pick.name: pick.model_dump(mode="json") for pick in experiment.metrics}
        _set("metrics", [kept.get(name, _pick(name, {})) for name in st.session_state[key]])

    st.pills(
        _("Metrics"),
        fitting,
        selection_mode="multi",
        format_func=lambda name: _(metrics.METRICS[name].title),
        key=key,
        on_change=changed,
    )


def _select(label: str, names: list[str], chosen: str, titles: Mapping[str, str], path: str) -> None:
    """A list of rows; picking another takes it with its own defaults."""
    key = f"pick_{path}"
    st.session_state[key] = chosen

    def changed() -> None:
        if path == "optimizer":
            session.edit(lambda experiment: _with_optimizer(experiment, st.session_state[key]))
        else:
            _set(path, _pick(st.session_state[key], {}))

    st.selectbox(label, names, format_func=lambda name: _(titles.get(name, name)), key=key, on_change=changed)


# optimizer -----------------------------------------------------------------------------------------------------------


def _optimizer_said(experiment: Experiment) -> str:
    row = optimizers.OPTIMIZERS.get(experiment.optimizer.name)
    if row is None:
        return experiment.optimizer.name
    rate = params.filled(row.params, experiment.optimizer.params).get("learning_rate")
    return f"{_(row.title)}, {short(rate)}" if isinstance(rate, int | float) else _(row.title)


def _with_optimizer(experiment: Experiment, name: str) -> Experiment:
    """Another optimizer keeps the schedule, and takes its own defaults for all else."""
    kept = experiment.optimizer.schedule
    return experiment.model_copy(update={"optimizer": specs.Optimizer(name=name, schedule=kept)})


def _optimizer(experiment: Experiment, info: Info | None) -> None:
    st.fragment(_rate_now, key="rate")()
    titles = {name: row.title for name, row in optimizers.OPTIMIZERS.items()}
    _select(_("Optimizer"), list(titles), experiment.optimizer.name, titles, "optimizer")
    row = optimizers.OPTIMIZERS.get(experiment.optimizer.name)
    if row is None:
        return
    st.caption(_(row.help))
    param_form(
        row.params,
        experiment.optimizer.params,
        key=f"optimizer_params_{experiment.optimizer.name}",
        on_change=lambda given: _set("optimizer.params", given),
    )
    _schedule(experiment, info)


CONSTANT = "constant"


def _schedule(experiment: Experiment, info: Info | None) -> None:
    schedule = experiment.optimizer.schedule
    titles = {CONSTANT: N_("Constant"), **{name: row.title for name, row in optimizers.SCHEDULES.items()}}
    key = "pick_schedule"
    st.session_state[key] = schedule.name if schedule else CONSTANT

    def changed() -> None:
        name = st.session_state[key]
        _set("optimizer.schedule", None if name == CONSTANT else _pick(name, {}))

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
    param_form(
        row.params,
        schedule.params,
        key=f"schedule_params_{schedule.name}",
        on_change=lambda given: _set("optimizer.schedule.params", given),
    )
    steps = _steps(experiment, info)
    at, rate = optimizers.schedule_preview(experiment.optimizer, steps)
    st.line_chart(
        {"step": at, "rate": rate}, x="step", y="rate", x_label=_("step"), y_label=_("learning rate"), height=160
    )


def _steps(experiment: Experiment, info: Info | None) -> int:
    examples = info.train_examples if info else 1000
    return max(1, experiment.training.epochs * -(-examples // experiment.training.batch_size))


def _rate_now() -> None:
    """While something trains: its learning rate, changed without a reset."""
    run = session.run_of(session.draft())
    if run is None:
        return
    known = session.history(run)
    if known.ended or known.learning_rate is None:
        return
    key = f"rate_now_{run.id}"
    exponents = [round(-6 + step / 4, 2) for step in range(0, 29)]
    nearest = min(exponents, key=lambda exponent: abs(10**exponent - (known.learning_rate or 0.0)))

    def changed() -> None:
        run.send(Command("set_learning_rate", float(f"{10 ** st.session_state[key]:.3g}")))

    st.select_slider(
        _("Learning rate now"),
        exponents,
        value=nearest,
        format_func=lambda exponent: short(10**exponent),
        key=key,
        on_change=changed,
        help=_("Changes the run that trains, at its next step; the experiment keeps its own."),
    )


# training ------------------------------------------------------------------------------------------------------------


def _training_said(experiment: Experiment) -> str:
    training = experiment.training
    values: dict[str, object] = {"epochs": count(training.epochs), "batch": count(training.batch_size)}
    return str(Text(N_("{epochs} epochs, batch {batch}"), values))


def _training(experiment: Experiment, _known: Info | None) -> None:
    training = experiment.training.model_dump(mode="json")
    stopping = training.pop("early_stopping")
    param_form(TRAINING, training, key="training_params", on_change=_set_training)
    key = "early_stopping_on"
    st.session_state[key] = stopping is not None

    def switched() -> None:
        _set("training.early_stopping", {} if st.session_state[key] else None)

    st.toggle(_("Early stopping"), key=key, on_change=switched, help=_("End when the validation part gets no better."))
    if stopping is not None:
        param_form(
            STOPPING, stopping, key="stopping_params", on_change=lambda given: _set("training.early_stopping", given)
        )


def _set_training(given: dict[str, Any]) -> None:
    session.edit(
        lambda experiment: specs.changed(
            experiment,
            "training",
            {**given, "early_stopping": experiment.model_dump(mode="json")["training"]["early_stopping"]},
        )
    )
