"""Which buttons the run's controls offer: a pure function of the run and the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.core.i18n import N_
from playground.runs.events import State

Action = Literal["train", "pause", "resume", "continue"]


@dataclass(frozen=True, slots=True)
class RunActions:
    """*primary* is what the one coloured button does; the others say whether their button is live."""

    primary: Action
    label: str
    help: str
    can_step: bool
    can_stop: bool
    can_restart: bool


_PRIMARY: dict[Action, tuple[str, str]] = {
    "train": (N_("Train"), N_("Start from fresh weights")),
    "pause": (N_("Pause"), N_("Pause the training where it is")),
    "resume": (N_("Continue"), N_("Continue from this very step")),
    "continue": (N_("Continue"), N_("Continue from the last checkpoint, optimizer state included")),
}


def available_actions(state: State | None, *, same: bool, checkpoint: bool) -> RunActions:
    """*state* of the run that is shown (``None``: none); *same*: the document is still the one that it trains;
    *checkpoint*: there is something to go on from."""
    primary: Action
    if state in ("running", "waiting"):
        primary = "pause"
    elif state == "paused":
        primary = "resume"
    elif state is not None and same and checkpoint:
        primary = "continue"
    else:
        primary = "train"
    label, help_text = _PRIMARY[primary]
    live = state in ("running", "waiting", "paused")
    return RunActions(
        primary, label, help_text, can_step=state != "waiting", can_stop=live, can_restart=state is not None
    )
