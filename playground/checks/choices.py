"""Do the loss, the metrics, the optimizer and the numbers of a training fit each other and the task?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playground import families
from playground.catalog import losses, metrics
from playground.catalog.losses import LOSSES
from playground.catalog.metrics import METRICS
from playground.catalog.optimizers import CLIPPING_PARAMS, OPTIMIZERS, SCHEDULES
from playground.core.i18n import N_, Text
from playground.core.info import Info
from playground.core.params import Choice, Param, with_defaults
from playground.core.params import check as check_params
from playground.core.problems import Problem, Repair
from playground.core.raster_codec import is_drawing
from playground.datasets.points.drawings import split_in_two_classes
from playground.evaluation import goals
from playground.experiment.repairs import repair, rescale_repair, reset_repair, set_edit
from playground.experiment.spec import Experiment, NamedParams, Optimizer
from playground.families.base import Family
from playground.ports import connections


def _set_repair(label: Text, path: str, value: object) -> Repair:
    return Repair(label, (dict(set_edit(path, value)),))


def choice_problems(experiment: Experiment) -> Iterable[Problem]:
    """Unknown names and parameters out of bounds in loss, metrics, optimizer and schedule."""
    yield from _named_params_problems(experiment.loss, LOSSES, "loss", N_("There is no loss called {name}."))
    for index, metric in enumerate(experiment.metrics):
        yield from _named_params_problems(metric, METRICS, f"metrics.{index}", N_("There is no metric called {name}."))
    names = [metric.name for metric in experiment.metrics]
    for name in sorted({name for name in names if names.count(name) > 1}):
        unique_metrics = [
            m.model_dump(mode="json") for i, m in enumerate(experiment.metrics) if m.name not in names[:i]
        ]
        once = repair(N_("Keep one"), set_edit("metrics", unique_metrics))
        message = Text(N_("The metric {name} is asked for twice."), {"name": name})
        yield Problem("same_metric", message, field="metrics", repairs=(once,))
    own = {f"optimizers.{name}": optimizer for name, optimizer in experiment.optimizers.items()}
    for path, optimizer in ({"optimizer": experiment.optimizer} | own).items():
        yield from _named_params_problems(optimizer, OPTIMIZERS, path, N_("There is no optimizer called {name}."))
        if optimizer.schedule is not None:
            yield from _named_params_problems(
                optimizer.schedule, SCHEDULES, f"{path}.schedule", N_("There is no schedule called {name}.")
            )
        yield from _two_clips_problems(optimizer, path)
    yield from _unused_optimizer_problems(experiment)


def _unused_optimizer_problems(experiment: Experiment) -> Iterable[Problem]:
    names = {network.name for network in experiment.networks}
    for name in experiment.optimizers:
        if name not in names:
            other_optimizers = {
                other: spec.model_dump(mode="json") for other, spec in experiment.optimizers.items() if other != name
            }
            drop = repair(N_("Remove {name}"), set_edit("optimizers", other_optimizers), name=name)
            message = Text(
                N_("There is an optimizer for a network called {name}, and no such network."), {"name": name}
            )
            yield Problem("optimizer_of_nobody", message, field="optimizers", repairs=(drop,))


def _named_params_problems(pick: NamedParams, table: Mapping[str, Any], path: str, unknown: str) -> Iterable[Problem]:
    row = table.get(pick.name)
    if row is None:
        yield Problem("unknown_name", Text(unknown, {"name": pick.name}), field=path)
        return
    params_by_name: dict[str, Param] = {param.name: param for param in row.params}
    for name, message in check_params(row.params, pick.params).items():
        other_params = {key: value for key, value in pick.params.items() if key != name}
        back = reset_repair(set_edit(f"{path}.params", other_params), name, params_by_name.get(name))
        yield Problem("param", message, field=f"{path}.params.{name}", repairs=(back,))


def _two_clips_problems(optimizer: Optimizer, path: str) -> Iterable[Problem]:
    clipping_names = [name for name in CLIPPING_PARAMS if optimizer.params.get(name) is not None]
    if len(clipping_names) > 1:
        repairs = tuple(
            _set_repair(
                Text(N_("Keep {name} alone"), {"name": keep}),
                f"{path}.params",
                {key: value for key, value in optimizer.params.items() if key not in CLIPPING_PARAMS or key == keep},
            )
            for keep in clipping_names
        )
        message = Text(
            N_("Gradients can be clipped in one way at a time; {names} are set."), {"names": ", ".join(clipping_names)}
        )
        yield Problem("two_clips", message, field=f"{path}.params.{clipping_names[1]}", repairs=repairs)


def task_problems(experiment: Experiment, info: Info) -> Iterable[Problem]:
    """Loss, metrics and training against what is learned, of which *info* has the facts."""
    if info.has_single_class:
        yield _single_class_problem(experiment, info)
    else:
        yield from _loss_problems(experiment, info)
        yield from _metric_problems(experiment, info)
    yield from _training_problems(experiment, info)


def _single_class_problem(experiment: Experiment, info: Info) -> Problem:
    """Nothing can be told apart; the repairs give a drawing a second class, or learn to give the examples back."""
    family = families.get("autoencoder")
    task = family.task_info(info).task
    instead: dict[str, Any] = {
        "family": family.name,
        "family_params": {},
        "networks": [
            network.model_dump(mode="json")
            for network in family.starter_networks(info, with_defaults(family.params, {}))
        ],
        "loss": {"name": losses.DEFAULT_LOSSES[task], "params": {}},
        "metrics": [{"name": name, "params": {}} for name in metrics.DEFAULT_METRICS[task]],
        "goal": None,
    }
    use = repair(
        N_("Train “{family}” instead"),
        *(set_edit(path, value) for path, value in instead.items()),
        family=Text(family.title),
    )
    message = Text(info.data_kind.single_class_message, {"name": Text(info.class_names[0])})
    drawing = experiment.data.params.get("drawing")
    halved = split_in_two_classes(drawing) if isinstance(drawing, str) and is_drawing(drawing) else None
    paint = (repair(N_("Colour the right half orange"), set_edit("data.params.drawing", halved)),) if halved else ()
    return Problem("one_class", message, field="data", repairs=(*paint, use))


def _loss_problems(experiment: Experiment, info: Info) -> Iterable[Problem]:
    pick, family = connections.loss(experiment), connections.family_of(experiment)
    row = LOSSES.get(pick.name) if pick is not None else None
    if row is None or (message := row.incompatibility(info)) is None:
        return
    if family is not None and family.loss is not None:
        anyway = set_edit("family_params", {**experiment.family_params, **family.fallback_params})
        other = repair(N_("Use {name}"), anyway, name=_chosen_label(family, family.fallback_params))
        yield Problem(
            "loss_does_not_fit", message, field="family_params", repairs=(other, rescale_repair(info, "unit"))
        )
        return
    usual = LOSSES[losses.DEFAULT_LOSSES[info.task]]
    loss_edit = set_edit("loss", {"name": usual.name, "params": {}})
    use = repair(N_("Use {name}"), loss_edit, name=Text(usual.title))
    scale = (rescale_repair(info, "unit"),) if row.expects_probabilities and info.task == "reconstruction" else ()
    yield Problem("loss_does_not_fit", message, field="loss", repairs=(use, *scale))


def _chosen_label(family: Family, values: Mapping[str, object]) -> Text:
    """The label of what *values* chooses among the parameters of *family*."""
    choice_params = (param for param in family.params if isinstance(param, Choice) and param.name in values)
    return next((Text(param.labels[param.options.index(str(values[param.name]))]) for param in choice_params), Text(""))


def _metric_problems(experiment: Experiment, info: Info) -> Iterable[Problem]:
    for index, metric in enumerate(experiment.metrics):
        row = METRICS.get(metric.name)
        if row is None:
            continue
        message = row.incompatibility(info)
        if message is None and metric.name == "top_k":
            message = _top_k_objection(metric, info)
        if message is not None:
            other_metrics = [m.model_dump(mode="json") for m in experiment.metrics if m.name != metric.name]
            usual = [{"name": name, "params": {}} for name in metrics.DEFAULT_METRICS[info.task]]
            use = repair(N_("Use what fits"), set_edit("metrics", other_metrics or usual))
            yield Problem("metric_does_not_fit", message, field=f"metrics.{index}", repairs=(use,))
    goal = experiment.goal
    if goal is not None and not goals.is_goal_metric(goal.metric):
        message = Text(N_("The goal is about {metric}, which no training measures."), {"metric": goal.metric})
        yield Problem(
            "unknown_goal",
            message,
            field="goal.metric",
            repairs=(_set_repair(Text(N_("Drop the goal")), "goal", None),),
        )
    if (
        goal is not None
        and (row := METRICS.get(goal.metric)) is not None
        and (message := row.incompatibility(info)) is not None
    ):
        yield Problem(
            "goal_does_not_fit",
            message,
            field="goal.metric",
            repairs=(_set_repair(Text(N_("Drop the goal")), "goal", None),),
        )


def _top_k_objection(metric: NamedParams, info: Info) -> Text | None:
    k = with_defaults(METRICS["top_k"].params, metric.params)["k"]
    if isinstance(k, int) and k >= info.outputs:
        message = N_("Among the {k} likeliest of {classes} classes the right one always is: choose a smaller k.")
        return Text(message, {"k": k, "classes": info.outputs})
    return None


def _training_problems(experiment: Experiment, info: Info) -> Iterable[Problem]:
    batch = experiment.training.batch_size
    if info.train_examples and batch > info.train_examples:
        message = Text(
            N_("A batch of {batch} is larger than the {count} training examples."),
            {"batch": batch, "count": info.train_examples},
        )
        count = info.train_examples
        smaller = repair(N_("Set it to {count}"), set_edit("training.batch_size", count), count=count)
        yield Problem("batch_too_large", message, field="training.batch_size", repairs=(smaller,))
    stopping = experiment.training.early_stopping
    if stopping is None:
        return
    logged = ["loss", *(metric.name for metric in experiment.metrics)]
    names = [*(f"val_{name}" for name in logged), *logged] if info.validation_examples else logged
    if stopping.monitor not in names:
        message = Text(
            N_("Early stopping monitors {monitor}, which this training does not measure; it measures {names}."),
            {"monitor": stopping.monitor, "names": ", ".join(names)},
        )
        watch = repair(N_("Monitor {name}"), set_edit("training.early_stopping.monitor", names[0]), name=names[0])
        yield Problem("monitor", message, field="training.early_stopping.monitor", repairs=(watch,))
