"""A form from parameters: what a table declares once (:mod:`playground.core.params`) becomes widgets.

The document owns every value. Before a widget is drawn its state is set to what the document says, so undo, a
repair or another page changes the form too; what a person sets goes out through *on_change* and comes back with
the next run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from playground.core.i18n import N_, Text, _, language
from playground.core.params import (
    Bool,
    Choice,
    DrawingParam,
    Float,
    Int,
    IntTuple,
    Name,
    NameList,
    Param,
    check,
    with_defaults,
)
from playground.ui.components import drawing

Values = dict[str, object]
OnChange = Callable[[Values], None]

MOST_SLIDER_STEPS = 200
MOST_LISTED_OPTIONS = 5_000


def param_form(
    params: Iterable[Param],
    values: Mapping[str, object],
    *,
    key: str,
    on_change: OnChange,
    options: Mapping[str, Sequence[str]] | None = None,
    columns: int = 1,
    disabled: bool = False,
) -> None:
    """Widgets for *params*, showing *values* over the defaults.

    *on_change* is called with the given values and the one that was set, before the script runs again; it gets no
    value that the parameter itself refuses. *options* offers names for ``Name`` and ``Names`` (columns of a file).
    Parameters marked ``advanced`` are kept behind "More", in *columns* as the others are.
    """
    params = tuple(params)
    shown_values = with_defaults(params, values)
    wrong = check(params, values)
    offered = options or {}

    def changed(param: Param) -> None:
        value, problem = parse_widget(param, st.session_state.get(_widget_key(key, param)))
        problem = problem or param.check(value)
        st.session_state[_error_key(key, param)] = problem
        if problem is None and value != shown_values[param.name]:
            on_change({**values, param.name: value})

    def draw(param_group: Sequence[Param]) -> None:
        places = st.columns(columns) if columns > 1 and len(param_group) > 1 else [st.container()]
        for index, param in enumerate(param_group):
            with places[index % len(places)]:
                _draw(param, shown_values[param.name], key, changed, offered.get(param.name), disabled)
                _show_problem(key, param, wrong.get(param.name))

    draw([param for param in params if not param.advanced])
    if more := [param for param in params if param.advanced]:
        with st.expander(_("More")):
            draw(more)
    for name in sorted(set(wrong) - {param.name for param in params}):
        st.caption(f":red[{wrong[name]}]")


def localized_key(key: str) -> str:
    """*key* for a widget whose options are shown as words.

    The browser answers with the words that it shows; after another language was chosen, nobody would know them.
    """
    return key if language() == "en" else f"{key}@{language()}"


def _widget_key(key: str, param: Param) -> str:
    whole = f"{key}.{param.name}"
    return localized_key(whole) if isinstance(param, Choice) else whole


def _error_key(key: str, param: Param) -> str:
    return f"{key}.{param.name}!wrong"


def _show_problem(key: str, param: Param, in_document: Text | None) -> None:
    """What is wrong with the field: what was just typed first, else what the document holds."""
    problem = st.session_state.get(_error_key(key, param)) or in_document
    if problem is not None:
        st.caption(f":red[{problem}]")


def parse_widget(param: Param, raw_value: object) -> tuple[object, Text | None]:
    """The value that a widget's state stands for, or why it stands for none."""
    if isinstance(param, IntTuple):
        return _parse_ints(param, raw_value)
    if isinstance(param, NameList):
        return list(raw_value) if isinstance(raw_value, list | tuple) else [], None
    if isinstance(param, DrawingParam):
        return drawing.drawn_text(raw_value), None
    if isinstance(param, Int) and isinstance(raw_value, float) and raw_value.is_integer():
        return int(raw_value), None
    return raw_value, None


def _parse_ints(param: IntTuple, raw_value: object) -> tuple[object, Text | None]:
    text = str(raw_value or "").strip().strip("()[]")
    if not text:
        return None, None
    try:
        return [int(part) for part in re.split(r"[\s,;x×]+", text) if part], None
    except ValueError:
        message = Text(
            N_("{label} must be whole numbers with commas between; {value} came."),
            {"label": param.label_text, "value": repr(text[:80])},
        )
        return None, message


def show_value(key: str, value: object) -> Any:
    """Let the widget *key* show *value*; untouched where it does already, or what is being typed or dragged while its
    fragment is drawn would be taken back.

    Returns it for the widget's own default, too: Streamlit sends the state once, and a popover that is opened only
    runs later makes its widgets from their defaults.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return value


def _draw(
    param: Param,
    value: object,
    form: str,
    changed: Callable[[Param], None],
    offered: Sequence[str] | None,
    disabled: bool,
) -> None:
    key = _widget_key(form, param)
    common: dict[str, Any] = {
        "key": key,
        "help": _(param.help) or None,
        "on_change": changed,
        "args": (param,),
        "disabled": disabled,
    }
    label = str(param.label_text)
    match param:
        case Int() | Float():
            _draw_number(param, value, label, common)
        case Bool():
            st.toggle(label, value=show_value(key, value if isinstance(value, bool) else param.default), **common)
        case Choice():
            _draw_choice(param, value, label, common)
        case IntTuple():
            _draw_ints(param, value, label, common)
        case Name():
            _draw_name(param, value, label, common, offered)
        case NameList():
            _draw_names(param, value, label, common, offered)
        case DrawingParam():
            drawing.drawing_field(
                str(value or ""),
                key=key,
                label=label,
                help=_(param.help),
                on_drawn=lambda: changed(param),
                disabled=disabled,
            )


def _draw_number(param: Int | Float, value: object, label: str, common: dict[str, Any]) -> None:
    of = int if isinstance(param, Int) else float
    fits = param.check(value) is None
    number = value if fits else param.default
    widget_value = of(number) if isinstance(number, int | float) else None
    if widget_value is not None and not param.low <= widget_value <= param.high:
        widget_value = of(min(max(widget_value, param.low), param.high))
    step = of(param.step) if param.step else _step(param, widget_value)
    if widget_value is not None and is_slider(param):
        st.slider(
            label, of(param.low), of(param.high), value=show_value(common["key"], widget_value), step=step, **common
        )
        return
    start = show_value(common["key"], widget_value if widget_value is not None or param.optional else of(param.low))
    st.number_input(
        label,
        min_value=of(param.low),
        max_value=of(param.high),
        value=start,
        step=step,
        format="%d" if isinstance(param, Int) else "%.6g",
        placeholder=_("not set") if param.optional else None,
        **common,
    )


def is_slider(param: Int | Float) -> bool:
    """Whether a slider serves: a value is always there, and the steps between the bounds are few and even."""
    return (
        not param.optional
        and not param.log
        and param.step is not None
        and (param.high - param.low) / param.step <= MOST_SLIDER_STEPS
    )


def _step(param: Int | Float, value: float | None) -> Any:
    """A step that fits the size of the number: 0.001 goes to 0.002, 200 to 210."""
    if isinstance(param, Int):
        return 1 if value is None or value < 100 else 10 ** (len(str(int(value))) - 2)
    size = abs(value) if value else max(param.low, 0.001)
    return float(f"{10.0 ** math.floor(math.log10(size)):.0e}") if size > 0 else 0.001


def _draw_choice(param: Choice, value: object, label: str, common: dict[str, Any]) -> None:
    words = dict(zip(param.options, param.labels or param.options, strict=False))
    options: list[str | None] = [None, *param.options] if param.optional else list(param.options)
    fallback = param.default if param.default in options else options[0]
    selection = show_value(common["key"], value if value in options else fallback)
    words[""] = N_("not set")
    option_labels = {one: _(words.get(one or "", str(one))) for one in options}
    st.selectbox(label, options, index=options.index(selection), format_func=lambda one: option_labels[one], **common)


def _draw_ints(param: IntTuple, value: object, label: str, common: dict[str, Any]) -> None:
    entries = value if isinstance(value, list | tuple) else ()
    typed = st.session_state.get(common["key"])
    if typed is None or _parse_ints(param, typed)[0] != (list(entries) or None):
        wrong = st.session_state.get(common["key"] + "!wrong")
        if wrong is None or typed is None:
            show_value(common["key"], ", ".join(str(entry) for entry in entries))
    text = st.session_state.get(common["key"]) or ""
    st.text_input(label, value=text, placeholder=_("not set") if param.optional else None, **common)


def _draw_name(param: Name, value: object, label: str, common: dict[str, Any], offered: Sequence[str] | None) -> None:
    if offered is not None and len(offered) <= MOST_LISTED_OPTIONS:
        options = list(offered) if value in offered or not value else [str(value), *offered]
        selection = show_value(common["key"], value or None)
        st.selectbox(label, options, index=options.index(selection) if selection in options else None, **common)
        return
    st.text_input(label, value=show_value(common["key"], str(value or "")), max_chars=param.longest, **common)


def _draw_names(
    param: NameList, value: object, label: str, common: dict[str, Any], offered: Sequence[str] | None
) -> None:
    selection = [str(entry) for entry in value] if isinstance(value, list | tuple) else []
    options = list(dict.fromkeys([*selection, *(offered or ())[:MOST_LISTED_OPTIONS]]))
    selection = show_value(common["key"], selection)
    st.multiselect(
        label, options, default=selection, accept_new_options=offered is None, placeholder=_(param.empty), **common
    )
