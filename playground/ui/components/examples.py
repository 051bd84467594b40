"""The row of examples above the network, and the way by which what layers put out for one comes to the editors.

Pictures do not travel with the answer to an edit: shapes come first. The browser asks for them by itself, as often as
*look_again_after* says, and hands them to the editors on the page (``web/src/editor/outputs.ts``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, cast

import streamlit as st

from playground.core.i18n import _
from playground.ui.components.bundles import component

_HTML = "<div class='examples'><span></span><div role='radiogroup'></div><span class='caption'></span></div>"
HEIGHT = 28
Json = dict[str, Any]
_mount = component("examples", html=_HTML)


class Output(TypedDict):
    """What every output says: the layer's ``key`` in its surroundings, and a ``mark`` that changes with its content."""

    key: str
    mark: int
    caption: NotRequired[str]


class MapsOutput(Output):
    """Channels, one byte a pixel; ``signed``: 0 is black and 255 white where it is not."""

    kind: Literal["maps"]
    shape: list[int]
    data: str
    signed: bool


class UnitsOutput(Output):
    """A map over the plane for each unit, from -``limit`` to ``limit``."""

    kind: Literal["units"]
    shape: list[int]
    data: str
    limit: float


class PictureOutput(Output):
    """The example itself."""

    kind: Literal["picture"]
    shape: list[int]
    data: str


class BarsOutput(Output):
    """A row of units, from -1 to 1, with their numbers in words."""

    kind: Literal["bars"]
    values: list[float]
    value_texts: list[str]
    labels: list[str]


class Pixels(TypedDict):
    """A picture of rows, columns and channels, a byte each."""

    shape: list[int]
    data: str


class Pick(TypedDict):
    """An example to choose."""

    label: str
    picture: NotRequired[Pixels]


class ExamplesData(TypedDict):
    """What the row of examples is shown; ``networks`` is what layers put out, by network and layer,
    ``look_again_after_ms`` when to look again, in milliseconds."""

    picks: list[Pick]
    example_index: int
    title: str
    caption: str
    networks: dict[str, dict[str, MapsOutput | UnitsOutput | PictureOutput | BarsOutput]] | None
    look_again_after_ms: int | None
    turn: int


def example_row(
    picks: Sequence[Json],
    example_index: int,
    *,
    key: str,
    caption: str,
    networks: Mapping[str, Mapping[str, Json]] | None,
    look_again_after: float | None,
    on_choose: Callable[[int], None],
) -> None:
    """Show *picks*, each a ``label`` and perhaps a ``picture``, with *example_index* marked and *caption* behind them,
    and give the editors *networks*: by network and node, entries of
    :func:`playground.runs.activation_previews.for_example` (or ``units``), each with the layer's ``key``. ``None``
    leaves them what they have. Look again after *look_again_after* seconds."""
    state = st.session_state.get(key)
    turn = state.get("look") if state is not None else None
    data: ExamplesData = {
        "picks": cast(list[Pick], list(picks)),
        "example_index": example_index,
        "title": _("Example"),
        "caption": caption,
        "networks": cast(Any, networks),
        "look_again_after_ms": None if look_again_after is None else round(1000 * look_again_after),
        "turn": turn if isinstance(turn, int) else 0,
    }
    _mount(
        key=key,
        height=HEIGHT,
        data=data,
        on_look_change=lambda: None,
        on_example_change=lambda: _handle_choice(key, len(picks), on_choose),
    )


def _handle_choice(key: str, count: int, on_choose: Callable[[int], None]) -> None:
    state = st.session_state.get(key)
    number = state.get("example") if state is not None else None
    if isinstance(number, int) and 0 <= number < count:
        on_choose(number)
