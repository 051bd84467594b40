"""Colours: readable, told apart, white at zero."""

from __future__ import annotations

import pytest

from playground.core import colors
from playground.core.colors import DARK, LIGHT, Palette

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


@BOTH
def test_words_are_readable(palette: Palette) -> None:
    inks = [palette.training, palette.validation, palette.test, palette.generator, palette.discriminator]
    words = [ink.text for ink in (*inks, *palette.classes)] + [palette.text, palette.quiet]
    for colour in words:
        assert colors.contrast(colour, palette.background) >= 4.5, colour
        assert colors.contrast(colour, palette.surface) >= 4.5, colour


@BOTH
def test_no_two_classes_have_one_colour(palette: Palette) -> None:
    assert len({ink.line for ink in palette.classes}) == len(palette.classes) == 10
    assert palette.of_class(10) == palette.of_class(0)


@BOTH
def test_zero_is_white_in_the_middle(palette: Palette) -> None:
    table = colors.diverging_table(palette.name)
    assert table.shape == (256, 3)
    assert table[127].min() > 230
    assert tuple(table[0]) == tuple(colors.rgb(palette.diverging[0]))
    assert tuple(table[255]) == tuple(colors.rgb(palette.diverging[2]))


def test_both_palettes_know_the_same_kinds() -> None:
    assert LIGHT.kinds.keys() == DARK.kinds.keys()
    from playground.catalog.layers import LAYERS

    assert {row.kind for row in LAYERS.values()} <= LIGHT.kinds.keys()


def test_ink_on_a_cell_is_readable() -> None:
    for palette in (LIGHT, DARK):
        for part in (0, 0.25, 0.5, 0.75, 1):
            cell = colors.mix(*palette.sequential, part)
            assert colors.contrast(colors.readable_text_color(cell), cell) >= 4.5
