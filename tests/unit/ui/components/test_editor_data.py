"""What the stack editor is shown: pure data, without a browser."""

from __future__ import annotations

import json
import re

import pytest

from playground.catalog.layers import LAYERS
from playground.core.i18n import Text
from playground.core.info import Info
from playground.core.problems import Problem, Repair
from playground.experiment import edits
from playground.experiment.report import NodeReport, Report
from playground.experiment.spec import Data, Experiment, NamedParams, stack
from playground.ports import layer_keys
from playground.ui.components import canvas, canvas_words, editor_words
from playground.ui.components import editor_data as subject
from playground.ui.components.editor_words import KINDS
from scripts.web import FOLDER

POINTS = Info("points", "binary", (2,), 1)
IMAGES = Info("images", "multiclass", (28, 28, 1), 10)


def experiment(*layers: tuple[str, dict[str, object]]) -> Experiment:
    given = layers or (("Dense", {"units": 8, "activation": "tanh"}), ("Dense", {"units": 1}))
    return Experiment(data=Data(name="spirals"), networks=(stack(*given),), loss=NamedParams(name="BinaryCrossentropy"))


def report() -> Report:
    nodes = {
        "input": NodeReport((2,), 0, 0, 0, 8),
        "dense_1": NodeReport((8,), 24, 24, 16, 96),
        "dense_2": NodeReport((1,), 1234, 1234, 8, 2048),
    }
    return Report({"model": nodes}, 1258, 1_258_291, ())


def nodes(data: subject.Json) -> dict[str, subject.Json]:
    return {node["id"]: node for node in data["networks"][0]["nodes"]}


def test_a_node_tells_its_layer_shape_and_cost() -> None:
    node = nodes(subject.editor_data(experiment(), report(), info=POINTS))["dense_1"]
    assert (node["layer"], node["shape"], node["count"]) == ("Dense", "8", "24 parameters")
    assert node["summary"] == LAYERS["Dense"].summary({"units": 8, "activation": "tanh"})
    assert node["multiplications"] == "16 multiplications"


def test_the_input_tells_what_the_data_is() -> None:
    assert nodes(subject.editor_data(experiment(), None, info=POINTS))["input"]["summary"] == "2 features"
    picture = nodes(subject.editor_data(experiment(), None, info=IMAGES))["input"]
    assert (picture["summary"], picture["shape"]) == ("28×28×1 image", "28×28×1")
    one = Info("table", "regression", (1,), 1)
    assert nodes(subject.editor_data(experiment(), None, info=one))["input"]["summary"] == "1 feature"


def test_thousands_stand_apart_in_the_totals() -> None:
    totals = subject.editor_data(experiment(), report())["totals"]
    assert totals == {
        "cost_text": "1,258 parameters · 1.2 MB for one step",
        "problem_text": "0 problems",
        "problem_count": 0,
    }


def test_no_totals_are_told_of_a_network_of_which_nothing_is_judged() -> None:
    totals = subject.editor_data(experiment(), Report({"model": {}}, 0, 9_216, ()))["totals"]
    assert totals["cost_text"] == ""


def test_without_a_report_the_document_is_shown_all_the_same() -> None:
    data = subject.editor_data(experiment(), None)
    assert list(nodes(data)) == ["input", "dense_1", "dense_2"]
    assert nodes(data)["dense_1"]["shape"] == ""


def test_nodes_come_in_the_order_of_the_edges() -> None:
    moved = edits.apply(experiment(), {"do": "move", "node": "dense_2", "after": "input"})
    assert list(nodes(subject.editor_data(moved, None))) == ["input", "dense_2", "dense_1"]


def test_a_problem_stands_at_its_node_with_its_repair() -> None:
    repair = Repair(Text("Insert Flatten"), ({"do": "insert_before", "node": "dense_1", "layer": "Flatten"},))
    problem = Problem("rank", Text("Too many axes."), "model", "dense_1", None, (repair,))
    data = subject.editor_data(experiment(), report(), problems=[problem])
    shown = nodes(data)["dense_1"]["problems"]
    assert [entry["text"] for entry in shown] == ["Too many axes."]
    assert shown[0]["repairs"] == [{"label": "Insert Flatten", "edits": [dict(repair.edits[0])]}]
    assert (data["problems"], data["totals"]["problem_text"], data["totals"]["problem_count"]) == ([], "1 problem", 1)


@pytest.mark.parametrize("place", [(None, None), ("model", None), ("model", "gone"), ("other", "dense_1")])
def test_a_problem_without_a_node_here_is_still_told(place: tuple[str | None, str | None]) -> None:
    data = subject.editor_data(experiment(), None, problems=[Problem("memory", Text("Too large."), *place)])
    assert [entry["text"] for entry in data["problems"]] == ["Too large."]


def test_what_both_checks_say_is_told_once() -> None:
    problem = Problem("rank", Text("Too many axes."), "model", "dense_1")
    known = Report({"model": {}}, None, None, (problem,))
    assert subject.editor_data(experiment(), known, problems=[problem])["totals"]["problem_count"] == 1


def test_new_layers_go_before_an_output_that_fits_only() -> None:
    fits = subject.editor_data(experiment(), report(), info=POINTS)
    assert fits["networks"][0]["output"] == "dense_2"
    other = subject.editor_data(experiment(), report(), info=IMAGES)
    assert other["networks"][0]["output"] is None
    problem = Problem("units", Text("Wrong."), "model", "dense_2")
    assert subject.editor_data(experiment(), report(), problems=[problem])["networks"][0]["output"] is None
    assert subject.editor_data(experiment(("Flatten", {})), None)["networks"][0]["output"] is None


def test_a_layer_that_is_not_known_is_shown_with_its_problem() -> None:
    node = nodes(subject.editor_data(experiment(("Dream", {"depth": 3})), None))["dream_1"]
    assert (node["layer"], node["params"], node["summary"]) == ("Dream", {"depth": 3}, "")


@pytest.mark.parametrize("info", [None, POINTS, IMAGES])
def test_the_usual_layers_are_layers(info: Info | None) -> None:
    usual = subject.editor_data(experiment(), None, info=info)["networks"][0]["usual"]
    assert "Dense" in usual
    assert set(usual) <= LAYERS.keys()


def test_the_table_holds_every_layer_and_every_parameter() -> None:
    table = json.loads(json.dumps(subject.layer_table()))
    assert table["layers"].keys() == LAYERS.keys()
    for name, row in LAYERS.items():
        schemas = [table["params"][index] for index in table["layers"][name]["params"]]
        assert [schema["name"] for schema in schemas] == [param.name for param in row.params]
        assert [schema["help"] for schema in schemas] == [str(Text(param.help)) for param in row.params]


def test_every_kind_has_a_heading_and_a_colour() -> None:
    from playground.core import colors

    kinds = {row.kind for row in LAYERS.values()} - {"input"}
    assert kinds <= KINDS.keys()
    assert kinds | {"input", "output"} <= colors.LIGHT.kinds.keys()


def test_every_type_of_parameter_has_a_field() -> None:
    drawn = {"int", "float", "bool", "choice", "ints", "name", "names"}
    assert {schema["type"] for schema in subject.layer_table()["params"]} <= drawn


def test_the_hash_is_that_of_the_content() -> None:
    data_hash, fixed = subject.language_parts()
    assert data_hash == subject.language_parts()[0]
    assert data_hash != canvas.language_parts()[0]
    assert fixed["table"] == canvas.language_parts()[1]["table"]


def test_every_word_that_the_programs_say_is_there() -> None:
    for words, folders in ((editor_words, ("editor", "stack_editor")), (canvas_words, ("editor", "canvas"))):
        files = [file for folder in folders for file in (FOLDER / "src" / folder).glob("*.ts*")]
        source = "\n".join(file.read_text(encoding="utf-8") for file in files)
        said = set(re.findall(r"\bsay\(\s*\"(\w+)\"", source)) | set(re.findall(r"\"(key_\w+)\"", source))
        assert len(said) > 40
        assert said <= words.words().keys()


def test_what_travels_with_each_change_is_small() -> None:
    blocks = [("Conv2D", {"filters": 32, "activation": "relu"}), ("BatchNormalization", {})] * 10
    assert len(json.dumps(subject.editor_data(experiment(*blocks), None, info=IMAGES))) < 10_000


@pytest.mark.parametrize(
    ("shape", "info", "last", "entry", "wanted"),
    [
        ((8,), POINTS, False, False, {"kind": "units", "count": 8}),
        ((40,), POINTS, False, False, {"kind": "units", "count": 8}),
        ((4, 4, 1), POINTS, False, False, None),
        ((28, 28, 1), IMAGES, False, True, {"kind": "picture", "count": 1}),
        ((28, 28, 32), IMAGES, False, False, {"kind": "maps", "count": 16}),
        ((28, 28), IMAGES, False, False, {"kind": "strip", "count": 1}),
        ((100,), IMAGES, False, False, {"kind": "bars", "count": 64, "answer": False}),
        ((10,), IMAGES, True, False, {"kind": "bars", "count": 10, "answer": True}),
        (None, IMAGES, False, False, None),
    ],
)
def test_a_card_keeps_a_place_for_what_its_layer_puts_out(shape, info, last, entry, wanted) -> None:
    assert subject.preview_slot(shape, info, last=last, entry=entry) == wanted


def test_layers_carry_the_keys_of_their_pictures_where_pictures_are_shown() -> None:
    told = nodes(subject.editor_data(experiment(), report(), info=POINTS, pictures=True))
    assert told["dense_1"]["slot"] == {"kind": "units", "count": 8}
    assert told["dense_1"]["key"] == layer_keys.keys_by_network(experiment())["model"]["dense_1"]
    assert nodes(subject.editor_data(experiment(), report(), info=POINTS))["dense_1"]["key"] == ""


def test_a_block_shows_the_output_of_the_layer_that_leaves_it() -> None:
    group = {"do": "group", "nodes": ["dense_1"], "id": "block_1", "title": ""}
    grouped = edits.apply(experiment(), group, {"do": "repeat", "group": "block_1", "times": 2})
    network = subject.editor_data(grouped, report(), info=POINTS, pictures=True)["networks"][0]
    layer = next(node for node in network["nodes"] if node["id"] == "dense_1")
    (block,) = network["groups"]
    assert block["exit"] == "dense_1"
    assert (block["key"], block["slot"]) == (layer["key"], layer["slot"])
    assert block["key"]
