"""What a training runs on: device, precision, determinism, and whether XLA pays for a network."""

from __future__ import annotations

import contextlib
import os
from importlib import metadata

from playground.catalog.layers import LAYERS
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.experiment import spec
from playground.experiment.repairs import repair, set_edit

WORTH_COMPILING = 300
"""Steps of a whole training from which XLA's second of compiling is won back."""


def configure_process(training: spec.Training) -> str:
    """Set this process up for one run; returns the device's name. Must come before any TensorFlow operation.

    Raises :class:`PlaygroundError` where a GPU is asked for and there is none, and where half precision is asked of a
    oneDNN that is held back.
    """
    import keras
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if training.device == "gpu" and not gpus:
        raise PlaygroundError(_no_gpu())
    if problem := half_precision_problem(training.precision, has_gpu=bool(gpus) and training.device != "cpu"):
        raise PlaygroundError(problem)
    share_gpu_memory()
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(training.seed)
    if training.device == "cpu" or not gpus:
        return "CPU"
    return str(tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU"))


def share_gpu_memory() -> None:
    """Take a GPU's memory as it is needed, so that several runs fit on it. Without effect after the first operation."""
    import tensorflow as tf

    with contextlib.suppress(RuntimeError):
        for gpu in tf.config.list_physical_devices("GPU"):
            tf.config.experimental.set_memory_growth(gpu, enable=True)


def half_precision_problem(precision: str, *, has_gpu: bool) -> Problem | None:
    """Half precision is refused where ``ONEDNN_MAX_CPU_ISA`` holds oneDNN to older instructions.

    TensorFlow asks the processor, not oneDNN, whether it knows half precision; oneDNN then ends the whole process.
    """
    held_to = os.environ.get("ONEDNN_MAX_CPU_ISA", "DEFAULT")
    held_back = held_to.upper() not in ("DEFAULT", "ALL") and os.environ.get("TF_ENABLE_ONEDNN_OPTS") != "0"
    if precision == "float32" or has_gpu or not held_back:
        return None
    message = Text(
        N_("On this machine ONEDNN_MAX_CPU_ISA is set to {instructions}, and half precision cannot be computed so."),
        {"instructions": held_to},
    )
    to_float32 = repair(N_("Train in float32"), set_edit("training.precision", "float32"))
    return Problem("precision_held_back", message, field="training.precision", repairs=(to_float32,))


def device_string(device: str) -> str:
    """The ``tf.device`` string for what :func:`configure_process` said."""
    return "/CPU:0" if device == "CPU" else "/GPU:0"


def choose_execution(experiment: spec.Experiment, steps: int) -> str:
    """``"graph"`` or ``"xla"``, by the kinds of layers and the length alone: never by timing."""
    execution = experiment.training.execution
    if execution != "auto":
        return execution
    layers = {node.layer for network in experiment.networks for node in network.nodes if node.enabled}
    pays = steps >= WORTH_COMPILING and all(LAYERS[layer].pays_with_xla for layer in layers)
    return "xla" if pays else "graph"


def package_versions() -> dict[str, str]:
    """Of the packages that the numbers depend on."""
    versions = {}
    for name in ("keras", "tensorflow", "tensorflow-cpu", "numpy"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions[name.removesuffix("-cpu")] = metadata.version(name)
    return versions


def _no_gpu() -> Problem:
    to_cpu = repair(N_("Train on the CPU"), set_edit("training.device", "cpu"))
    message = Text(N_("The experiment asks for a GPU, and TensorFlow finds none on this machine."))
    return Problem("no_gpu", message, field="training.device", repairs=(to_cpu,))
