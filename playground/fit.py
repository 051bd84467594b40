"""Do the last layer, the loss, the metrics and the optimizer fit each other and the task?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from playground import losses, metrics, rank
from playground.activations import ACTIVATIONS
from playground.datasets.base import Info
from playground.edits import free_id
from playground.i18n import N_, Text
from playground.losses import LOSSES, LossRow
from playground.metrics import METRICS
from playground.optimizers import CLIPS, OPTIMIZERS, SCHEDULES
from playground.params import Param, filled
from playground.params import check as check_params
from playground.problems import Problem, Repair
from playground.repairs import edit, repair, set_to
from playground.specs import Experiment, Pick

if TYPE_CHECKING:
    from playground.graph import ActiveNode, Graph

_AS_LAYERS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "PReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax"}
_PASSING = frozenset({"Identity", "ActivityRegularization", "Flatten", "Reshape"})


def suggest_output(info: Info, loss: Pick | None = None) -> dict[str, Any]:
    """The last layer that fits the task, as ``{"layer": "Dense", "params": {"units": ..., "activation": ...}}``."""
    return {"layer": "Dense", "params": {"units": info.outputs, "activation": _wanted(info, loss)[0]}}


def _wanted(info: Info, loss: Pick | None) -> tuple[str, ...]:
    row = LOSSES.get(loss.name) if loss is not None else None
    if loss is None or row is None or info.task not in row.fits:
        return LOSSES[losses.USUAL[info.task]].output(info.task, {})
    return row.output(info.task, loss.params)


def _set(label: Text, path: str, value: object) -> Repair:
    return Repair(label, (dict(set_to(path, value)),))


def pick_problems(experiment: Experiment) -> Iterable[Problem]:
    """Unknown names and parameters out of bounds in loss, metrics, optimizer and schedule."""
    yield from _pick(experiment.loss, LOSSES, "loss", N_("There is no loss called {name}."))
    for index, metric in enumerate(experiment.metrics):
        yield from _pick(metric, METRICS, f"metrics.{index}", N_("There is no metric called {name}."))
    names = [metric.name for metric in experiment.metrics]
    for name in sorted({name for name in names if names.count(name) > 1}):
        kept = [m.model_dump(mode="json") for i, m in enumerate(experiment.metrics) if m.name not in names[:i]]
        once = repair(N_("Keep one"), set_to("metrics", kept))
        said = Text(N_("The metric {name} is asked for twice."), {"name": name})
        yield Problem("same_metric", said, field="metrics", repairs=(once,))
    optimizer = experiment.optimizer
    yield from _pick(optimizer, OPTIMIZERS, "optimizer", N_("There is no optimizer called {name}."))
    if optimizer.schedule is not None:
        yield from _pick(optimizer.schedule, SCHEDULES, "optimizer.schedule", N_("There is no schedule called {name}."))
    yield from _two_clips(experiment)


def _pick(pick: Pick, table: Mapping[str, Any], path: str, unknown: str) -> Iterable[Problem]:
    row = table.get(pick.name)
    if row is None:
        yield Problem("unknown_name", Text(unknown, {"name": pick.name}), field=path)
        return
    known: dict[str, Param] = {param.name: param for param in row.params}
    for name, said in check_params(row.params, pick.params).items():
        kept = {key: value for key, value in pick.params.items() if key != name}
        label = (
            Text(
                N_("Set {label} back to {value}"), {"label": Text(known[name].label), "value": str(known[name].default)}
            )
            if name in known
            else Text(N_("Remove {name}"), {"name": name})
        )
        yield Problem("param", said, field=f"{path}.params.{name}", repairs=(_set(label, f"{path}.params", kept),))


def _two_clips(experiment: Experiment) -> Iterable[Problem]:
    chosen = [name for name in CLIPS if experiment.optimizer.params.get(name) is not None]
    if len(chosen) > 1:
        repairs = tuple(
            _set(
                Text(N_("Keep {name} alone"), {"name": keep}),
                "optimizer.params",
                {key: value for key, value in experiment.optimizer.params.items() if key not in CLIPS or key == keep},
            )
            for keep in chosen
        )
        said = Text(N_("Gradients can be clipped in one way at a time; {names} are set."), {"names": ", ".join(chosen)})
        yield Problem("two_clips", said, field=f"optimizer.params.{chosen[1]}", repairs=repairs)


def task_problems(experiment: Experiment, graph: Graph | None, info: Info) -> Iterable[Problem]:
    """Everything that depends on the data set."""
    yield from _loss(experiment, info)
    yield from _metrics(experiment, info)
    yield from _numbers(experiment, info)
    if graph is not None and experiment.family == "supervised":
        yield from _output(experiment, graph, info)


def _loss(experiment: Experiment, info: Info) -> Iterable[Problem]:
    row = LOSSES.get(experiment.loss.name)
    if row is None or (said := row.why_not(info)) is None:
        return
    usual = LOSSES[losses.USUAL[info.task]]
    pick = set_to("loss", {"name": usual.name, "params": {}})
    use = repair(N_("Use {name}"), pick, name=Text(usual.title))
    yield Problem("loss_does_not_fit", said, field="loss", repairs=(use,))


def _metrics(experiment: Experiment, info: Info) -> Iterable[Problem]:
    for index, metric in enumerate(experiment.metrics):
        row = METRICS.get(metric.name)
        if row is None:
            continue
        said = row.why_not(info)
        if said is None and metric.name == "top_k":
            said = _top_k(metric, info)
        if said is not None:
            kept = [m.model_dump(mode="json") for m in experiment.metrics if m.name != metric.name]
            usual = [{"name": name, "params": {}} for name in metrics.USUAL[info.task]]
            use = repair(N_("Use what fits"), set_to("metrics", kept or usual))
            yield Problem("metric_does_not_fit", said, field=f"metrics.{index}", repairs=(use,))
    goal = experiment.goal
    if goal is not None and (row := METRICS.get(goal.metric)) is not None and (said := row.why_not(info)) is not None:
        yield Problem(
            "goal_does_not_fit", said, field="goal.metric", repairs=(_set(Text(N_("Drop the goal")), "goal", None),)
        )


def _top_k(metric: Pick, info: Info) -> Text | None:
    k = filled(METRICS["top_k"].params, metric.params)["k"]
    if isinstance(k, int) and k >= info.outputs:
        message = N_("Among the {k} likeliest of {classes} classes the right one always is: choose a smaller k.")
        return Text(message, {"k": k, "classes": info.outputs})
    return None


def _numbers(experiment: Experiment, info: Info) -> Iterable[Problem]:
    batch = experiment.training.batch_size
    if info.train_examples and batch > info.train_examples:
        said = Text(
            N_("A batch of {batch} is larger than the {count} training examples."),
            {"batch": batch, "count": info.train_examples},
        )
        count = info.train_examples
        smaller = repair(N_("Set it to {count}"), set_to("training.batch_size", count), count=count)
        yield Problem("batch_too_large", said, field="training.batch_size", repairs=(smaller,))
    stopping = experiment.training.early_stopping
    if stopping is None:
        return
    logged = ["loss", *(metric.name for metric in experiment.metrics)]
    names = [*(f"val_{name}" for name in logged), *logged] if info.validation_examples else logged
    if stopping.monitor not in names:
        said = Text(
            N_("Early stopping watches {monitor}, which this training does not measure; it measures {names}."),
            {"monitor": stopping.monitor, "names": ", ".join(names)},
        )
        watch = repair(N_("Watch {name}"), set_to("training.early_stopping.monitor", names[0]), name=names[0])
        yield Problem("monitor", said, field="training.early_stopping.monitor", repairs=(watch,))


def _output(experiment: Experiment, graph: Graph, info: Info) -> Iterable[Problem]:
    last = graph.output
    if last.node.layer == "Input":
        return
    axes = rank.ranks(graph, info).get(last.id)
    if axes is not None and axes != 1:
        yield _output_rank(graph, last, axes, info, experiment.loss)
    dense = _before(graph, last)
    if dense is not None and (units := filled(dense.row.params, dense.node.params)["units"]) != info.outputs:
        yield _units(graph, dense, units, info)
    row = LOSSES.get(experiment.loss.name)
    if row is not None and info.task in row.fits:
        yield from _activation(graph, last, row, experiment.loss, info)


def _before(graph: Graph, last: ActiveNode) -> ActiveNode | None:
    """The Dense layer that decides how many numbers come out, where only activations and the like follow it."""
    nodes = {node.id: node for node in graph.nodes}
    while last.node.layer in (*_AS_LAYERS, "Activation", "Identity", "ActivityRegularization"):
        last = nodes[last.inputs[0]]
    return last if last.node.layer == "Dense" else None


def _output_rank(graph: Graph, last: ActiveNode, axes: int, info: Info, loss: Pick) -> Problem:
    said = Text(
        N_("The network ends with {came}; the task needs a row of {outputs} numbers for each example."),
        {"came": rank.form(axes), "outputs": info.outputs},
    )
    fitting = ["Flatten", f"GlobalAveragePooling{axes - 1}D"] if axes in (2, 3) else ["Flatten"]
    make = _row_before if last.node.layer == "Dense" else _row_and_output
    repairs = tuple(make(graph, last, layer, info, loss) for layer in fitting)
    return Problem("output_rank", said, network=graph.name, node=last.id, repairs=repairs)


def _row_before(graph: Graph, last: ActiveNode, layer: str, info: Info, loss: Pick) -> Repair:  # noqa: ARG001
    put = edit("insert_before", graph.name, node=last.id, layer=layer)
    return repair(N_("Insert {layer} before {node}"), put, layer=layer, node=last.id)


def _row_and_output(graph: Graph, last: ActiveNode, layer: str, info: Info, loss: Pick) -> Repair:
    name = free_id([node.id for node in graph.nodes], layer)
    row = edit("add", graph.name, layer=layer, after=last.id, id=name)
    output = edit("add", graph.name, after=name, **suggest_output(info, loss))
    return repair(N_("Add {layer} and a Dense with {units} units"), row, output, layer=layer, units=info.outputs)


def add_output(graph: Graph, last: str, info: Info, loss: Pick | None) -> Repair:
    """The repair that puts the suggested last layer behind *last*."""
    layer = suggest_output(info, loss)
    return repair(
        N_("Add Dense with 1 unit and {activation}")
        if info.outputs == 1
        else N_("Add Dense with {units} units and {activation}"),
        edit("add", graph.name, after=last, **layer),
        units=info.outputs,
        activation=Text(ACTIVATIONS[layer["params"]["activation"]].title),
    )


def _units(graph: Graph, dense: ActiveNode, units: object, info: Info) -> Problem:
    messages = {
        "binary": N_("The last layer has {units} units; telling two classes apart takes 1: the chance of the second."),
        "multiclass": N_("The last layer has {units} units; this data set has {outputs} classes."),
        "regression": N_("The last layer has {units} units; {outputs} must be predicted for each example."),
    }
    said = Text(messages[info.task], {"units": units, "outputs": info.outputs})
    put = edit("set_param", graph.name, node=dense.id, field="units", value=info.outputs)
    right = repair(N_("Set units to {count}"), put, count=info.outputs)
    return Problem("units_do_not_match", said, network=graph.name, node=dense.id, field="units", repairs=(right,))


def _output_activation(graph: Graph, last: ActiveNode) -> tuple[str, ActiveNode]:
    """The activation that the network ends with, and the node that has it; ``linear`` where there is none."""
    nodes = {node.id: node for node in graph.nodes}
    while last.node.layer in _PASSING:
        last = nodes[last.inputs[0]]
    if last.node.layer in _AS_LAYERS:
        return _AS_LAYERS[last.node.layer], last
    return str(filled(last.row.params, last.node.params).get("activation", "linear")), last


def _activation(graph: Graph, last: ActiveNode, row: LossRow, loss: Pick, info: Info) -> Iterable[Problem]:
    came, place = _output_activation(graph, last)
    said = row.why_not(info, came, loss.params)
    if said is None or (row.why_not(info) is not None):
        return
    wanted = row.output(info.task, loss.params)[0]
    own = place.row.param("activation") is not None
    put = edit("set_param", graph.name, node=place.id, field="activation", value=wanted)
    right = (
        repair(N_("Set activation to {name}"), put, name=Text(ACTIVATIONS[wanted].title))
        if own
        else add_output(graph, last.id, info, loss)
    )
    field = "activation" if own else None
    yield Problem("output_activation", said, network=graph.name, node=place.id, field=field, repairs=(right,))
