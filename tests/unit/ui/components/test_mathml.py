"""Formulas of the layer table as the browser draws them."""

from xml.etree import ElementTree

import pytest

from playground.catalog.layers import LAYERS
from playground.ui.components.mathml import mathml

FORMULAS = {name: row.formula for name, row in LAYERS.items() if row.formula}


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_of_the_table_is_drawn(name: str) -> None:
    drawn = mathml(FORMULAS[name])
    ElementTree.fromstring(drawn)
    assert "\\" not in "".join(ElementTree.fromstring(drawn).itertext())


@pytest.mark.parametrize(
    ("formula", "drawn"),
    [
        ("x_i", "<msub><mi>x</mi><mi>i</mi></msub>"),
        (r"\frac{a}{2}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        (r"\tfrac1n", "<mfrac><mn>1</mn><mi>n</mi></mfrac>"),
        (r"\max(0, x)", "<mi>max</mi><mo>(</mo><mn>0</mn><mo>,</mo><mi>x</mi><mo>)</mo>"),
        ("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    ],
)
def test_what_formulas_are_made_of(formula: str, drawn: str) -> None:
    assert mathml(formula) == f"<math>{drawn}</math>"


def test_limits_of_a_sum_stand_below_and_above() -> None:
    assert "<munderover>" in mathml(r"\sum_{i=1}^{n} x_i")


@pytest.mark.parametrize("formula", [r"\unheardof x", r"\frac{a}", "{x", r"x_"])
def test_what_is_not_known_or_broken_is_refused(formula: str) -> None:
    with pytest.raises(ValueError, match=r"known|breaks off|missing"):
        mathml(formula)


def test_nothing_of_a_formula_becomes_markup() -> None:
    assert "<script" not in mathml(r"\text{<script>}")
