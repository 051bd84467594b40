"""Where branches meet."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values


def example() -> Example:
    """Two rows of three numbers ``(3,)``, added."""
    a, b = array([1, 2, 3]), array([10, 0, -3])
    y = a + b
    return Example(
        layer="Add",
        inputs=(a, b),
        output=y,
        steps=(
            Text(N_("Place by place: {a} + {b} = {y}."), text_values(a=a[0], b=b[0], y=y[0])),
            Text(
                N_("Concatenate would put both side by side: {count} numbers instead of {each}."),
                text_values(count=np.concatenate([a, b]).size, each=a.size),
            ),
            Text(
                N_("Where the branch gives 0 the other passes unchanged: {a} stays {y}."), text_values(a=a[1], y=y[1])
            ),
        ),
    )  # fmt: skip


LESSON = Lesson(
    name="merge",
    order=10,
    title=N_("Layers where branches meet"),
    summary=N_("Several ways through the network come together in one."),
    paragraphs=(
        N_(
            "Add leads a way past some layers and adds what they have found: a skip connection. The layers need only "
            "learn what is to be changed, and the gradient has a short way back. So networks of a hundred layers learn."
        ),
        N_(
            "Concatenate keeps all that comes, side by side: an Inception module looks through windows of several "
            "sizes at once and lets the next layer choose. Multiply lets one branch open and shut the other."
        ),
    ),
    formula=r"y = x + F(x)",
    symbols=N_("x goes past the layers, F(x) through them; Add makes y of both."),
    example=example,
    watch_for=N_(
        "An Add joins what comes before and behind the second convolution. Give that convolution 16 filters: a badge "
        "says which shapes no longer meet, and a button repairs it."
    ),
    common_mistake=N_(
        "Adding shapes that differ. Add, Multiply and the like want the same shape everywhere; Concatenate lets the "
        "channels differ, and nothing else."
    ),
    entry="cnn-digits",
    edits=(
        {"do": "insert_before", "node": "maxpooling2d_1", "layer": "Add", "id": "add_1"},
        {"do": "connect", "source": "conv2d_1", "target": "add_1"},
    ),
    sources=(
        Source(title="He, Zhang, Ren, Sun: Deep residual learning for image recognition (2015)", url="https://arxiv.org/abs/1512.03385"),
        Source(title="Szegedy et al.: Going deeper with convolutions (2014)", url="https://arxiv.org/abs/1409.4842"),
        Source(title="Keras: merging layers", url="https://keras.io/api/layers/merging_layers/"),
    ),
)  # fmt: skip
