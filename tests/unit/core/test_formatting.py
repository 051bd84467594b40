import math

import pytest

from playground.core import formatting


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.03124, "0.0312"),
        (12.34, "12.3"),
        (0.5, "0.5"),
        (99.99, "100"),
        (4120.4, "4,120"),
        (-0.25, "−0.25"),
        (1e-7, "1.00e−07"),
        (123456789.0, "1.23e+08"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (None, "–"),
    ],
)
def test_three_significant_digits(value, said):
    assert formatting.short(value) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.0 s"), (2.13, "2.1 s"), (48.4, "48 s"), (59.7, "1 min 0 s"), (68, "1 min 8 s"), (7500, "2 h 5 min")],
)
def test_durations_have_units(seconds, said):
    assert str(formatting.duration(seconds)) == said


def test_a_title_in_a_sentence_keeps_its_capitals_where_they_are_its_name():
    said = [formatting.in_sentence(title) for title in ("Accuracy", "R²", "AUC", "F1", "准确率")]
    assert said == ["accuracy", "R²", "AUC", "F1", "准确率"]


def test_sizes_shapes_counts_and_shares():
    assert formatting.byte_size(1_258_291) == "1.2 MB"
    assert formatting.byte_size(12) == "12 B"
    assert formatting.shape_text((28, 28, None)) == "28×28×?"
    assert formatting.count(12345) == "12,345"
    assert formatting.percent(0.9671) == "96.7 %"
