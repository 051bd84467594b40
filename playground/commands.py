"""The four things that flow back to a training: pause (and go on), step, stop, set the learning rate.

They are lines appended to ``commands.jsonl`` in the run's folder, so that any page, any server and the command
line may send them; the worker reads on from where it was between two chunks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

Verb = Literal["pause", "resume", "step", "stop", "set_learning_rate"]
VERBS: frozenset[str] = frozenset({"pause", "resume", "step", "stop", "set_learning_rate"})


@dataclass(frozen=True, slots=True)
class Command:
    """*value* is the new learning rate, and unused by the rest."""

    verb: Verb
    value: float | None = None


def encode(command: Command) -> str:
    return json.dumps({"verb": command.verb, "value": command.value})


def decode(line: str) -> Command | None:
    """The command in *line*, or ``None`` where it is not one."""
    try:
        fields = json.loads(line)
        verb, value = fields["verb"], fields.get("value")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if verb not in VERBS or not (value is None or isinstance(value, int | float)):
        return None
    return Command(verb, value)
