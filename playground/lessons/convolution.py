"""One small pattern, looked for everywhere."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values


def example() -> Example:
    """A filter ``(3, 3)`` that finds an edge in a picture ``(4, 5, 1)``: ``(2, 3, 1)``."""
    picture = np.tile(array([1, 1, 0, 0, 0]), (4, 1))
    kernel = np.tile(array([1, 0, -1]), (3, 1))
    windows = sliding_window_view(picture, kernel.shape)
    answer = (windows * kernel).sum(axis=(2, 3))
    weights, dense = kernel.size, picture.size * answer.size
    return Example(
        layer="Conv2D",
        params={"filters": 1, "kernel_size": 3, "use_bias": False},
        inputs=(picture[..., None],),
        weights=(("K", kernel[..., None, None]),),
        output=answer[..., None],
        steps=(
            Text(
                N_(
                    "Top left, the window holds rows of 1, 1, 0. Each gives 1·1 + 1·0 + 0·(-1) = {row}; "
                    "three rows give {sum}."
                ),
                text_values(row=(windows[0, 0] * kernel)[0].sum(), sum=answer[0, 0]),
            ),
            Text(
                N_("On the right all is dark, and the answer is {none}: the filter finds the edge, and nothing else."),
                text_values(none=answer[0, -1]),
            ),
            Text(
                N_("{weights} weights do for the whole image. A dense layer from here to there would take {dense}."),
                text_values(weights=weights, dense=dense),
            ),
        ),
    )


LESSON = Lesson(
    name="convolution",
    order=3,
    title=N_("Convolution"),
    summary=N_("A small window slides over the image and asks everywhere the same question."),
    paragraphs=(
        N_(
            "The question is a filter: a grid of weights as large as the window. Where the image looks like the "
            "filter the answer is large. All answers of one filter make a feature map, so 16 filters give 16 of them."
        ),
        N_(
            "What was learned in one corner is known in all others, as the weights are the same there. The next "
            "layer looks at the feature maps: from edges it makes corners, from corners things."
        ),
        N_(
            "Without padding the feature map is a little smaller than the image; padding same puts zeros around it. "
            "A stride of 2 moves the window two pixels at a time and halves the size."
        ),
    ),
    formula=r"y_{i,j} = f\left(\sum_{u,v} K_{u,v}\, x_{i+u,j+v} + b\right)",
    symbols=N_("x is the image, K the filter, u and v count its cells, b is the bias, f the activation."),
    example=example,
    watch_for=N_("Take a convolution away, or make its kernel 1×1, train again, and compare the test accuracy."),
    common_mistake=N_(
        "Many convolutions without padding on a small image: each cuts an edge off, until nothing is left. The shape "
        "on each edge of the graph shows it."
    ),
    entry="cnn-digits",
    sources=(
        Source(title="LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998)", url="https://doi.org/10.1109/5.726791"),
        Source(title="Dumoulin, Visin: A guide to convolution arithmetic for deep learning (2016)", url="https://arxiv.org/abs/1603.07285"),
        Source(title="Keras: Conv2D", url="https://keras.io/api/layers/convolution_layers/convolution2d/"),
    ),
)  # fmt: skip
