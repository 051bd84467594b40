import time

from playground import events, follow, specs
from playground.store import Store


def test_each_event_is_folded_once_whoever_asks(tmp_path):
    experiment = specs.Experiment(
        data=specs.Data(name="spirals"), networks=(specs.stack(),), loss=specs.Pick(name="MeanSquaredError")
    )
    run = Store(tmp_path).create(experiment)
    assert follow.history(run).state == "waiting"
    for step in (1, 2):
        run.append(
            events.Steps(time=time.time(), step=[step], logs={"loss": [0.5]}, learning_rate=0.1, steps_per_second=1.0)
        )
        follow.history(run)
    assert follow.history(run).by_step["loss"].x == [1, 2]
    follow.forget(run)
    assert follow.history(run).by_step["loss"].x == [1, 2]
