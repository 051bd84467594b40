"""A row of small pictures of which one is chosen, by mouse or keys; it scrolls sideways where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, NotRequired, TypedDict

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.figures.drawing import image_grid
from playground.ui.components.bundles import component

_HTML = '<div class="strip"><span class="title"></span><div class="items" role="radiogroup"></div></div>'
_mount = component("example_strip", html=_HTML)
THUMBNAIL = 48
"""Pixels on a side, at most, of a picture that is shown small."""


class StripItem(NamedTuple):
    """What can be chosen: called *name* in the address of a choice, *label* for people, and as a *picture* (h, w, 1 or
    3) or, where there is none, by its label."""

    name: str
    label: str
    picture: npt.NDArray[np.uint8] | None = None


class StripItemData(TypedDict):
    """A choice; ``picture`` is an address."""

    name: str
    label: str
    picture: NotRequired[str]


class StripData(TypedDict):
    """What a strip is shown."""

    items: list[StripItemData]
    selected: str
    film: str
    title: str
    turn: int


class StripChoice(TypedDict):
    """What a person chose in a strip."""

    film: str
    name: str
    turn: int


def chosen_item(key: str, film: str, items: Sequence[StripItem], default: str) -> str:
    """The name of the item that was chosen at the strip *key* of *film*; *default* where none of them was."""
    choice = _last_choice(key)
    choices: dict[str, Any] = st.session_state.setdefault("strips", {})
    if choice is not None:
        choices[key] = choice
    choice = choices.get(key)
    names = {item.name for item in items}
    if isinstance(choice, dict) and choice.get("film") == film and choice.get("name") in names:
        return str(choice["name"])
    return default if default in names else items[0].name


def _last_choice(key: str) -> object:
    state = st.session_state.get(key)
    return state.get("choice") if state is not None else None


def _turn(key: str) -> int:
    """Which of the browser's wishes was the last that came; it repeats what is not answered."""
    choice = _last_choice(key)
    turn = choice.get("turn") if isinstance(choice, dict) else None
    return turn if type(turn) is int else 0


def example_strip(items: Sequence[StripItem], name: str, *, key: str, film: str, title: str) -> None:
    """Show *items* under *title* (a word or two), with *name* marked. *film* changes with what the pictures are of."""
    data: StripData = {
        "items": [_item_data(item) for item in items],
        "selected": name,
        "film": film,
        "title": title,
        "turn": _turn(key),
    }
    _mount(key=key, height=58, data=data, on_choice_change=lambda: None)


def _item_data(item: StripItem) -> StripItemData:
    item_data: StripItemData = {"name": item.name, "label": item.label}
    if item.picture is not None:
        item_data["picture"] = data_url(item.picture, THUMBNAIL)
    return item_data


def data_url(picture: npt.NDArray[np.uint8], most: int | None = None) -> str:
    """*picture* ``(h, w, 1 or 3) uint8`` as a PNG address; of more than *most* pixels on a side every second, third ...
    one."""
    step = 1 if most is None else -(-max(picture.shape[:2]) // most)
    pixels = np.ascontiguousarray(picture[::step, ::step])
    return _data_url(pixels.tobytes(), pixels.shape)


@lru_cache(maxsize=1024)
def _data_url(content: bytes, shape: tuple[int, ...]) -> str:
    """Kept, as a page that ticks shows the same pictures again and again."""
    pixels = np.frombuffer(content, np.uint8).reshape(shape)
    return image_grid.data_url(pixels[..., 0] if shape[-1] < 3 else pixels[..., :3])
