"""What enters a network."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values

BATCH = 32


def example() -> Example:
    """A picture ``(2, 3, 1)``, scaled from 0..255 to 0..1."""
    stored = array([[0, 51, 102], [153, 204, 255]])
    scaled = (stored / 255)[..., None]
    count = text_values(each=scaled.size, batch=BATCH, all=BATCH * scaled.size)
    return Example(
        layer="Input",
        inputs=(scaled,),
        output=scaled,
        steps=(
            Text(
                N_("The file holds brightness from 0 to 255. Divided by 255, {stored} becomes {scaled}."),
                text_values(stored=stored[0, 1], scaled=scaled[0, 1, 0]),
            ),
            Text(N_("One image of 2×3 pixels in one channel is {each} numbers: its shape is 2×3×1."), count),
            Text(N_("A batch of {batch} such images is one array of {batch}×2×3×1, {all} numbers."), count),
        ),
    )


LESSON = Lesson(
    name="input",
    order=1,
    title=N_("Input: what enters"),
    summary=N_("A network sees numbers and nothing else; the input says how many, and in which form."),
    paragraphs=(
        N_(
            "A row of a table is a row of numbers. A grey image is a grid of numbers, a colour image three such "
            "grids, one on the other. This form is called the shape, and each layer tells the shape that leaves it."
        ),
        N_(
            "Before numbers enter they are brought to a like size, about -1 to 1. Else a column in the thousands would "
            "push all others aside, and the first steps of training would be far too large."
        ),
    ),
    formula=r"x = \frac{v - v_{min}}{v_{max} - v_{min}}",
    symbols=N_("v is a value as it is stored, x what enters: from 0 to 1."),
    example=example,
    watch_for=N_(
        "Open the chip with the data above the network and change the scaling to none: compare where the loss begins."
    ),
    common_mistake=N_(
        "Scaling the new data by its own range. Whatever was computed on the training set is used again unchanged."
    ),
    entry="mlp-wine",
    sources=(
        Source(title="LeCun, Bottou, Orr, Müller: Efficient BackProp (1998)", url="https://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf"),
        Source(title="Keras: Input", url="https://keras.io/api/layers/core_layers/input/"),
    ),
)  # fmt: skip
