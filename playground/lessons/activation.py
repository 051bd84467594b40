"""What bends the sums."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values


def example() -> Example:
    """ReLU over a row of four numbers ``(4,)``."""
    x = array([-2, -0.5, 0, 1.5])
    (a, b), (c, d) = (2, 1), (3, 1)
    return Example(
        layer="Activation",
        params={"activation": "relu"},
        inputs=(x,),
        output=np.maximum(x, 0),
        steps=(
            Text(N_("ReLU lets what is positive pass and makes the rest 0.")),
            Text(
                N_("Of {x}, tanh would make {tanh}, and the sigmoid {sigmoid}."),
                text_values(x=x[-1], tanh=np.tanh(x[-1]), sigmoid=1 / (1 + np.exp(-x[-1]))),
            ),
            Text(
                N_("Without a bend two layers are one: {c}·({a}x + {b}) + {d} = {slope}x + {level}."),
                text_values(a=a, b=b, c=c, d=d, slope=c * a, level=c * b + d),
            ),
        ),
    )


LESSON = Lesson(
    name="activation",
    order=7,
    title=N_("Activation functions"),
    summary=N_("Each number is bent by a simple curve; without it a deep network could make straight lines alone."),
    paragraphs=(
        N_(
            "Sums of sums are sums: layers without an activation melt into one. A bend between them lets each layer "
            "build on what the one before has found."
        ),
        N_(
            "ReLU is the usual choice inside: quick, and its slope does not fade. The last layer's activation says "
            "what the output means: sigmoid one probability, softmax probabilities that add up to 1, linear any "
            "number."
        ),
    ),
    formula=r"y = \max(0, x)",
    symbols=N_("x is the sum that a unit has made, y what it passes on: here ReLU."),
    example=example,
    watch_for=N_(
        "Set the Activation to linear and train: the boundary becomes straight. Set it to tanh: the same edges, with "
        "soft corners."
    ),
    common_mistake=N_(
        "ReLU on the last layer: it can never say anything below 0. And units that give 0 for every example learn no "
        "more; a smaller learning rate or LeakyReLU keeps them alive."
    ),
    entry="mlp-spirals",
    edits=(
        {"do": "set_param", "node": "dense_1", "field": "activation", "value": "linear"},
        {"do": "add", "layer": "Activation", "params": {"activation": "relu"}, "after": "dense_1"},
    ),
    sources=(
        Source(title="Glorot, Bordes, Bengio: Deep sparse rectifier neural networks (2011)", url="https://proceedings.mlr.press/v15/glorot11a.html"),
        Source(title="Keras: layer activation functions", url="https://keras.io/api/layers/activations/"),
    ),
)  # fmt: skip
