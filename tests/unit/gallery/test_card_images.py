import io

import numpy as np
from PIL import Image

from playground.core import colors
from playground.gallery import card_images


def halves(k=1):
    """Left half surely the first class, right half surely the last."""
    plane = np.zeros((100, 100), np.float32)
    plane[:, 50:] = 1
    return plane[None] if k == 1 else np.stack([1 - plane, *[plane * 0] * (k - 2), plane])


def far(colour, other):
    return np.abs(np.asarray(colour, int) - np.asarray(colors.rgb(other), int)).max()


def test_a_field_has_its_colours_where_the_network_believes_them():
    picture = card_images.field(halves(), (-1, 1, -1, 1), np.empty((0, 2)), np.empty(0), (120, 60))
    assert picture.size == (120, 60)
    assert far(picture.getpixel((10, 30)), colors.LIGHT.diverging[0]) < 12
    assert far(picture.getpixel((110, 30)), colors.LIGHT.diverging[2]) < 12


def test_classes_have_their_own_colours():
    picture = card_images.field(halves(3), (-1, 1, -1, 1), np.empty((0, 2)), np.empty(0), (60, 60))
    assert far(picture.getpixel((5, 30)), colors.LIGHT.classes[0].line) < 12
    assert far(picture.getpixel((55, 30)), colors.LIGHT.classes[2].line) < 12


def test_points_stand_where_their_coordinates_say():
    bare = card_images.field(halves() * 0, (0, 1, 0, 1), np.empty((0, 2)), np.empty(0), (90, 90))
    dotted = card_images.field(halves() * 0, (0, 1, 0, 1), np.array([[0.25, 0.75]]), np.array([1]), (90, 90))
    changed = np.argwhere(np.asarray(bare, int).sum(-1) != np.asarray(dotted, int).sum(-1))
    row, column = changed.mean(0)
    assert abs(column - 22.5) < 1.5
    assert abs(row - 22.5) < 1.5


def test_a_field_that_is_nan_is_white_and_not_an_error():
    picture = card_images.field(halves() * np.nan, (0, 1, 0, 1), np.empty((0, 2)), np.empty(0), (30, 30))
    assert min(picture.getpixel((15, 15))) > 240


def test_examples_are_enlarged_without_smoothing():
    example = np.zeros((1, 2, 2, 1), np.uint8)
    example[0, 0, 0] = 255
    picture = card_images.grid(example, (40, 40), 40)
    assert {picture.getpixel((x, y)) for x in range(40) for y in range(40)} == {(0, 0, 0), (255, 255, 255)}


def test_an_animation_loops_and_keeps_every_frame():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    back = Image.open(io.BytesIO(card_images.webp(frames)))
    assert back.n_frames == 3
    assert back.info["loop"] == 0
    assert Image.open(io.BytesIO(card_images.png(frames[0]))).size == (8, 8)
