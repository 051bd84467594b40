"""The four things that flow back to a training: pause (and go on), step, stop, turn a dial.

One dial is the *tempo*: at most so many epochs or steps a second. It says when things happen, never what is learned.

They are lines appended to ``commands.jsonl`` in the run's folder, so that any page, any server and the command
line may send them; the worker reads on from where it was between two chunks.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Literal

Verb = Literal["pause", "resume", "step", "stop", "turn"]
VERBS: frozenset[str] = frozenset({"pause", "resume", "step", "stop", "turn"})
RATE = "learning_rate"
"""The dial of all learning rates; behind a dot, the name of the one that is meant."""
TEMPO = "tempo"
EPOCH = "epoch"
Unit = Literal["epochs", "steps"]
UNITS: tuple[Unit, ...] = ("epochs", "steps")
FASTEST = 1e6
"""The largest rate of a tempo: nobody sees a difference beyond."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """At most *rate* (above 0, at most :data:`FASTEST`) of *unit* a second."""

    rate: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.rate:g} {self.unit}"


AS_FAST_AS_IT_GOES = ""
ByHand = Literal["one_epoch", "one_step"]
BY_HAND: tuple[ByHand, ...] = ("one_epoch", "one_step")
"""Values of the dial :data:`TEMPO` that set no limit: the run goes on by itself, or waits for a press after each."""


def read_tempo(value: object) -> Tempo | None:
    """The tempo in the text *value* ("20 epochs", "5 steps"), or ``None`` for no limit. Raises ValueError where it is
    neither."""
    if value == AS_FAST_AS_IT_GOES or value in BY_HAND:
        return None
    number, _, unit = str(value).partition(" ")
    rate = float(number)
    if not math.isfinite(rate) or not 0 < rate <= FASTEST or unit not in UNITS:
        raise ValueError(f"a tempo is like '20 epochs' or '5 steps'; {value!r} came")
    return Tempo(rate, "epochs" if unit == "epochs" else "steps")


@dataclass(frozen=True, slots=True)
class Command:
    """*param* and its new *value* are used by ``turn``. Dials are ``learning_rate`` (of all networks),
    ``learning_rate.NETWORK``, :data:`TEMPO`, and the parameters that the family names in ``live_param_names``. A
    ``step`` goes to the end of its epoch where *value* is :data:`EPOCH`."""

    verb: Verb
    param: str = ""
    value: float | str | None = None


def encode(command: Command) -> str:
    """One line of JSON, without the line's end."""
    return json.dumps({"verb": command.verb, "dial": command.param, "value": command.value})


def decode(line: str) -> Command | None:
    """The command in *line*, or ``None`` where it is not one."""
    try:
        fields = json.loads(line)
        verb, dial, value = fields["verb"], fields.get("dial", ""), fields.get("value")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if verb not in VERBS or not isinstance(dial, str) or not (value is None or isinstance(value, int | float | str)):
        return None
    return Command(verb, dial, value)
