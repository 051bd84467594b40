"""What follows the last step: the weights to keep, the score on the test part, the model to take home."""

from __future__ import annotations

import time

from playground import families
from playground.datasets.dataset import Prepared
from playground.experiment.spec import Goal
from playground.runs import events
from playground.training import checkpoint
from playground.training.compiled import DeviceDataset
from playground.training.loop import Loop
from playground.training.recording.recorder import predictions_frame
from playground.training.recording.sample_scoring import SAMPLES_AT_END


def finish(loop: Loop, prepared: Prepared) -> None:
    """Do what Keras does after ``fit`` (moving averages, best weights), then test and save. The checkpoint was
    written before, so that a run can still be gone on with."""
    loop.recipe.on_train_end()
    _restore_best(loop)
    loop.validation.invalidate()
    loop.frame_recorder.record_all(loop.step, loop.epoch)
    if len(prepared.test):
        _test(loop, prepared)
    for name, network in loop.recipe.networks.items():
        network.save(loop.run.folder / ("model.keras" if len(loop.recipe.networks) == 1 else f"{name}.keras"))
    loop.event_writer.flush()


def _restore_best(loop: Loop) -> None:
    rule = loop.experiment.training.early_stopping
    if rule is None:
        return
    restored = rule.restore_best and bool(loop.best_weights)
    if restored:
        checkpoint.restore(loop.best_weights, loop.weights())
    if loop.early_stopping_state.should_stop(rule):
        loop.event_writer.add(
            events.EarlyStopped(
                time=time.time(),
                epoch=loop.epoch,
                best_epoch=loop.early_stopping_state.best_epoch,
                monitor=rule.monitor,
                restored=restored,
            )
        )


def _test(loop: Loop, prepared: Prepared) -> None:
    sums, outputs = loop.compiled_steps.evaluate(DeviceDataset(prepared.test, loop.recipe))
    metrics = loop.compiled_steps.metric_sums.results(sums)
    if loop.frame_recorder.sample_scorer is not None:
        metrics |= loop.frame_recorder.sample_scorer.score(SAMPLES_AT_END)
    if families.get(loop.experiment.family).predicts_targets:
        loop.frame_recorder.write_frame(predictions_frame("test", prepared.test, outputs), loop.step, loop.epoch)
    is_met = goal_met(loop.experiment.goal, metrics)
    loop.event_writer.add(events.Tested(time=time.time(), step=loop.step, metrics=metrics, goal_met=is_met))


def goal_met(goal: Goal | None, metrics: dict[str, float]) -> bool | None:
    """Whether the score reaches the goal; ``None`` where there is no goal or no such score."""
    if goal is None or goal.metric not in metrics:
        return None
    return goal.is_met(metrics[goal.metric])
