"""What a choice on the page makes of the data part of the document; no widget here."""

from __future__ import annotations

from playground import datasets
from playground.core.i18n import N_
from playground.core.kinds import KINDS
from playground.core.params import Bool, Choice, Float, Int, Param
from playground.core.problems import Repair
from playground.experiment import edits, spec

SCALE_WORDS = {
    "none": N_("as it is"),
    "standard": N_("mean 0, standard deviation 1"),
    "min_max": N_("from 0 to 1"),
    "robust": N_("median 0, quartiles 1 apart"),
    "unit": N_("from 0 to 1"),
    "signed": N_("from −1 to 1"),
}
SPLIT: tuple[Param, ...] = (
    Float(
        name="validation",
        label=N_("validation set"),
        help=N_("Share of the examples that is watched while training, and not trained on."),
        default=0.1,
        low=0.0,
        high=0.5,
        step=0.05,
    ),
    Float(
        name="test",
        label=N_("test set"),
        help=N_("Share of the examples that is kept to the end: the score on it is the honest one."),
        default=0.2,
        low=0.0,
        high=0.5,
        step=0.05,
    ),
    Bool(
        name="stratify",
        label=N_("each set has every class"),
        help=N_("Each set gets its share of each class (a stratified split), rather than whatever comes at random."),
        default=True,
        advanced=True,
    ),
    Int(
        name="seed",
        label=N_("split seed"),
        help=N_("The same seed puts the same examples into the same set."),
        default=0,
        low=0,
        high=2**31 - 1,
        advanced=True,
    ),
)
CLEANING: tuple[Param, ...] = (
    Choice(
        name="duplicates",
        label=N_("repeated rows"),
        help=N_("A row that stands in training and test makes the test easier than it should be."),
        default="keep",
        options=("keep", "drop"),
        labels=(N_("keep"), N_("drop")),
    ),
    Choice(
        name="missing",
        label=N_("missing values"),
        help=N_("Fill in what the training set says (text: its most frequent), or drop such rows from every set."),
        default="mean",
        options=("mean", "median", "most_frequent", "drop"),
        labels=(N_("mean"), N_("median"), N_("most frequent"), N_("drop the row")),
    ),
    Choice(
        name="outliers",
        label=N_("outliers"),
        help=N_("Numbers further than 1.5 interquartile ranges outside the quartiles of the training set."),
        default="keep",
        options=("keep", "clip", "drop"),
        labels=(N_("keep"), N_("clip to the bounds"), N_("drop from the training set")),
    ),
    Choice(
        name="encode",
        label=N_("categories"),
        help=N_("One input for each category, or one input that numbers them."),
        default="one_hot",
        options=("one_hot", "ordinal"),
        labels=(N_("one input each (one-hot)"), N_("numbered (ordinal)")),
    ),
)
TARGET = Choice(
    name="target",
    label=N_("target"),
    help=N_("Large targets learn badly: in standard deviations from the mean, the same rates fit every table."),
    default="standard",
    options=("standard", "none"),
    labels=(N_("in standard deviations"), N_("as it is")),
)


def preparation_params(data: spec.Data, *, regression: bool) -> tuple[Param, ...]:
    """What of the preparation can be chosen for *data*: scaling alone, but for tables."""
    kind = KINDS[datasets.get(data.name).card.kind]
    scale = Choice(
        name="scale",
        label=N_("scaling"),
        help=N_("Inputs of about the same small size learn faster. Fitted on the training set alone."),
        default=kind.scales[0],
        options=kind.scales,
        labels=tuple(SCALE_WORDS[name] for name in kind.scales),
    )
    if not kind.can_be_cleaned:
        return (scale,)
    return (*CLEANING, scale, TARGET) if regression else (*CLEANING, scale)


def split_params(data: spec.Data) -> tuple[Param, ...]:
    """The split's parameters; a set that comes with a test part keeps it."""
    return tuple(param for param in SPLIT if param.name != "test" or not datasets.get(data.name).has_test_split)


def with_dataset(data: spec.Data, name: str) -> spec.Data:
    """*data* with another data set: its own defaults, the same split, a scaling that is usual for it."""
    if name == data.name:
        return data
    fitting = KINDS[datasets.get(name).card.kind].scales
    before = datasets.all_datasets().get(data.name)
    keeps_scale = before is not None and KINDS[before.card.kind].scales == fitting and data.preparation.scale in fitting
    preparation = data.preparation if keeps_scale else data.preparation.model_copy(update={"scale": fitting[0]})
    return spec.Data(name=name, preparation=preparation, split=data.split)


def with_params(data: spec.Data, params: dict[str, object]) -> spec.Data:
    """*data* with other parameters of the same set."""
    return spec.Data.model_validate({**data.model_dump(), "params": params})


def with_file(data: spec.Data, file_id: str) -> spec.Data:
    """*data* with another own file; parameters that name columns go with the table that had them."""
    params = {} if datasets.get(data.name).column_names is not None else data.params
    return with_params(data, {**params, "file": file_id})


def with_preparation(data: spec.Data, values: dict[str, object]) -> spec.Data:
    """*data* prepared in another way."""
    return spec.Data.model_validate({**data.model_dump(), "preparation": values})


def with_split(data: spec.Data, values: dict[str, object]) -> spec.Data:
    """*data* split in another way."""
    return spec.Data.model_validate({**data.model_dump(), "split": values})


def apply_repair(data: spec.Data, repair: Repair) -> spec.Data:
    """*data* after a repair, whose edits speak of the whole document. Raises :class:`PlaygroundError` where one cannot
    be done."""
    around = spec.Experiment(data=data, networks=(spec.Network(),), loss=spec.NamedParams(name="none"))
    return edits.apply(around, *repair.edits).data
