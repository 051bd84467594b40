"""Handwritten digits, the set that everybody begins with."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.datasets.images.mnist_like import mnist_like_dataset

DATASET = mnist_like_dataset(
    "mnist",
    N_("MNIST"),
    N_("70,000 handwritten digits of 28 by 28 pixels, the set that everybody begins with."),
    tuple("0123456789"),
    source="Y. LeCun, C. Cortes and C. Burges; http://yann.lecun.com/exdb/mnist/; keras.datasets.mnist",
    licence="CC-BY-SA-3.0",
    called=("mnist", "MNIST", "mnist-data"),
    npz=("mnist.npz",),
    url="https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    size=11_490_434,
)
