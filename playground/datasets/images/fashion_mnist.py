"""Pieces of clothing."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.datasets.images.mnist_like import mnist_like_dataset

DATASET = mnist_like_dataset(
    "fashion_mnist",
    N_("Fashion-MNIST"),
    N_("70,000 images of clothing, 28 by 28 pixels. As small as MNIST and harder: shirts and coats look alike."),
    (
        N_("T-shirt/top"),
        N_("Trouser"),
        N_("Pullover"),
        N_("Dress"),
        N_("Coat"),
        N_("Sandal"),
        N_("Shirt"),
        N_("Sneaker"),
        N_("Bag"),
        N_("Ankle boot"),
    ),
    source="H. Xiao, K. Rasul and R. Vollgraf, 2017; https://github.com/zalandoresearch/fashion-mnist",
    licence="MIT (Zalando SE)",
    called=("fashion-mnist", "fashion_mnist", "FashionMNIST"),
    npz=("fashion-mnist.npz", "fashion_mnist.npz"),
    url="https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    size=30_878_645,
    system=("/usr/share/datasets/fashion-mnist",),
)
