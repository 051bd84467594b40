"""Every input to every unit."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values


def example() -> Example:
    """Two units over two numbers ``(2,)``, with weights ``(2, 2)`` and biases ``(2,)``."""
    x, w, b = array([2, 3]), array([[0.5, -1], [1, 0.5]]), array([1, -1])
    sums = x @ w + b
    y = np.maximum(sums, 0)
    return Example(
        layer="Dense",
        params={"units": 2, "activation": "relu"},
        inputs=(x,),
        weights=(("W", w), ("b", b)),
        output=y,
        steps=(
            Text(
                N_("First unit, first column of W: {x1}·{w1} + {x2}·{w2} + {b} = {sum}. ReLU lets it pass: {y}."),
                text_values(x1=x[0], w1=w[0, 0], x2=x[1], w2=w[1, 0], b=b[0], sum=sums[0], y=y[0]),
            ),
            Text(
                N_("Second unit: {x1}·({w1}) + {x2}·{w2} + ({b}) = {sum}. ReLU makes it {y}."),
                text_values(x1=x[0], w1=w[0, 1], x2=x[1], w2=w[1, 1], b=b[1], sum=sums[1], y=y[1]),
            ),
            Text(N_("{weights} weights and {biases} biases are learned."), text_values(weights=w.size, biases=b.size)),
        ),
    )


LESSON = Lesson(
    name="dense",
    order=2,
    title=N_("Dense layers"),
    summary=N_("Each unit weighs every input, adds them up with a number of its own, and bends the sum."),
    paragraphs=(
        N_(
            "In the plane one unit is one straight edge: on one side its sum is positive, on the other negative. The "
            "weights turn the edge, the bias moves it. The next layer puts such edges together to corners and rings."
        ),
        N_(
            "As every input meets every unit, the number of weights is inputs times units. An image of 28×28 pixels "
            "before 128 units takes 100,352 of them, which is why images go through convolutions first."
        ),
    ),
    formula=r"y = f(Wx + b)",
    symbols=N_("x comes in, W are the weights, b the biases, f is the activation. Training finds W and b."),
    example=example,
    watch_for=N_(
        "Train, and look at the small images in the nodes: in the first layer edges, in the second shapes made of "
        "them. Then give the first layer 2 units and see what it can no longer make."
    ),
    common_mistake=N_(
        "Several dense layers without an activation: they are one straight line, however many there are. The lesson "
        "about activations shows why."
    ),
    entry="mlp-spirals",
    sources=(
        Source(title="Rosenblatt: The Perceptron (1958)", url="https://doi.org/10.1037/h0042519"),
        Source(title="Rumelhart, Hinton, Williams: Learning representations by back-propagating errors (1986)", url="https://doi.org/10.1038/323533a0"),
        Source(title="Keras: Dense", url="https://keras.io/api/layers/core_layers/dense/"),
    ),
)  # fmt: skip
