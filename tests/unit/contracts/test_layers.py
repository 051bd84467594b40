"""What every row of the layer table says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from playground.catalog.layers import LAYERS, LayerRow
from playground.core import params
from playground.core.params import Choice, Float, Int, IntOrTuple, Name, Param

ALL = [pytest.param(row, id=row.name) for row in LAYERS.values()]


def bounds(param: Param) -> list[Any]:
    """Every extreme that the parameter says it takes."""
    if isinstance(param, Int):
        ends: list[Any] = [param.low, param.high]
        if isinstance(param, IntOrTuple):
            ends.append([param.low] * param.axes)
        return ends
    if isinstance(param, Float):
        return [param.low + (1e-6 if param.open_low else 0.0), param.high]
    if isinstance(param, Choice):
        return list(param.options)
    return [True, False] if isinstance(param, params.Bool) else []


@pytest.mark.parametrize("row", ALL)
def test_words(row: LayerRow) -> None:
    assert row.help.endswith(".")
    assert len(row.help) < 140
    for param in row.params:
        assert param.help.endswith("."), param.name
        assert len(param.help) < 140, param.name
    assert {param.name for param in row.params} >= set(row.summary_params) | set(row.centered_range_params)
    assert isinstance(row.summary({}), str)


@pytest.mark.parametrize("row", ALL)
def test_defaults_and_bounds_pass_the_rows_own_check_and_what_lies_beyond_does_not(row: LayerRow) -> None:
    assert params.check(row.params, params.defaults(row.params)) == {}
    for param in row.params:
        assert all(param.check(value) is None for value in bounds(param)), param.name
        if isinstance(param, Int | Float):
            assert param.check(param.low - 1) is not None
            assert param.check(param.high + 1) is not None
        # Any short text may be a name, and which are known the data say.
        assert param.check("x" * 201 if isinstance(param, Name) else "no such") is not None
        assert param.check(object()) is not None


def test_one_is_told_as_one() -> None:
    assert LAYERS["Dense"].summary({"units": 1}) == "1 unit"
    assert LAYERS["Dense"].summary({"units": 2}) == "2 units"
