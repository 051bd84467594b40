"""What is wrong with the data part of an experiment, told before anything is read."""

from __future__ import annotations

from playground.core import params
from playground.core.i18n import N_, Text
from playground.core.kinds import KINDS, DataKind
from playground.core.problems import Problem, Repair
from playground.datasets.dataset import Dataset
from playground.experiment import spec
from playground.experiment.repairs import repair, set_edit


def data_problems(data: spec.Data, datasets: dict[str, Dataset]) -> tuple[Problem, ...]:
    """Everything that can be said of *data* without opening a file; empty where it fits."""
    dataset = datasets.get(data.name)
    if dataset is None:
        message = Text(
            N_("There is no data set called {name}; there are {known}."),
            {"name": data.name, "known": ", ".join(datasets)},
        )
        return (Problem("no_such_data_set", message, field="data.name"),)
    return (*_param_problems(data, dataset), *_scale_problems(data, KINDS[dataset.card.kind]), *_split_problems(data))


def _param_problems(data: spec.Data, dataset: Dataset) -> list[Problem]:
    params_by_name = {param.name: param for param in dataset.card.params}
    problems = []
    for name, text in params.check(dataset.card.params, data.params).items():
        rest = {key: value for key, value in data.params.items() if key != name}
        way_out = (
            _default_repair(params_by_name[name])
            if name in params_by_name
            else repair(N_("Take {name} out"), set_edit("data.params", rest), name=name)
        )
        problems.append(Problem("bad_parameter", text, field=f"data.params.{name}", repairs=(way_out,)))
    return problems


def _default_repair(param: params.Param) -> Repair:
    """The repair that gives *param* a value that fits."""
    path = f"data.params.{param.name}"
    if isinstance(param, params.DrawingParam):
        return repair(param.restart, set_edit(path, param.fresh))
    value = params.defaults((param,))[param.name]
    return repair(N_("Set {name} to {value}"), set_edit(path, value), name=param.name, value=value)


def _scale_problems(data: spec.Data, kind: DataKind) -> list[Problem]:
    fit, scale = kind.scales, data.preparation.scale
    if scale in fit:
        return []
    rescale = repair(N_("Scale by {scale}"), set_edit("data.preparation.scale", fit[0]), scale=fit[0])
    message = Text(kind.scales_message, {"fit": ", ".join(fit), "came": scale})
    return [Problem("scale_does_not_fit", message, field="data.preparation.scale", repairs=(rescale,))]


def _split_problems(data: spec.Data) -> list[Problem]:
    held_out_fraction = data.split.validation + data.split.test
    if held_out_fraction < 0.95:
        return []
    message = Text(
        N_("Validation and test set take {taken} % of the examples; at least 5 % must be left for the training set."),
        {"taken": round(100 * held_out_fraction)},
    )
    usual = repair(
        N_("Take 10 % for the validation set and 20 % for the test set"),
        set_edit("data.split.validation", 0.1),
        set_edit("data.split.test", 0.2),
    )
    return [Problem("nothing_to_train_on", message, field="data.split", repairs=(usual,))]
