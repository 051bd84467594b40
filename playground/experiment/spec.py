"""What was asked: one document, versioned, JSON in and out.

The app, the command line and the tests all run this document. It holds names and numbers only: no code, no
path. What a name means is declared in the tables (``layers``, ``losses``, ``optimizers``, ``datasets`` ...),
and whether the values fit is judged by :mod:`playground.checks.check`.
"""

from __future__ import annotations

import hashlib
import json
import re
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from playground.core.i18n import N_, Text
from playground.core.identity_cache import cached_by_identity
from playground.core.problems import PlaygroundError, Problem

VERSION = 1
LARGEST_TEXT = 2_000_000
"""Bytes of JSON that :func:`load` will look at."""
MOST_REPEATS = 64
"""How often a block may follow itself."""

_ID = r"^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"
Id = Annotated[str, StringConstraints(pattern=_ID)]
"""A name inside the document; never a path."""

Scalar = bool | int | float | str | None
Value = Scalar | list[Scalar]
Params = dict[Id, Value]
Fraction = Annotated[float, Field(ge=0.0, le=0.5)]


class Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class NamedParams(Spec):
    """One row of a table, with its parameters."""

    name: Id
    params: Params = Field(default_factory=dict)


class Preparation(Spec):
    """How a table is made fit for a network; fitted on the training part only. Points and images use *scale* alone."""

    duplicates: Literal["keep", "drop"] = "keep"
    missing: Literal["drop", "mean", "median", "most_frequent"] = "mean"
    outliers: Literal["keep", "clip", "drop"] = "keep"
    encode: Literal["one_hot", "ordinal"] = "one_hot"
    scale: Literal["none", "standard", "min_max", "robust", "unit", "signed"] = "standard"
    """Tables and points: none, standard, min_max or robust. Images: none (0..255), unit (0..1), signed (-1..1) or
    standard."""
    target: Literal["none", "standard"] = "standard"
    """Regression on a table: whether the network learns the target in standard deviations from its mean."""


class Split(Spec):
    """Fractions of the whole set; a set with its own test part (MNIST) keeps it, and *test* is then not used."""

    validation: Fraction = 0.1
    test: Fraction = 0.2
    stratify: bool = True
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


class Data(Spec):
    name: Id
    params: Params = Field(default_factory=dict)
    preparation: Preparation = Field(default_factory=Preparation)
    split: Split = Field(default_factory=Split)


class Node(Spec):
    """A layer in a graph. A node that is switched off passes its input on."""

    id: Id
    layer: Id
    params: Params = Field(default_factory=dict)
    enabled: bool = True
    x: float | None = None
    y: float | None = None


class Edge(Spec):
    source: Id
    target: Id
    port: Annotated[int, Field(ge=0, lt=64)] = 0
    """Order among the inputs of a layer that takes several."""


class Group(Spec):
    """A block: layers that are seen, folded and repeated together. *repeat* copies of it follow one another, each with
    weights of its own (:mod:`playground.experiment.block_repeats`); *title* and *folded* are for the eye."""

    id: Id
    title: Annotated[str, StringConstraints(max_length=60)] = ""
    nodes: Annotated[tuple[Id, ...], Field(min_length=1)]
    folded: bool = False
    repeat: Annotated[int, Field(ge=1, le=MOST_REPEATS)] = 1


class Network(Spec):
    """A graph of layers. Nodes whose layer is ``Input`` have no inputs; the one node without outputs is the output.
    A node is in at most one of *groups*."""

    name: Id = "model"
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()


class Optimizer(NamedParams):
    """*params* includes ``learning_rate``; *schedule* (a row of ``optimizers.SCHEDULES``) starts from it."""

    name: Id = "Adam"
    schedule: NamedParams | None = None


class EarlyStopping(Spec):
    monitor: Id = "val_loss"
    patience: Annotated[int, Field(ge=1, le=100_000)] = 10
    min_delta: Annotated[float, Field(ge=0.0, le=1000.0)] = 0.0
    restore_best: bool = True


class Training(Spec):
    epochs: Annotated[int, Field(ge=1, le=1_000_000)] = 20
    batch_size: Annotated[int, Field(ge=1, le=1_000_000)] = 32
    early_stopping: EarlyStopping | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    device: Literal["auto", "cpu", "gpu"] = "auto"
    precision: Literal["float32", "mixed_float16", "mixed_bfloat16"] = "float32"
    execution: Literal["auto", "graph", "xla"] = "auto"
    draw_every: Annotated[float, Field(ge=0.0, le=600.0)] = 0.0
    """Seconds between two pictures of the same name; 0: as often as costs little. It changes nothing that is learnt."""


class Goal(Spec):
    """A score on the test part: *metric* at least *at_least*, or at most *at_most*; one of the two."""

    metric: Id
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Goal:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a goal has either at_least or at_most")
        return self

    @property
    def bound(self) -> float:
        """The number to reach."""
        return self.at_least if self.at_least is not None else float(self.at_most or 0.0)

    def is_met(self, value: float) -> bool:
        """Whether *value* reaches it; what is no number never does."""
        return value >= self.bound if self.at_least is not None else value <= self.bound


class Experiment(Spec):
    """Everything that one training needs."""

    version: Literal[1] = 1
    name: Id = "experiment"
    title: Annotated[str, StringConstraints(max_length=200)] = ""
    family: Id = "supervised"
    family_params: Params = Field(default_factory=dict)
    """What the family lets be chosen (:class:`playground.families.base.Family`): ``latent_dim``, the noise."""
    data: Data
    networks: tuple[Network, ...]
    loss: NamedParams = Field(default_factory=lambda: NamedParams(name="MeanSquaredError"))
    """Not looked at where the family brings its own (:func:`playground.ports.connections.loss`)."""
    metrics: tuple[NamedParams, ...] = ()
    optimizer: Optimizer = Field(default_factory=Optimizer)
    optimizers: dict[Id, Optimizer] = Field(default_factory=dict)
    """By network, for those that do not learn by *optimizer*."""
    training: Training = Field(default_factory=Training)
    goal: Goal | None = None

    def to_json(self) -> str:
        """The document as people read and keep it; :func:`load` takes it back unchanged."""
        return json.dumps(self.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def is_id(name: str) -> bool:
    """Whether the document can hold *name*."""
    return re.fullmatch(_ID, name) is not None


@cached_by_identity(64)
def training_hash(experiment: Experiment) -> str:
    """The same for two documents that train alike: names, where nodes lie on the canvas, and blocks that are not
    repeated are not in it."""
    document = experiment.model_dump(mode="json", exclude={"name", "title", "networks"})
    document["networks"] = [training_relevant_json(network) for network in experiment.networks]
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def training_relevant_json(network: Network) -> dict[str, Any]:
    """What of *network* decides how it trains, as JSON: the same for two that differ only to the eye."""
    document = network.model_dump(mode="json")
    for node in document["nodes"]:
        del node["x"], node["y"]
    repeated = [[sorted(group.nodes), group.repeat] for group in network.groups if group.repeat > 1]
    del document["groups"]
    return document | ({"repeated": sorted(repeated)} if repeated else {})


def stack(*layers: tuple[str, dict[str, Any]], name: str = "model") -> Network:
    """A network that is one line of layers after ``Input``: ids are ``input``, ``dense_1``, ``dense_2`` ..."""
    nodes, count = [Node(id="input", layer="Input")], dict[str, int]()
    for layer, params in layers:
        count[layer] = count.get(layer, 0) + 1
        nodes.append(Node(id=f"{layer.lower()}_{count[layer]}", layer=layer, params=params))
    edges = tuple(Edge(source=a.id, target=b.id) for a, b in pairwise(nodes))
    return Network(name=name, nodes=tuple(nodes), edges=edges)


def load(text: str | bytes) -> Experiment:
    """The experiment in *text*. Raises :class:`PlaygroundError` with a sentence for each thing that is wrong."""
    if len(text) > LARGEST_TEXT:
        message = Text(N_("The experiment is {size} bytes long; at most {most} are read."))
        raise PlaygroundError(Problem("too_large", Text(message.message, {"size": len(text), "most": LARGEST_TEXT})))
    try:
        document = json.loads(text)
    except UnicodeDecodeError as error:
        raise PlaygroundError(Problem("not_text", Text(N_("The file is not UTF-8 text.")))) from error
    except RecursionError as error:
        raise PlaygroundError(Problem("not_json", Text(N_("The experiment is nested too deeply.")))) from error
    except ValueError as error:
        raise PlaygroundError(Problem("not_json", _broken_json_text(error))) from error
    return parse(document)


def parse(document: object) -> Experiment:
    """The experiment in a document that JSON has read. Raises as :func:`load`."""
    if not isinstance(document, dict):
        message = Text(N_("An experiment is a JSON object; {came} came."), {"came": type(document).__name__})
        raise PlaygroundError(Problem("not_object", message))
    version = document.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        message = Text(
            N_("This experiment has version {version}; this app reads up to {known}. Update the app to open it."),
            {"version": version, "known": VERSION},
        )
        raise PlaygroundError(Problem("later_version", message, field="version"))
    try:
        return Experiment.model_validate(document)
    except ValidationError as error:
        raise _field_error(error) from error


def _field_error(error: ValidationError, *where: str | int) -> PlaygroundError:
    """What *error* says of each field, in sentences; *where* it stands in the experiment."""
    entries = [{**entry, "loc": (*where, *entry["loc"])} for entry in error.errors()[:20]]
    return PlaygroundError(*map(_field_problem, entries))


def _broken_json_text(error: ValueError) -> Text:
    line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
    return Text(
        N_("The experiment is not complete JSON: it breaks off or goes wrong at line {line}, column {column}."),
        {"line": line, "column": column},
    )


def _field_problem(entry: dict[str, Any]) -> Problem:
    where = ".".join(str(part) for part in entry["loc"])
    value_text = repr(entry.get("input"))[:80]
    messages = {
        "extra_forbidden": N_("{where}: an experiment has no such field."),
        "missing": N_("{where} is missing."),
    }
    message = messages.get(entry["type"], N_("{where}: {why}; {came} came."))
    why = str(entry["msg"]).removeprefix("Input ")
    return Problem(str(entry["type"]), Text(message, {"where": where, "why": why, "came": value_text}), field=where)


def with_value(experiment: Experiment, path: str, value: object) -> Experiment:
    """*experiment* with the value at the dotted *path* (``training.epochs``, ``networks.0.nodes.1.params.units``).

    Raises :class:`PlaygroundError` where there is no such path or the value does not fit.
    """
    document = experiment.model_dump(mode="json")
    target: Any = document
    *parents, last = path.split(".")
    try:
        for part in parents:
            target = target[int(part)] if isinstance(target, list) else target[part]
            if target is None:
                raise KeyError(part)
        if isinstance(target, list):
            target[int(last)] = value
        else:
            # Only parameters take names that are not there yet; whether the table knows them is judged later.
            if last not in target and parents[-1:] not in (["params"], ["family_params"], ["optimizers"]):
                raise KeyError(last)
            target[last] = value
    except (KeyError, IndexError, ValueError, TypeError) as error:
        message = Text(N_("The experiment has nothing at {path}."), {"path": path})
        raise PlaygroundError(Problem("no_such_path", message, field=path)) from error
    return parse(document)


def with_network(experiment: Experiment, index: int, document: object) -> Experiment:
    """*experiment* with the network in *document*, as JSON has it, at the place *index*; nothing else is read again.

    Raises :class:`PlaygroundError` where it is no network.
    """
    try:
        network = Network.model_validate(document)
    except ValidationError as error:
        raise _field_error(error, "networks", index) from error
    networks = (*experiment.networks[:index], network, *experiment.networks[index + 1 :])
    return experiment.model_copy(update={"networks": networks})
