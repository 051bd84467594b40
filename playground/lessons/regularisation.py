"""Training that is disturbed on purpose."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values

RATE = 0.5


def example() -> Example:
    """A row of four numbers ``(4,)``, of which chance drops one."""
    x, mask = array([1, 2, 3, 4]), array([1, 0, 1, 1])
    y = x * mask / (1 - RATE)
    return Example(
        layer="Dropout",
        params={"rate": RATE},
        inputs=(x,),
        output=y,
        is_random=True,
        steps=(
            Text(N_(
                "At this step the first, the third and the fourth number were kept, chosen at random, and the second "
                "dropped."
            )),
            Text(
                N_("What is kept is divided by 1 - {rate}: {x} becomes {y}. So the sum stays the same on average."),
                text_values(rate=RATE, x=x[0], y=y[0]),
            ),
            Text(N_("At the next step others are dropped. In use nothing is dropped: 1, 2, 3, 4 pass as they are.")),
        ),
    )  # fmt: skip


LESSON = Lesson(
    name="regularisation",
    order=6,
    title=N_("Regularisation"),
    summary=N_(
        "Training is made harder on purpose, so that the network learns what holds and not the examples by heart."
    ),
    paragraphs=(
        N_(
            "A network with many weights can remember each training example. Then it knows these and fails on new "
            "ones: it overfits. The loss on the validation set rises while that on the training set falls."
        ),
        N_(
            "Dropout switches a random fraction of the numbers off at each step. No unit can rely on one other "
            "alone, so what is learned is spread over many. Noise layers add or multiply a little randomness instead."
        ),
    ),
    formula=r"y = \frac{m\,x}{1 - p},\quad m \sim \mathrm{Bernoulli}(1 - p)",
    symbols=N_("x comes in, p is the rate, m is 0 or 1, chosen at random for each number at each step."),
    example=example,
    watch_for=N_(
        "Train, then select the Dropout and press O to switch it off, and train again: compare how far the two loss "
        "curves are apart at the end."
    ),
    common_mistake=N_(
        "Dropout as the last layer: it would switch off answers. And wondering why the training loss is above the "
        "validation loss: only training is disturbed."
    ),
    entry="mlp-digits",
    sources=(
        Source(title="Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov: Dropout (2014)", url="https://jmlr.org/papers/v15/srivastava14a.html"),
        Source(title="Keras: Dropout", url="https://keras.io/api/layers/regularization_layers/dropout/"),
    ),
)  # fmt: skip
