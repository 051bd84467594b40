"""More pictures than there are."""

from __future__ import annotations

from playground.core.i18n import N_, Text
from playground.lessons.base import Example, Lesson, Source, array, text_values


def example() -> Example:
    """A picture ``(2, 3, 1)`` that is mirrored."""
    x = array([[1, 2, 3], [4, 5, 6]])
    y = x[:, ::-1]
    return Example(
        layer="RandomFlip",
        params={"mode": "horizontal"},
        inputs=(x[..., None],),
        output=y[..., None],
        is_random=True,
        steps=(
            Text(
                N_("This time the random choice was: turn it round. The row {a}, {b}, {c} became {c}, {b}, {a}."),
                text_values(a=x[0, 0], b=x[0, 1], c=x[0, 2]),
            ),
            Text(N_("Half of the images pass as they are; which ones, is chosen at random each time.")),
            Text(N_("In use every image passes as it is.")),
        ),
    )


LESSON = Lesson(
    name="augmentation",
    order=8,
    title=N_("Augmentation"),
    summary=N_(
        "While training, images are moved, turned or changed a little at random, so that no two are the same."
    ),
    paragraphs=(
        N_(
            "A cat that is mirrored is still a cat. Who shows the network both tells it what does not matter, "
            "without collecting one image more."
        ),
        N_(
            "The changes are chosen at random at each step, so each epoch sees other images. It takes longer to "
            "learn them, and what is learned holds for more."
        ),
    ),
    formula=r"x' = T_{\theta}(x),\quad \theta \sim p(\theta)",
    symbols=N_("x is an image, T a change such as a shift, θ how far, chosen at random each time."),
    example=example,
    watch_for=N_(
        "A RandomTranslation stands behind the input. Train with it and without, and compare how far the curves of "
        "training and validation are apart."
    ),
    common_mistake=N_(
        "A change that changes what the image is: a mirrored 2 is no 2, and a 6 turned round is a 9. Only change "
        "what could change in reality."
    ),
    entry="cnn-digits",
    edits=(
        {
            "do": "add",
            "layer": "RandomTranslation",
            "params": {"height_factor": 0.1, "width_factor": 0.1},
            "after": "input",
        },
    ),
    sources=(
        Source(title="Shorten, Khoshgoftaar: A survey on image data augmentation for deep learning (2019)", url="https://doi.org/10.1186/s40537-019-0197-0"),
        Source(title="Keras: image augmentation layers", url="https://keras.io/api/layers/preprocessing_layers/image_augmentation/"),
    ),
)  # fmt: skip
