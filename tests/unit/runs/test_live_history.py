import time

from playground.experiment import spec
from playground.runs import events, live_history
from playground.runs.store import Store


def test_each_event_is_folded_once_whoever_asks(tmp_path):
    experiment = spec.Experiment(
        data=spec.Data(name="spirals"), networks=(spec.stack(),), loss=spec.NamedParams(name="MeanSquaredError")
    )
    run = Store(tmp_path).create(experiment)
    assert live_history.history(run).state == "waiting"
    for step in (1, 2):
        run.append_events(
            events.StepsDone(
                time=time.time(), step=[step], logs={"loss": [0.5]}, learning_rate=0.1, steps_per_second=1.0
            )
        )
        live_history.history(run)
    assert live_history.history(run).by_step["loss"].x == [1, 2]
    live_history.drop(run)
    assert live_history.history(run).by_step["loss"].x == [1, 2]
