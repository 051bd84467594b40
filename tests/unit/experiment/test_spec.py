import json

import pytest

from playground.core.problems import PlaygroundError
from playground.experiment import spec


def experiment(**changes):
    return spec.Experiment(
        data=spec.Data(name="spirals"),
        networks=(spec.stack(("Dense", {"units": 8}), ("Dropout", {}), ("Dense", {"units": 1})),),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        **changes,
    )


def told(text) -> list[str]:
    with pytest.raises(PlaygroundError) as caught:
        spec.load(text)
    return [str(problem) for problem in caught.value.problems]


def test_json_out_and_in_is_the_same_document():
    asked = experiment(goal=spec.Goal(metric="accuracy", at_least=0.9))
    assert spec.load(asked.to_json()) == asked


def test_a_stack_is_one_line_of_layers_with_readable_ids():
    network = spec.stack(("Dense", {}), ("Dense", {}), ("Flatten", {}))
    assert [node.id for node in network.nodes] == ["input", "dense_1", "dense_2", "flatten_1"]
    assert [(edge.source, edge.target) for edge in network.edges] == [
        ("input", "dense_1"),
        ("dense_1", "dense_2"),
        ("dense_2", "flatten_1"),
    ]


def test_a_file_that_is_cut_off_says_where():
    whole = experiment().to_json()
    (said,) = told(whole[: len(whole) // 2])
    assert "line" in said


@pytest.mark.parametrize("text", ["", "[]", "3", b"\xff\xfe\x00", "[" * 100_000, '{"version": NaN'])
def test_what_is_no_experiment_is_told_in_one_sentence(text):
    assert len(told(text)) == 1


def test_a_later_version_asks_for_an_update():
    document = json.loads(experiment().to_json()) | {"version": 99}
    assert "99" in told(json.dumps(document))[0]


def test_an_unknown_field_is_named():
    document = json.loads(experiment().to_json()) | {"colour": "red"}
    assert "colour" in told(json.dumps(document))[0]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "", "x" * 65, "__import__('os')", "a.b", "C:\\x"])
def test_names_cannot_be_paths_or_code(name):
    document = json.loads(experiment().to_json())
    document["data"]["name"] = name
    assert told(json.dumps(document))


def test_numbers_out_of_bounds_name_the_field():
    document = json.loads(experiment().to_json())
    document["training"]["batch_size"] = 0
    assert "training.batch_size" in told(json.dumps(document))[0]


def test_a_text_beyond_the_limit_is_not_parsed():
    assert "2000000" in told(" " * (spec.LARGEST_TEXT + 1))[0]


def test_changed_sets_one_value_and_leaves_the_rest():
    asked = experiment()
    assert spec.with_value(asked, "training.epochs", 3).training.epochs == 3
    assert spec.with_value(asked, "networks.0.nodes.1.params.units", 16).networks[0].nodes[1].params == {"units": 16}
    assert spec.with_value(asked, "data.params.noise", 0.2).data.params == {"noise": 0.2}
    assert asked == experiment()


@pytest.mark.parametrize("path", ["nothing", "training.nothing", "networks.9.nodes", "", "training.early_stopping.x"])
def test_a_path_to_nowhere_is_told(path):
    with pytest.raises(PlaygroundError, match="nothing at"):
        spec.with_value(experiment(), path, 1)
