import math

import pytest

from playground.runs import events

EXAMPLES = [
    events.StateChanged(time=1.0, state="failed", pid=3, pid_started=2.5, problem={"code": "nan"}),
    events.Started(
        time=1.0,
        step=0,
        epoch=0,
        epochs=3,
        steps_per_epoch=10,
        parameters=5,
        device="CPU",
        execution="xla",
        train_examples=1,
        validation_examples=2,
        test_examples=3,
        versions={"keras": "3"},
    ),
    events.StepsDone(time=1.0, step=[1, 2], logs={"loss": [0.5, 0.25]}, learning_rate=0.1, steps_per_second=9.5),
    events.EpochEnded(time=1.0, epoch=1, step=10, logs={"loss": 0.5, "val_loss": 0.75}, seconds=1.5),
    events.ValidationScored(time=1.0, step=5, epoch=0, examples=100, logs={"val_loss": 0.75}),
    events.Frame(time=1.0, name="field", step=10, epoch=1, file="frames/field/000000010.npz"),
    events.SamplesScored(time=1.0, step=10, epoch=1, metrics={"frechet": 2.5}),
    events.FramesDeleted(time=1.0, name="field", steps=[10]),
    events.CheckpointSaved(time=1.0, step=10, epoch=1, file="checkpoints/a.npz"),
    events.LiveParamChanged(time=1.0, step=10, dial="learning_rate", value=0.5),
    events.EarlyStopped(time=1.0, epoch=3, best_epoch=1, monitor="val_loss", restored=True),
    events.Tested(time=1.0, step=10, metrics={"accuracy": 1.0}, goal_met=None),
    events.WarningRaised(time=1.0, step=10, problem={"code": "dead"}),
]


def test_every_kind_has_an_example():
    assert {type(example) for example in EXAMPLES} == set(events.KINDS.values())


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: type(event).__name__)
def test_a_line_gives_the_event_back(event):
    line = events.encode(event)
    assert "\n" not in line
    assert events.decode(line) == event


def test_nan_and_infinity_travel():
    event = events.StepsDone(
        time=1.0, step=[1, 2], logs={"loss": [math.nan, math.inf]}, learning_rate=1.0, steps_per_second=1.0
    )
    back = events.decode(events.encode(event))
    assert isinstance(back, events.StepsDone)
    assert math.isnan(back.logs["loss"][0])
    assert back.logs["loss"][1] == math.inf


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "null", '{"kind":"Later","time":1}', '{"kind":"Tested"}', '{"time":1}']
)
def test_a_broken_or_later_line_is_no_event(line):
    assert events.decode(line) is None


def test_fields_of_a_later_version_are_passed_over():
    line = events.encode(EXAMPLES[5])[:-1] + ',"more":1}'
    assert events.decode(line) == EXAMPLES[5]
