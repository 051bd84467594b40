"""Digits through eight numbers and back."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import AUTOENCODERS, Entry

ENTRY = Entry(
    name="autoencoder-digits",
    title=N_("Autoencoder: digits through eight numbers"),
    help=N_("64 pixels are squeezed into 8 numbers, and reconstructed from them alone."),
    lesson=N_(
        "Between encoder and decoder stand only 8 numbers for each image, so the decoder must know what digits look "
        "like. Look at what it reconstructs wrongly: it gives what is usual. Set the latent dimension to 2, and "
        "watch which digits it can no longer tell apart."
    ),
    group=AUTOENCODERS,
    order=1,
    experiment=spec.Experiment(
        name="autoencoder-digits",
        family="autoencoder",
        family_params={"latent_dim": 8},
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(
            spec.stack(
                ("Flatten", {}),
                ("Dense", {"units": 128, "activation": "relu"}),
                ("Dense", {"units": 8}),
                name="encoder",
            ),
            spec.stack(
                ("Dense", {"units": 128, "activation": "relu"}),
                ("Dense", {"units": 64, "activation": "sigmoid"}),
                ("Reshape", {"target_shape": [8, 8, 1]}),
                name="decoder",
            ),
        ),
        loss=spec.NamedParams(name="BinaryCrossentropy"),
        metrics=(spec.NamedParams(name="r2"), spec.NamedParams(name="psnr")),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.003}),
        training=spec.Training(epochs=80, batch_size=32),
        goal=spec.Goal(metric="r2", at_least=0.8),
    ),
)
