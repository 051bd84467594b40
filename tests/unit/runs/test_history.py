import numpy as np

from playground.runs import events, history


def started(step=0, epoch=0):
    return events.Started(
        time=2.0,
        step=step,
        epoch=epoch,
        epochs=4,
        steps_per_epoch=2,
        parameters=5,
        device="CPU",
        execution="xla",
        train_examples=4,
        validation_examples=1,
        test_examples=1,
    )


def epoch(number):
    return [
        events.StepsDone(
            time=number,
            step=[2 * number - 1, 2 * number],
            logs={"loss": [1 / number, 1 / number]},
            learning_rate=0.1,
            steps_per_second=10.0,
        ),
        events.EpochEnded(
            time=number,
            epoch=number,
            step=2 * number,
            logs={"loss": 1 / number, "val_loss": 2 / number},
            seconds=number,
        ),
        events.Frame(time=number, name="field", step=2 * number, epoch=number, file=f"{number}.npz"),
    ]


def told():
    return [
        events.StateChanged(time=1.0, state="waiting"),
        events.StateChanged(time=1.5, state="running", pid=7),
        started(),
        *epoch(1),
        *epoch(2),
        events.CheckpointSaved(time=3.0, step=4, epoch=2, file="checkpoints/4.npz"),
        *epoch(3),
    ]


def test_the_fold_knows_state_place_and_curves():
    known = history.fold(told())
    assert (known.state, known.step, known.epoch, known.created_at) == ("running", 6, 3, 1.0)
    assert known.by_step["loss"].x == [1, 2, 3, 4, 5, 6]
    assert known.by_epoch["val_loss"].y == [2.0, 1.0, 2 / 3]
    assert known.newest_frame("field") == (6, "3.npz")
    assert not known.has_ended


def test_the_time_left_follows_from_the_pace():
    assert history.fold([started()]).seconds_left is None
    assert history.fold(told()).seconds_left == 0.2


def test_in_two_parts_as_at_once():
    happened = told()
    for cut in range(len(happened)):
        parts = history.fold(happened[:cut]).apply(happened[cut:])
        assert parts == history.fold(happened)


def test_going_on_from_a_checkpoint_forgets_what_came_after_it():
    known = history.fold([*told(), events.StateChanged(time=9.0, state="failed"), started(step=4, epoch=2)])
    assert known.by_step["loss"].x == [1, 2, 3, 4]
    assert known.by_epoch["loss"].x == [1, 2]
    assert known.epoch_steps.y == [2, 4]
    assert known.newest_frame("field") == (4, "2.npz")


def test_scores_within_an_epoch_lie_at_their_steps_and_are_forgotten_with_them():
    within = [
        events.ValidationScored(time=2.5, step=step, epoch=0, examples=9, logs={"val_loss": 1 / step})
        for step in (1, 5)
    ]
    known = history.fold([started(), *within])
    assert (known.within_epochs["val_loss"].x, known.validation_sample, known.epoch) == ([1, 5], 9, 0)
    known.apply([started(step=4, epoch=2)])
    assert known.within_epochs["val_loss"].y == [1.0]
    assert not known.by_epoch


def test_the_first_parameter_of_a_family_that_is_changed_has_the_step_compiled_anew():
    def changed(dial):
        return events.LiveParamChanged(time=4.0, step=6, dial=dial, value=1.0)

    assert not history.fold([*told(), changed("learning_rate.generator"), changed("tempo")]).is_compiling
    known = history.fold([*told(), changed("n_critic")])
    assert known.is_compiling
    known.apply(epoch(4))
    assert not known.is_compiling
    assert not known.apply([events.LiveParamChanged(time=5.0, step=8, dial="n_critic", value=2.0)]).is_compiling


def test_thinned_frames_are_gone():
    known = history.fold([*told(), events.FramesDeleted(time=9.0, name="field", steps=[2, 6])])
    assert known.frames["field"] == {4: "2.npz"}


def test_arrays_of_a_frame_and_of_one_that_was_taken_away(tmp_path):
    np.savez(tmp_path / "a.npz", output=np.arange(3))
    assert history.load_frame(tmp_path, "a.npz")["output"].tolist() == [0, 1, 2]
    assert history.load_frame(tmp_path, "b.npz") == {}
    (tmp_path / "c.npz").write_bytes(b"PK cut off")
    assert history.load_frame(tmp_path, "c.npz") == {}
