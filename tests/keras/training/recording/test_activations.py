"""What untrained layers put out: Keras's own numbers, those of step 0, and no layer computed twice."""

from __future__ import annotations

import numpy as np
import pytest

from playground import datasets, gallery
from playground.checks.keras_check import keras_report
from playground.experiment import edits, spec
from playground.experiment.spec import Experiment
from playground.runs import activation_previews, history, store
from playground.training import warmup
from playground.training.recording import recorder
from playground.training.recording.activations import ActivationService
from playground.training.run import train
from tests.support.experiments import points, table


def cnn(**training: object) -> Experiment:
    layers = (
        ("Conv2D", {"filters": 20, "activation": "relu"}),
        ("BatchNormalization", {}),
        ("MaxPooling2D", {}),
        ("Dropout", {"rate": 0.5}),
        ("Flatten", {}),
        ("Dense", {"units": 10, "activation": "softmax"}),
    )
    return spec.Experiment(
        data=spec.Data(name="digits"),
        networks=(spec.stack(*layers),),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        training=spec.Training(**{"epochs": 1, "batch_size": 256, "execution": "graph", **training}),  # type: ignore[arg-type]
    )


def every(experiment: Experiment) -> dict[str, list[str]]:
    return {network.name: [node.id for node in network.nodes] for network in experiment.networks}


def frame(outputs: ActivationService, experiment: Experiment) -> dict[str, np.ndarray]:
    made = outputs.frame(experiment, every(experiment))
    assert made is not None
    return made


@pytest.mark.parametrize("experiment", [cnn(seed=3), table()], ids=["pictures", "table"])
def test_the_frame_holds_what_keras_says_of_the_network_that_a_training_begins_with(experiment: Experiment) -> None:
    import keras

    model = warmup.prepare_training(experiment).recipe.networks["model"]
    prepared = datasets.prepare(experiment.data)
    x = prepared.scale_inputs(activation_previews.preview_examples(prepared).x)
    arrays = frame(ActivationService(), experiment)
    assert len(activation_previews.for_example(arrays, 0)) == len(model.layers)
    for layer in model.layers[1:]:
        said = keras.Model(model.input, layer.output)(x, training=False).numpy()
        name = f"model:{layer.name}"
        assert arrays[f"shape:{name}"].tolist() == list(said.shape[1:])
        assert np.allclose(arrays[f"scale:{name}"][:, 1], said.reshape(8, -1).max(1), atol=1e-5)
        wanted = activation_previews.preview_arrays(name, said)
        for key in wanted:
            # A value on the border between two of the 256 levels may fall to either side.
            atol = 1 if key.startswith("maps:") else 1e-5
            assert np.allclose(arrays[key].astype(np.float64), wanted[key].astype(np.float64), atol=atol), key


def test_what_is_seen_before_is_what_step_0_shows(store_here: store.Store) -> None:
    experiment = cnn()
    run = store_here.create(experiment)
    train(run)
    known = history.fold(run.read_events()[0])
    first = history.load_frame(run.folder, known.frames["outputs"][0])
    last = history.load_frame(run.folder, known.newest_frame("outputs")[1])  # type: ignore[index]
    before = frame(ActivationService(), experiment)
    assert first.keys() == before.keys() == last.keys()
    for name in first:
        assert np.allclose(first[name].astype(float), before[name].astype(float), atol=1 if "maps:" in name else 1e-5)
    assert not np.allclose(first["bars:model:dense_1"], last["bars:model:dense_1"], atol=1e-3), "it has learnt"


def test_points_of_a_plane_have_the_maps_of_their_units() -> None:
    experiment = points()
    field = (
        next(one for one in warmup.prepare_training(experiment).frame_sources if one.name == "field").capture().arrays
    )
    arrays = frame(ActivationService(), experiment)
    assert arrays.keys() == {name for name in field if name.startswith("node_")}
    for name, units in arrays.items():
        assert np.allclose(units.astype(float), np.asarray(field[name], float), atol=2e-3), name


def test_an_edit_computes_what_stands_behind_it_and_nothing_else() -> None:
    outputs = ActivationService()
    frame(outputs, cnn())
    assert len(outputs.computed_layers) == 7
    outputs.computed_layers.clear()
    after = edits.apply(cnn(), {"do": "set_param", "node": "maxpooling2d_1", "field": "pool_size", "value": 4})
    frame(outputs, after)
    assert [name.removeprefix("model:") for name in outputs.computed_layers] == [
        "maxpooling2d_1", "dropout_1", "flatten_1", "dense_1",
    ]  # fmt: skip
    outputs.computed_layers.clear()
    frame(outputs, cnn())
    assert outputs.computed_layers == [], "back again: all of it is known"


def test_a_network_that_holds_in_part_is_shown_up_to_there() -> None:
    wrong = edits.apply(cnn(), {"do": "set_param", "node": "maxpooling2d_1", "field": "pool_size", "value": 50})
    report = keras_report(wrong, datasets.describe(wrong.data))
    made = ActivationService().frame(wrong, {name: list(nodes) for name, nodes in report.networks.items()})
    assert made is not None
    assert {name.split(":")[2] for name in made} == {"input", "conv2d_1", "batchnormalization_1"}
    assert frame(ActivationService(), wrong).keys() == made.keys(), "Keras has the last word, not who asks"


def test_what_keras_refuses_is_not_shown_though_its_operation_would_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """On some processors TensorFlow computes a pool larger than its image: then nothing fails on the way."""
    import keras

    def computes_anything(_layer: object, x: object, **_call: object) -> object:
        return x

    wrong = edits.apply(cnn(), {"do": "set_param", "node": "maxpooling2d_1", "field": "pool_size", "value": 50})
    outputs = ActivationService()
    report = keras_report(wrong, datasets.describe(wrong.data))
    monkeypatch.setattr(keras.layers.MaxPooling2D, "call", computes_anything)
    monkeypatch.setattr("playground.training.recording.activations.keras_report", lambda _experiment, _info: report)
    assert {name.split(":")[2] for name in frame(outputs, wrong)} == {"input", "conv2d_1", "batchnormalization_1"}


def test_what_is_wanted_no_more_is_given_up() -> None:
    outputs, asked = ActivationService(), iter([True, True, False])
    assert outputs.frame(cnn(), every(cnn()), lambda: next(asked)) is None
    assert len(outputs.computed_layers) == 2


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.training.recording.activations.MAX_CACHED_BYTES", 100_000)
    outputs = ActivationService()
    for filters in range(4, 40, 4):
        frame(
            outputs, edits.apply(cnn(), {"do": "set_param", "node": "conv2d_1", "field": "filters", "value": filters})
        )
    assert 0 < outputs._layers.currsize <= 100_000


def test_frames_of_outputs_are_few(store_here: store.Store) -> None:
    run = store_here.create(cnn())
    prepared = datasets.prepare(cnn().data)
    model = warmup.prepare_training(cnn()).recipe.networks["model"]
    (watcher,) = recorder.outputs_source(cnn(), prepared, {"model": model})
    album = recorder.FrameRecorder(run, lambda _event: None, [watcher])
    taken = watcher.capture()
    for step in range(40):
        album.write_frame(taken, step, 0)
    assert len(list((run.folder / "frames" / "outputs").iterdir())) <= recorder.MAX_OUTPUTS_FRAMES


def test_what_one_network_gives_is_followed_through_the_next(store_here: store.Store) -> None:
    whole = gallery.get("autoencoder-digits").experiment
    experiment = whole.model_copy(update={"training": whole.training.model_copy(update={"epochs": 1})})
    before = frame(ActivationService(), experiment)
    assert {name.split(":")[1] for name in before} == {"encoder", "decoder"}
    code = next(name for name in before if name.startswith("bars:encoder:") and before[name].shape[1] == 8)
    assert np.allclose(before["bars:decoder:input"], before[code], atol=1e-5), "the code enters as it left"
    run = store_here.create(experiment)
    train(run)
    known = history.fold(run.read_events()[0])
    first = history.load_frame(run.folder, known.frames["outputs"][0])
    last = history.load_frame(run.folder, known.newest_frame("outputs")[1])  # type: ignore[index]
    assert first.keys() == before.keys() == last.keys()
    for name in first:
        atol = 1 if "maps:" in name else 1e-4
        assert np.allclose(first[name].astype(float), before[name].astype(float), atol=atol), name
    assert not np.allclose(before["bars:decoder:input"], last["bars:decoder:input"], atol=1e-2), "it has learnt"


def test_without_what_feeds_it_a_network_shows_nothing() -> None:
    experiment = gallery.get("autoencoder-digits").experiment
    nodes = {**every(experiment), "encoder": ["input"]}
    made = ActivationService().frame(experiment, nodes)
    assert made is not None
    assert {name.split(":")[1] for name in made} == {"encoder"}
