"""The same numbers in another form."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values


def example() -> Example:
    """Two rows of three numbers ``(2, 3)``, laid out as one ``(6,)``."""
    x = array([[1, 2, 3], [4, 5, 6]])
    y = x.reshape(-1)
    return Example(
        layer="Flatten",
        inputs=(x,),
        output=y,
        steps=(
            Text(
                N_("{rows} rows of {columns} become one row of {count}: row after row, nothing is computed."),
                text_values(rows=x.shape[0], columns=x.shape[1], count=y.size),
            ),
            Text(N_("A digit of 28×28×1 becomes a row of {count}."), text_values(count=28 * 28 * 1)),
        ),
    )


LESSON = Lesson(
    name="shape",
    order=9,
    title=N_("Layers that change the shape"),
    summary=N_("They learn nothing: the same numbers go on in another form."),
    paragraphs=(
        N_(
            "Convolutions give feature maps: height × width × channels. A dense layer wants a row. Flatten stands "
            "between them and lays all numbers side by side."
        ),
        N_(
            "Reshape cuts a row into a shape again, which a network that generates images needs. Padding, cropping, "
            "resizing and upsampling change height and width; the shape on each edge shows what travels."
        ),
    ),
    formula=r"y_{(i \cdot m + j)} = x_{i,j}",
    symbols=N_("x has rows of m numbers; the number in row i, column j goes to place i·m + j, counted from 0."),
    example=example,
    watch_for=N_(
        "Take the Flatten away: a sentence says what the task needs instead of an image, and a button puts it "
        "back. Put GlobalAveragePooling2D in its place and compare the number of parameters."
    ),
    common_mistake=N_(
        "Flatten in front of a convolution: rows and columns are gone, and with them what is next to what."
    ),
    entry="cnn-digits",
    sources=(
        Source(title="Keras: Flatten", url="https://keras.io/api/layers/reshaping_layers/flatten/"),
        Source(title="Keras: Reshape", url="https://keras.io/api/layers/reshaping_layers/reshape/"),
    ),
)  # fmt: skip
