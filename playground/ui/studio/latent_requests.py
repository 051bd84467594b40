"""Questions to the worker that decodes and encodes, by the newest weights that a run has written; while nothing of a
question changes, it is not asked again."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import count
from playground.core.i18n import N_, Text, _
from playground.runs.latent_messages import DecodeReply, EncodeReply
from playground.runs.store import Run
from playground.ui.app import session

PATIENCE, GLANCE = 5.0, 0.25
"""Seconds to wait for an answer: once the networks are ready, and before, when the browser asks again."""
_KEY = "latent_answers"
_WAITS = "latent_waits"
Answer = TypeVar("Answer", DecodeReply, EncodeReply)


class _Question(NamedTuple):
    """*digest* tells what is asked, *weights* by which: the step of the newest checkpoint, and whether it has ended."""

    run: str
    digest: str
    weights: tuple[int | None, bool]


def request_decode(run: Run, codes: npt.ArrayLike, labels: npt.ArrayLike, slot: str) -> DecodeReply | None:
    """What *run* draws from *codes* ``(k, length)`` and the class numbers *labels* ``(k,)`` (or one for all), where it
    is told the class: ``(k, h, w, c) uint8``. ``None``: not yet. *slot* names the place on the page: of each the last
    answer is kept, and a newer question takes the place of an older one."""
    rows = np.asarray(codes, np.float64)
    classes = np.broadcast_to(np.asarray(labels, np.int64), len(rows))
    question = _question(run, rows.tobytes() + classes.tobytes())
    cached_reply = _cached_answer(slot, question, DecodeReply)
    if cached_reply is not None:
        return cached_reply
    reply = session.launcher().decode(run, rows.tolist(), classes.tolist(), _owner(slot), timeout=_patience(run))
    if reply is None:
        st.session_state[_WAITS] = True
    elif reply.values is not None:
        _cache_answer(slot, question, reply)
    return reply


def request_encode(run: Run, slot: str, *, effect: bool = False) -> EncodeReply | None:
    """What *run* makes of the examples that are looked at, and with *effect* how much each number of noise matters;
    ``None``: not yet."""
    question = _question(run, b"effect" if effect else b"")
    cached_reply = _cached_answer(slot, question, EncodeReply)
    if cached_reply is not None:
        return cached_reply
    reply = session.launcher().encode(run, _owner(slot), timeout=_patience(run), effect=effect)
    if reply is None:
        st.session_state[_WAITS] = True
    elif not reply.problems:
        _cache_answer(slot, question, reply)
    return reply


def reset_pending() -> None:
    """From here on, :func:`is_pending` is about what is asked."""
    st.session_state[_WAITS] = False


def is_pending() -> bool:
    """Whether something that was asked has no answer yet."""
    return bool(st.session_state.get(_WAITS))


def first_image(reply: DecodeReply | None) -> npt.NDArray[Any] | None:
    """The first picture ``(h, w, c) uint8`` of an answer; ``None`` where there is none."""
    return reply.values[0] if reply is not None and reply.values is not None else None


def weights_caption(reply: DecodeReply | None, *, generator: bool = False) -> str:
    """Which weights drew it, or why there is nothing; *generator*: that is what the network is called."""
    if reply is None:
        return _("The decoder is getting ready …")
    if reply.values is None:
        return _("This code could not be drawn.")
    return step_caption(reply.step, generator=generator)


def step_caption(step: int, *, generator: bool = False) -> str:
    """By the weights after how many steps it was drawn; *generator*: that is what the network is called."""
    if step == 0:
        return _("Drawn by the generator before training") if generator else _("Drawn by the decoder before training")
    one, many = N_("Drawn by the decoder after {count} step"), N_("Drawn by the decoder after {count} steps")
    if generator:
        one, many = N_("Drawn by the generator after {count} step"), N_("Drawn by the generator after {count} steps")
    return str(Text(one if step == 1 else many, {"count": count(step)}))


def _question(run: Run, payload: bytes) -> _Question:
    history = session.history(run)
    weights = history.checkpoint.step if history.checkpoint is not None else None, history.has_ended
    return _Question(run.id, hashlib.sha256(payload).hexdigest(), weights)


def _answers() -> dict[str, tuple[_Question, DecodeReply | EncodeReply]]:
    answers: dict[str, tuple[_Question, DecodeReply | EncodeReply]] = st.session_state.setdefault(_KEY, {})
    return answers


def _cached_answer(slot: str, question: _Question, kind: type[Answer]) -> Answer | None:
    last = _answers().get(slot)
    return last[1] if last is not None and last[0] == question and isinstance(last[1], kind) else None


def _cache_answer(slot: str, question: _Question, reply: DecodeReply | EncodeReply) -> None:
    _answers()[slot] = question, reply


def _patience(run: Run) -> float:
    """Who has had an answer of this run waits for the next; before, its networks may still be built."""
    return PATIENCE if any(question.run == run.id for question, _reply in _answers().values()) else GLANCE


def _owner(slot: str) -> str:
    return f"{session.draft().id}.{slot}"
