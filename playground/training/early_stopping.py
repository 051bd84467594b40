"""Early stopping, by the rule of ``keras.callbacks.EarlyStopping``, as a value that a checkpoint can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.catalog.metrics import higher_is_better
from playground.experiment import spec


@dataclass(frozen=True, slots=True)
class EarlyStoppingState:
    """*wait* epochs have passed since *best* was seen at *best_epoch* (epochs done; 0 where none was seen)."""

    best: float | None = None
    best_epoch: int = 0
    wait: int = 0

    def update(self, rule: spec.EarlyStopping, epoch: int, logs: Mapping[str, float]) -> EarlyStoppingState:
        """What is known after *epoch* epochs. An epoch without the monitored value changes nothing."""
        value = logs.get(rule.monitor)
        if value is None:
            return self
        if self.best is None or _improves(rule, value, self.best):
            return EarlyStoppingState(value, epoch, 0)
        return EarlyStoppingState(self.best, self.best_epoch, self.wait + 1)

    def should_stop(self, rule: spec.EarlyStopping) -> bool:
        """Whether so many epochs have passed without getting better that *rule* ends the training."""
        return self.wait >= rule.patience


def _improves(rule: spec.EarlyStopping, value: float, best: float) -> bool:
    if higher_is_better(rule.monitor):
        return value - rule.min_delta > best
    return value + rule.min_delta < best
