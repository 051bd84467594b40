"""One number for a neighbourhood."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values


def example() -> Example:
    """The largest of each 2 × 2 pixels of a picture ``(4, 4, 1)``: ``(2, 2, 1)``."""
    x = array([[1, 3, 0, 0], [2, 9, 1, 0], [0, 0, 4, 5], [1, 0, 7, 2]])
    blocks = x.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3)
    largest, mean = blocks.max(axis=(2, 3)), blocks.mean(axis=(2, 3))
    return Example(
        layer="MaxPooling2D",
        params={"pool_size": 2},
        inputs=(x[..., None],),
        output=largest[..., None],
        steps=(
            Text(
                N_("Top left are 1, 3, 2 and 9: the largest is {largest}. AveragePooling would give {mean}."),
                text_values(largest=largest[0, 0], mean=mean[0, 0]),
            ),
            Text(
                N_("{before} numbers became {after}, and nothing had to be learned."),
                text_values(before=x.size, after=largest.size),
            ),
        ),
    )


LESSON = Lesson(
    name="pooling",
    order=4,
    title=N_("Pooling"),
    summary=N_("Each neighbourhood is summed up in one number, so that feature maps become smaller."),
    paragraphs=(
        N_(
            "Max pooling asks whether a pattern was found somewhere near; where exactly is forgotten. So a digit "
            "that is written one pixel further left looks the same to the layers behind."
        ),
        N_(
            "Half the height and half the width are a quarter of the numbers: what follows is four times cheaper, "
            "and its windows see twice as far. Global pooling keeps one number for each feature map, of whatever "
            "size."
        ),
    ),
    formula=r"y_{i,j} = \max_{u,v} x_{si+u,sj+v}",
    symbols=N_(
        "x is a feature map, u and v count the cells of a window, s is how far the window moves: its own width."
    ),
    example=example,
    watch_for=N_(
        "Select a pooling layer and press O to switch it off: watch the multiplications of the layers behind it, and "
        "what one step now takes."
    ),
    common_mistake=N_(
        "Pooling until 1×1 is left of a small image: 8×8 can be halved three times. The check names the layer whose "
        "window no longer fits."
    ),
    entry="cnn-digits",
    sources=(
        Source(title="Scherer, Müller, Behnke: Evaluation of pooling operations (2010)", url="https://doi.org/10.1007/978-3-642-15825-4_10"),
        Source(title="Lin, Chen, Yan: Network in network (2013)", url="https://arxiv.org/abs/1312.4400"),
        Source(title="Keras: MaxPooling2D", url="https://keras.io/api/layers/pooling_layers/max_pooling2d/"),
    ),
)  # fmt: skip
