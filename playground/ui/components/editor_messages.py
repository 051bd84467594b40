"""What editors of networks are shown and what they say: ``scripts/messages.py`` writes these types for the browser."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

Edit = Annotated[dict[str, Any], "{ do: string; [field: string]: unknown }"]
"""One edit of the document (:mod:`playground.experiment.edits`)."""


class ShownRepair(TypedDict):
    """A button that mends a problem."""

    label: str
    edits: list[Edit]


class ShownProblem(TypedDict):
    """What is wrong, at a field of the form or at none."""

    text: str
    field: str | None
    repairs: list[ShownRepair]


class NetworkLink(TypedDict):
    """Where a network goes on in another one: the text that stands there, and a label for those who do not see it."""

    network: str
    side: Literal["from", "to"]
    text: str
    label: str


class Slot(TypedDict):
    """The place that a card keeps for what its layer puts out: ``answer`` where a classifier's answer stands there."""

    kind: Literal["units", "picture", "bars", "strip", "maps"]
    count: int
    answer: NotRequired[bool]


class Options(TypedDict):
    """What the data set gives to choose from."""

    options: list[str]
    labels: list[str]


class Costs(TypedDict):
    """What a layer or a block costs, in words; empty where it costs nothing."""

    count: str
    count_short: str
    multiplications: str
    memory: str


class ShownLayer(Costs):
    """A layer of the document with what is known about it; ``name`` is what every sentence about it calls it."""

    id: str
    name: str
    layer: str
    params: dict[str, Any]
    enabled: bool
    x: float | None
    y: float | None
    output: bool
    summary: str
    choices: dict[str, Options]
    shape: str
    links: list[NetworkLink]
    problems: list[ShownProblem]
    key: str
    slot: Slot | None


class ShownEdge(TypedDict):
    """An edge with the shape that travels on it."""

    source: str
    target: str
    port: int
    shape: str


class ShownBlock(Costs):
    """A block of layers: ``exit`` is the layer that leaves it, ``name`` its title or what one without is called."""

    id: str
    title: str
    name: str
    nodes: list[str]
    folded: bool
    repeat: int
    summary: str
    shape: str
    exit: str | None
    problems: list[ShownProblem]
    key: str
    slot: Slot | None


class ShownNetwork(TypedDict):
    """A network in the order of its data; ``output`` is its last layer where that fits what must leave it, ``usual``
    the layers to offer first."""

    name: str
    title: str
    output: str | None
    usual: list[str]
    nodes: list[ShownLayer]
    edges: list[ShownEdge]
    groups: list[ShownBlock]


class Totals(TypedDict):
    """What all networks cost, and how many problems there are."""

    cost_text: str
    problem_text: str
    problem_count: int


class PaletteBlock(TypedDict):
    """A block that can be put in."""

    name: str
    title: str
    help: str


class Document(TypedDict):
    """The document with what is known about it."""

    name: str
    networks: list[ShownNetwork]
    totals: Totals
    problems: list[ShownProblem]
    blocks: list[PaletteBlock]
    several_inputs: bool


class SchemaBase(TypedDict):
    """What every parameter says of itself."""

    name: str
    label: str
    help: str
    optional: bool
    advanced: bool


class IntSchema(SchemaBase):
    """A whole number; one for each of the ``axes`` where it has some."""

    type: Literal["int"]
    default: int | None
    low: int
    high: int
    step: int
    log: bool
    axes: NotRequired[int]


class FloatSchema(SchemaBase):
    """A number; ``open_low``: ``low`` itself is refused."""

    type: Literal["float"]
    default: float | None
    low: float
    high: float
    open_low: bool
    step: float | None
    log: bool


class BoolSchema(SchemaBase):
    """Yes or no."""

    type: Literal["bool"]
    default: bool


class ChoiceSchema(SchemaBase):
    """One of ``options``."""

    type: Literal["choice"]
    default: str | None
    options: list[str]
    labels: list[str]


class IntsSchema(SchemaBase):
    """A list of whole numbers."""

    type: Literal["ints"]
    default: list[int] | None
    low: int
    high: int
    length: int | None


class TextSchema(SchemaBase):
    """A short text of ``longest`` characters at most, or several with commas between."""

    type: Literal["name", "names"]
    default: str | list[str] | None
    longest: NotRequired[int]


Schema = IntSchema | FloatSchema | BoolSchema | ChoiceSchema | IntsSchema | TextSchema


class LayerRow(TypedDict):
    """A layer of the palette; ``params`` point into the table's."""

    kind: str
    title: str
    help: str
    search: str
    formula: str | None
    inputs: Annotated[list[int], "[least: number, most: number]"]
    params: list[int]


class LayerTable(TypedDict):
    """All that can be put in, and what a person sets of it."""

    layers: dict[str, LayerRow]
    params: list[Schema]
    kinds: dict[str, str]
    block: list[Schema]
    blocks: list[PaletteBlock]
    lessons: dict[str, str]


class Colours(TypedDict):
    """A palette of :mod:`playground.core.colors`."""

    name: str
    background: str
    surface: str
    text: str
    quiet: str
    grid: str
    training: str
    validation: str
    classes: list[str]
    diverging: Annotated[list[str], "[negative: string, zero: string, positive: string]"]
    kinds: dict[str, str]


class BothColours(TypedDict):
    """For a light page and for a dark one."""

    light: Colours
    dark: Colours


class EditorParts(TypedDict):
    """What is the same for every document in one language; ``most_pasted`` is said to the canvas only."""

    colours: BothColours
    table: LayerTable
    words: dict[str, str]
    most_pasted: NotRequired[int]


class Echo(TypedDict):
    """The last message of a browser's editor that was applied."""

    client: str | None
    seq: int


class EditorData(Document):
    """All that an editor is shown. ``parts`` come until the browser says that it has those of this ``hash``;
    ``load_error_text`` stands where the program does not come."""

    can_undo: bool
    can_redo: bool
    height: int
    hash: str
    echo: Echo
    load_error_text: str
    parts: EditorParts | None


class EditMessage(TypedDict):
    """The edits of one step, under a number."""

    seq: int
    edits: list[Edit]


class EditorOutbox(TypedDict):
    """What an editor says: every message that is not answered yet. ``parts_hash`` is that of the parts it has;
    ``post`` changes with each repetition."""

    client: str | None
    parts_hash: str | None
    messages: list[EditMessage]
    post: NotRequired[int]


class UnitRequest(TypedDict):
    """The unit whose picture should be large."""

    node: str
    unit: int
