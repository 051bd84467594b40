"""Numbers of a steady size."""

from __future__ import annotations

import numpy as np

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values

EPSILON = 0.001


def example() -> Example:
    """A batch of four examples with one channel ``(4, 1)``, brought to mean 0 and spread 1."""
    x = array([[2], [4], [6], [8]])
    mean, variance = x.mean(), x.var()
    output_mean = abs(round(float((x - mean).mean()), 6))
    y = (x - mean) / np.sqrt(variance + EPSILON)
    return Example(
        layer="BatchNormalization",
        params={"epsilon": EPSILON},
        inputs=(x,),
        output=y,
        is_batched=True,
        steps=(
            Text(
                N_("Four examples, one channel. Their mean is {mean}, their variance {variance}."),
                text_values(mean=mean, variance=variance),
            ),
            Text(
                N_("The first becomes ({x} - {mean}) / {spread} = {y}."),
                text_values(x=x[0, 0], mean=mean, spread=np.sqrt(variance + EPSILON), y=y[0, 0]),
            ),
            Text(N_(
                "What leaves has mean {mean} and standard deviation {spread}."
            ), text_values(mean=output_mean, spread=y.std())),
        ),
    )  # fmt: skip


LESSON = Lesson(
    name="normalisation",
    order=5,
    title=N_("Normalisation"),
    summary=N_("What passes is brought back to mean 0 and standard deviation 1, so that deep networks keep learning."),
    paragraphs=(
        N_(
            "Each layer learns from what the one before gives. While that one learns too, its numbers drift, grow or "
            "fade. Normalisation takes this away: every layer finds numbers of the size that it had before."
        ),
        N_(
            "Batch normalisation takes mean and standard deviation over the batch, for each channel. Layer, group "
            "and instance normalisation take them within one example, so that its neighbours in the batch do not "
            "matter."
        ),
        N_("Then each channel may learn a factor and a shift, so that nothing that it could say before is lost."),
    ),
    formula=r"y = \gamma\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta",
    symbols=N_(
        "μ is the mean, σ² the variance; γ and β are learned and begin at 1 and 0; ε keeps from dividing by zero."
    ),
    example=example,
    watch_for=N_(
        "A BatchNormalization stands behind the first convolution. Train at ten times the learning rate, with it and "
        "without, and compare the two loss curves."
    ),
    common_mistake=N_(
        "Batch normalisation with batches of two or three examples: mean and standard deviation of so few say "
        "little. Take layer or group normalisation there."
    ),
    entry="cnn-digits",
    edits=({"do": "add", "layer": "BatchNormalization", "after": "conv2d_1"},),
    sources=(
        Source(title="Ioffe, Szegedy: Batch normalization (2015)", url="https://arxiv.org/abs/1502.03167"),
        Source(title="Ba, Kiros, Hinton: Layer normalization (2016)", url="https://arxiv.org/abs/1607.06450"),
        Source(title="Wu, He: Group normalization (2018)", url="https://arxiv.org/abs/1803.08494"),
        Source(title="Keras: BatchNormalization", url="https://keras.io/api/layers/normalization_layers/batch_normalization/"),
    ),
)  # fmt: skip
