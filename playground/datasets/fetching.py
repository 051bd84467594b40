"""A download by Keras's own loader, with its bytes counted. Runs in a worker: this imports keras."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from playground.core.i18n import N_, Text
from playground.datasets.dataset import MissingFiles, OnProgress
from playground.datasets.downloads import missing_error

STALL_TIMEOUT = 20.0
"""Seconds without a byte after which a download counts as failed."""


def download_with_keras(lacking: MissingFiles, on_progress: OnProgress) -> None:
    """``keras.datasets.<name>.load_data()``: the files end in Keras's folder, where they are found from then on.

    Raises PlaygroundError that says which file to put where.
    """
    import importlib

    from keras.src.utils import file_utils

    loader = importlib.import_module(f"keras.datasets.{lacking.name}")
    try:
        # Keras draws a bar of its own; standard output belongs to whoever called.
        with redirect_stdout(sys.stderr), _counting_downloads(file_utils, lacking.download_bytes, on_progress):
            loader.load_data()
    except Exception as error:
        # Keras raises a bare Exception for a URL that cannot be had, and others for a broken archive.
        raise missing_error(lacking.message, Text(N_("{error}"), {"error": str(error)[:300]})) from error
    on_progress(lacking.download_bytes, lacking.download_bytes)


@contextmanager
def _counting_downloads(file_utils: Any, total: int, on_progress: OnProgress) -> Iterator[None]:
    """While this lasts, Keras's downloads report here too; several files of one set add up."""
    original: Callable[..., Any] = file_utils.urlretrieve
    finished = 0

    def retrieve(url: str, target: str, hook: Callable[[int, int, int], None]) -> object:
        nonlocal finished
        arrived = 0

        def both(blocks: int, block: int, size: int) -> None:
            nonlocal arrived
            arrived = min(blocks * block, size) if size > 0 else blocks * block
            hook(blocks, block, size)
            on_progress(min(finished + arrived, total), total)

        answer = original(url, target, both)
        finished += arrived
        return answer

    timeout = socket.getdefaulttimeout()
    socket.setdefaulttimeout(STALL_TIMEOUT)
    file_utils.urlretrieve = retrieve
    try:
        yield
    finally:
        file_utils.urlretrieve = original
        socket.setdefaulttimeout(timeout)
