"""What a person may set, declared once: the form, the code, the docs and the sweep all read it.

A parameter knows its default, its bounds and its one-sentence help. ``check`` answers with a
:class:`~playground.core.i18n.Text` that says what was expected and what came, or ``None``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from playground.core import raster_codec
from playground.core.i18n import N_, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One thing a person may set. *name* is Keras's (or the field's) own; *label* and *help* are for reading."""

    kind: ClassVar[str]
    """What the form in the browser shows it by."""
    name: str
    label: str
    help: str
    default: object = None
    optional: bool = False
    """Whether ``None`` is a value ("off", "as Keras chooses")."""
    advanced: bool = False
    """Whether the form keeps it behind "more"."""

    def check(self, value: object) -> Text | None:
        """Why *value* is refused, or ``None`` where it fits."""
        if value is None:
            return None if self.optional else Text(N_("{label} needs a value."), {"label": self.label_text})
        return self._check(value)

    def _check(self, value: object) -> Text | None:
        raise NotImplementedError

    @property
    def label_text(self) -> Text:
        """The label, translated when it is shown."""
        return Text(self.label)

    def schema(self) -> dict[str, object]:
        """Everything a form in the browser needs, ready for JSON, in the language of this moment."""
        return {
            "type": self.kind,
            "name": self.name,
            "label": str(Text(self.label)),
            "help": str(Text(self.help)),
            "default": self.default,
            "optional": self.optional,
            "advanced": self.advanced,
        }


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Int(Param):
    """A whole number from *low* to *high*, both included."""

    kind: ClassVar[str] = "int"
    default: int | None = None
    low: int
    high: int
    step: int = 1
    log: bool = False

    def _check(self, value: object) -> Text | None:
        if not _is_int(value):
            return Text(
                N_("{label} must be a whole number; {value} came."), {"label": self.label_text, "value": repr(value)}
            )
        if not self.low <= value <= self.high:  # type: ignore[operator]
            return Text(
                N_("{label} must be from {low} to {high}; {value} came."),
                {"label": self.label_text, "low": self.low, "high": self.high, "value": value},
            )
        return None

    def schema(self) -> dict[str, object]:
        return {**Param.schema(self), "low": self.low, "high": self.high, "step": self.step, "log": self.log}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntOrTuple(Int):
    """One whole number for all *axes* (a 3 × 3 kernel is ``3``), or a list with one for each (``[1, 7]``)."""

    axes: int = 2

    def _check(self, value: object) -> Text | None:
        if not isinstance(value, list | tuple):
            return Int._check(self, value)
        if len(value) != self.axes:
            return Text(
                N_("{label} must be one whole number or a list of {length}; {value} came."),
                {"label": self.label_text, "length": self.axes, "value": repr(value)},
            )
        return next((wrong for entry in value if (wrong := Int._check(self, entry)) is not None), None)

    def schema(self) -> dict[str, object]:
        return {**Int.schema(self), "axes": self.axes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Float(Param):
    """A number from *low* to *high*, both included unless *open_low* (low itself refused)."""

    kind: ClassVar[str] = "float"
    default: float | None = None
    low: float
    high: float
    step: float | None = None
    log: bool = False
    open_low: bool = False

    def _check(self, value: object) -> Text | None:
        if not _is_number(value):
            return Text(N_("{label} must be a number; {value} came."), {"label": self.label_text, "value": repr(value)})
        if not self.low <= value <= self.high or (self.open_low and value == self.low):  # type: ignore[operator]
            return Text(
                N_("{label} must be above {low} and at most {high}; {value} came.")
                if self.open_low
                else N_("{label} must be from {low} to {high}; {value} came."),
                {"label": self.label_text, "low": self.low, "high": self.high, "value": value},
            )
        return None

    def schema(self) -> dict[str, object]:
        bounds = {"low": self.low, "high": self.high, "open_low": self.open_low}
        return {**Param.schema(self), **bounds, "step": self.step, "log": self.log}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bool(Param):
    """Yes or no."""

    kind: ClassVar[str] = "bool"
    default: bool = False

    def _check(self, value: object) -> Text | None:
        if not isinstance(value, bool):
            return Text(
                N_("{label} must be yes or no; {value} came."), {"label": self.label_text, "value": repr(value)}
            )
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Param):
    """One of *options*; *labels* (same length) are what the page shows where the values are not words."""

    kind: ClassVar[str] = "choice"
    default: str | None = None
    options: tuple[str, ...]
    labels: tuple[str, ...] = ()

    def _check(self, value: object) -> Text | None:
        if not isinstance(value, str) or value not in self.options:
            return Text(
                N_("{label} must be one of {options}; {value} came."),
                {"label": self.label_text, "options": ", ".join(self.options), "value": repr(value)},
            )
        return None

    def schema(self) -> dict[str, object]:
        labels = [str(Text(label)) for label in self.labels] or list(self.options)
        return {**Param.schema(self), "options": list(self.options), "labels": labels}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntTuple(Param):
    """A list of whole numbers, each from *low* to *high*; *length* entries, or 1 to 8 where ``None``."""

    kind: ClassVar[str] = "ints"
    default: tuple[int, ...] | None = None
    low: int
    high: int
    length: int | None = None

    def _check(self, value: object) -> Text | None:
        expected_length = self.length or "1–8"
        if not isinstance(value, list | tuple) or (
            len(value) != self.length if self.length is not None else not 1 <= len(value) <= 8
        ):
            return Text(
                N_("{label} must be a list of {length} whole numbers; {value} came."),
                {"label": self.label_text, "length": expected_length, "value": repr(value)},
            )
        for entry in value:
            if not _is_int(entry) or not self.low <= entry <= self.high:
                return Text(
                    N_("Each number of {label} must be a whole number from {low} to {high}; {value} came."),
                    {"label": self.label_text, "low": self.low, "high": self.high, "value": repr(entry)},
                )
        return None

    def schema(self) -> dict[str, object]:
        default = list(self.default) if self.default is not None else None
        return {
            **Param.schema(self),
            "default": default,
            "low": self.low,
            "high": self.high,
            "length": self.length,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Param):
    """A short text such as a column name: one line, at most *longest* characters, never a path."""

    kind: ClassVar[str] = "name"
    default: str | None = None
    longest: int = 200

    def _check(self, value: object) -> Text | None:
        if not isinstance(value, str) or len(value) > self.longest or "\x00" in value or "\n" in value:
            return Text(
                N_("{label} must be a short text; {value} came."), {"label": self.label_text, "value": repr(value)[:80]}
            )
        return None

    def schema(self) -> dict[str, object]:
        return {**Param.schema(self), "longest": self.longest}


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList(Param):
    """A list of short texts such as column names."""

    kind: ClassVar[str] = "names"
    default: tuple[str, ...] | None = ()
    most: int = 10_000
    empty: str = N_("all")
    """What an empty list means, for the form to say."""

    def _check(self, value: object) -> Text | None:
        if (
            not isinstance(value, list | tuple)
            or len(value) > self.most
            or not all(isinstance(entry, str) and len(entry) <= 200 for entry in value)
        ):
            return Text(
                N_("{label} must be a list of short texts; {value} came."),
                {"label": self.label_text, "value": repr(value)[:80]},
            )
        return None

    def schema(self) -> dict[str, object]:
        return {**Param.schema(self), "default": list(self.default or ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingParam(Param):
    """What a person drew with two colours on a square, as text (:mod:`playground.core.raster_codec`); an empty sheet is
    one, too.

    *fresh* is a drawing to begin anew with where there is none that can be used, and *restart* the words for it.
    """

    kind: ClassVar[str] = "drawing"
    default: str | None = None
    fresh: str
    restart: str

    def _check(self, value: object) -> Text | None:
        if raster_codec.is_drawing(value):
            return None
        values: dict[str, object] = {"label": self.label_text, "side": raster_codec.SIDE, "value": repr(value)[:40]}
        return Text(N_("{label} must be a drawing of {side} × {side} cells as text; {value} came."), values)


def defaults(params: Iterable[Param]) -> dict[str, object]:
    """The value of each parameter where nobody chose, as JSON knows it (tuples become lists)."""
    return {param.name: list(param.default) if isinstance(param.default, tuple) else param.default for param in params}


def with_defaults(params: Iterable[Param], values: Mapping[str, object]) -> dict[str, object]:
    """*values* over the defaults; unknown names are kept for :func:`check` to refuse."""
    return {**defaults(params), **values}


def check(params: Iterable[Param], values: Mapping[str, object]) -> dict[str, Text]:
    """What is wrong, by field: values out of bounds, and names that no parameter has."""
    params_by_name = {param.name: param for param in params}
    wrong: dict[str, Text] = {}
    for name, value in values.items():
        if name not in params_by_name:
            allowed = ", ".join(params_by_name) or "-"
            wrong[name] = Text(
                N_("There is no parameter called {name}; the known ones are {known}."),
                {"name": name, "known": allowed},
            )
        elif (problem := params_by_name[name].check(value)) is not None:
            wrong[name] = problem
    return wrong
