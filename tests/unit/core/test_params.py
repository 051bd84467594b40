import pytest

from playground.core.i18n import N_, Text
from playground.core.params import (
    Bool,
    Choice,
    DrawingParam,
    Float,
    Int,
    IntTuple,
    Name,
    NameList,
    check,
    defaults,
    with_defaults,
)

UNITS = Int(name="units", label=N_("Units"), help="", default=8, low=1, high=100)
RATE = Float(name="rate", label=N_("Rate"), help="", default=0.5, low=0.0, high=1.0, open_low=True)
PARAMS = (
    UNITS,
    RATE,
    Bool(name="use_bias", label=N_("Bias"), help="", default=True),
    Choice(name="padding", label=N_("Padding"), help="", default="same", options=("same", "valid")),
    IntTuple(name="kernel_size", label=N_("Kernel"), help="", default=(3, 3), low=1, high=9, length=2),
    Name(name="target", label=N_("Target"), help="", default=None, optional=True),
    NameList(name="features", label=N_("Features"), help=""),
    DrawingParam(name="sheet", label=N_("Sheet"), help="", default="4096a", fresh="4096b", restart=N_("Anew")),
)
GOOD = {
    "units": (1, 100),
    "rate": (1e-9, 1, 0.3),
    "use_bias": (True, False),
    "padding": ("same", "valid"),
    "kernel_size": ([1, 9], (3, 3)),
    "target": (None, "price"),
    "features": ([], ["a", "b"]),
    "sheet": ("4096a", "64p4032a", "a" * 4096),
}
BAD = {
    "units": (0, 101, 1.5, True, "8", None),
    "rate": (0.0, 1.1, float("nan"), float("inf"), "x", False),
    "use_bias": (1, "yes", None),
    "padding": ("full", 1, None),
    "kernel_size": ([3], [3, 0], [3, 10], "33", [3, 1.5]),
    "target": (3, "a\nb", "x" * 201),
    "features": ("ab", [1], ["x" * 201]),
    "sheet": ("", "4095a", "4096q", 4096, None),
}


def cases(table):
    return [(name, value) for name, values in table.items() for value in values]


@pytest.mark.parametrize(("name", "value"), cases(GOOD))
def test_what_fits_is_taken(name, value):
    assert check(PARAMS, {name: value}) == {}


@pytest.mark.parametrize(("name", "value"), cases(BAD))
def test_what_does_not_fit_is_told_with_its_name(name, value):
    wrong = check(PARAMS, {name: value})
    label = next(param.label for param in PARAMS if param.name == name)
    assert list(wrong) == [name]
    assert label in str(wrong[name])


def test_an_unknown_name_is_told_with_the_known_ones():
    assert "units" in str(check(PARAMS, {"unit": 3})["unit"])


def test_defaults_are_json_and_given_values_win():
    assert defaults(PARAMS)["kernel_size"] == [3, 3]
    assert with_defaults(PARAMS, {"units": 3})["units"] == 3
    assert check(PARAMS, defaults(PARAMS)) == {}


@pytest.mark.parametrize("param", PARAMS, ids=lambda param: param.name)
def test_a_schema_says_all_that_a_form_needs(param):
    schema = param.schema()
    assert {"type", "name", "label", "help", "default", "optional", "advanced"} <= set(schema)
    assert schema["label"] == str(Text(param.label))
