"""The four things that flow back to a training: pause (and go on), step, stop, turn a dial.

They are lines appended to ``commands.jsonl`` in the run's folder, so that any page, any server and the command
line may send them; the worker reads on from where it was between two chunks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

Verb = Literal["pause", "resume", "step", "stop", "turn"]
VERBS: frozenset[str] = frozenset({"pause", "resume", "step", "stop", "turn"})


@dataclass(frozen=True, slots=True)
class Command:
    """*param* and its new *value* are used by ``turn`` alone. Dials are ``learning_rate`` (of all networks),
    ``learning_rate.NETWORK``, and the parameters that the family names in ``live_param_names``."""

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
