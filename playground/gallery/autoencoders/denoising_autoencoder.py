"""Digits under noise, given back clean through a narrow dense network."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.gallery.base import AUTOENCODERS, Entry

ENTRY = Entry(
    name="denoising-autoencoder",
    title=N_("Denoising autoencoder: dense"),
    help=N_("Noise is put over each digit, new in every step, and the network reconstructs the digit without it."),
    lesson=N_(
        "The network never sees the same noise twice, so it cannot learn the noise by heart; what it can learn is what "
        "digits look like. Raise the noise and see where it begins to guess. Compare with the U-Net on the same digits."
    ),
    group=AUTOENCODERS,
    order=2,
    experiment=spec.Experiment(
        name="denoising-autoencoder",
        family="denoising",
        family_params={"noise": "gaussian", "level": 0.25},
        data=spec.Data(name="digits", preparation=spec.Preparation(scale="unit")),
        networks=(
            spec.stack(
                ("Flatten", {}),
                ("Dense", {"units": 128, "activation": "relu"}),
                ("Dense", {"units": 32, "activation": "relu"}),
                ("Dense", {"units": 128, "activation": "relu"}),
                ("Dense", {"units": 64, "activation": "sigmoid"}),
                ("Reshape", {"target_shape": [8, 8, 1]}),
            ),
        ),
        loss=spec.NamedParams(name="MeanSquaredError"),
        metrics=(spec.NamedParams(name="r2"), spec.NamedParams(name="psnr")),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=120, batch_size=32),
        goal=spec.Goal(metric="r2", at_least=0.75),
    ),
)
