"""From a loop whose loss went wrong to the problem that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.problems import Problem
from playground.training import diagnose
from playground.training.compiled import Done

if TYPE_CHECKING:
    from playground.training.loop import Loop


def explain(loop: Loop, done: Done, order: Any) -> Problem:
    """The problem for a call that ended at a loss that was not finite; *order* are the epoch's rows."""
    programs = loop.programs
    rate = next(iter(loop.journal.rates().values()))
    if done.before:
        for entry, value in zip(loop.state, done.before, strict=True):
            entry.assign(value)
        if done.steps > 1:
            programs.run(loop.step, done.steps - 1, order, loop.sums)
    bad = loop.step + done.steps - 1
    x, y = programs.batch(bad, order)
    places = [
        diagnose.find(name, loop.recipe.networks[name], inputs, loss)
        for name, (inputs, loss) in loop.recipe.examined(x, y).items()
    ]
    place = next((place for place in places if place.sign != "largest"), places[0])
    return diagnose.problem(place, bad + 1, loop.epoch + 1, rate)
