"""Networks that draw small pictures, and those that judge them, by convolutions (Radford and others 2016, "DCGAN")."""

from __future__ import annotations

from typing import Any

from playground.experiment import spec
from playground.experiment.network_builder import NetworkBuilder
from playground.families.base import CLASS_INPUT

Layer = tuple[str, dict[str, Any]]
RELU: Layer = ("Activation", {"activation": "relu"})
NORM: Layer = ("BatchNormalization", {"momentum": 0.9})
GAME = spec.Optimizer(name="Adam", params={"learning_rate": 0.0005, "beta_1": 0.5})


def signed(name: str, **params: Any) -> spec.Data:
    """Pictures from -1 to 1, as a tanh draws them."""
    return spec.Data(name=name, params=params, preparation=spec.Preparation(scale="signed"))


def unit(name: str, **params: Any) -> spec.Data:
    """Pictures from 0 to 1, as a sigmoid draws them."""
    return spec.Data(name=name, params=params, preparation=spec.Preparation(scale="unit"))


def larger(filters: int, activation: str = "linear") -> Layer:
    """A transposed convolution that makes a picture twice as large."""
    look = {"kernel_size": [4, 4], "strides": [2, 2], "padding": "same"}
    return "Conv2DTranspose", {"filters": filters, **look, "activation": activation}


def smaller(filters: int) -> Layer:
    """A convolution that makes a picture half as large."""
    look = {"kernel_size": [4, 4], "strides": [2, 2], "padding": "same", "activation": "leaky_relu"}
    return "Conv2D", {"filters": filters, **look}


def drawing(side: int, filters: int, *, normalised: bool = True) -> tuple[Layer, ...]:
    """From a row of numbers to a grey picture *side* × *side* (a multiple of 4) from -1 to 1."""
    first = side // 4
    norm = (NORM, RELU) if normalised else (RELU,)
    units, shape = first * first * 2 * filters, [first, first, 2 * filters]
    start: tuple[Layer, ...] = (("Dense", {"units": units}), *norm, ("Reshape", {"target_shape": shape}))
    return (*start, larger(filters), *norm, larger(1, "tanh"))


def generator(side: int, filters: int, *, normalised: bool = True) -> spec.Network:
    """A generator of grey pictures *side* × *side*, as :func:`drawing` has them."""
    return spec.stack(*drawing(side, filters, normalised=normalised), name="generator")


def discriminator(filters: int) -> spec.Network:
    """Two convolutions and one score before any sigmoid; the height and width that come in are halved twice."""
    return spec.stack(
        smaller(filters), smaller(2 * filters), ("Flatten", {}), ("Dense", {"units": 1}), name="discriminator"
    )


def encoder(latent: int, *units: int) -> spec.Network:
    """Dense layers to means and log-variances of *latent* numbers."""
    return spec.stack(("Flatten", {}), *_hidden(units), ("Dense", {"units": 2 * latent}), name="encoder")


def decoder(side: int, *units: int) -> spec.Network:
    """Dense layers to a grey picture from 0 to 1."""
    return spec.stack(*_hidden(units), *_picture(side), name="decoder")


def encoder_by_class(latent: int, *units: int) -> spec.Network:
    """As :func:`encoder`, told the class."""
    sketch = NetworkBuilder()
    picture = sketch.add("Flatten", sketch.input("picture"))
    both = sketch.add("Concatenate", picture, sketch.input(CLASS_INPUT, takes=CLASS_INPUT))
    return _on(sketch, both, *_hidden(units), ("Dense", {"units": 2 * latent})).network("encoder")


def decoder_by_class(side: int, *units: int) -> spec.Network:
    """As :func:`decoder`, told the class."""
    sketch = NetworkBuilder()
    both = sketch.add("Concatenate", sketch.input("code"), sketch.input(CLASS_INPUT, takes=CLASS_INPUT))
    return _on(sketch, both, *_hidden(units), *_picture(side)).network("decoder")


def generator_by_class(side: int, filters: int) -> spec.Network:
    """As :func:`generator`, told the class."""
    sketch = NetworkBuilder()
    both = sketch.add("Concatenate", sketch.input("noise"), sketch.input(CLASS_INPUT, takes=CLASS_INPUT))
    return _on(sketch, both, *drawing(side, filters)).network("generator")


def discriminator_by_class(filters: int) -> spec.Network:
    """As :func:`discriminator`, told the class behind the convolutions."""
    sketch = NetworkBuilder()
    end = sketch.input("picture")
    for layer, params in (smaller(filters), smaller(2 * filters), ("Flatten", {})):
        end = sketch.add(layer, end, **params)
    both = sketch.add("Concatenate", end, sketch.input(CLASS_INPUT, takes=CLASS_INPUT))
    last: tuple[Layer, ...] = (("Dense", {"units": 64, "activation": "leaky_relu"}), ("Dense", {"units": 1}))
    return _on(sketch, both, *last).network("discriminator")


def _hidden(units: tuple[int, ...]) -> tuple[Layer, ...]:
    return tuple(("Dense", {"units": count, "activation": "relu"}) for count in units)


def _picture(side: int) -> tuple[Layer, ...]:
    last = ("Dense", {"units": side * side, "activation": "sigmoid"})
    return last, ("Reshape", {"target_shape": [side, side, 1]})


def _on(sketch: NetworkBuilder, end: str, *layers: Layer) -> NetworkBuilder:
    """*sketch* with *layers* one after another behind *end*."""
    for layer, params in layers:
        end = sketch.add(layer, end, **params)
    return sketch


def codebook_encoder(size: int, filters: int) -> spec.Network:
    """From a picture 8 × 8 to 16 rows of *size* numbers, one for each quarter of a quarter."""
    look = {"filters": filters, "kernel_size": [3, 3], "padding": "same", "activation": "relu"}
    rows = ("Conv2D", {"filters": size, "kernel_size": [1, 1]}), ("Reshape", {"target_shape": [16, size]})
    return spec.stack(("Conv2D", look), smaller(2 * filters), *rows, name="encoder")


def codebook_decoder(size: int, filters: int) -> spec.Network:
    """From 16 rows of *size* numbers to a picture 8 × 8 from 0 to 1."""
    look = {"kernel_size": [3, 3], "padding": "same"}
    return spec.stack(
        ("Reshape", {"target_shape": [4, 4, size]}),
        ("Conv2D", {"filters": 2 * filters, **look, "activation": "relu"}),
        larger(filters, "relu"),
        ("Conv2D", {"filters": 1, **look, "activation": "sigmoid"}),
        name="decoder",
    )


def convolving_encoder(latent: int, filters: int) -> spec.Network:
    """Convolutions to means and log-variances of *latent* numbers."""
    last: tuple[Layer, ...] = (("Flatten", {}), ("Dense", {"units": 2 * latent}))
    return spec.stack(smaller(filters), smaller(2 * filters), *last, name="encoder")


def convolving_decoder(side: int, filters: int) -> spec.Network:
    """A decoder of grey pictures *side* × *side*, as :func:`drawing` has them."""
    return spec.stack(*drawing(side, filters), name="decoder")


def judge(filters: int) -> spec.Network:
    """As :func:`discriminator`, with a layer of features before the score."""
    last: tuple[Layer, ...] = (("Dense", {"units": 64, "activation": "leaky_relu"}), ("Dense", {"units": 1}))
    return spec.stack(smaller(filters), smaller(2 * filters), ("Flatten", {}), *last, name="discriminator")
