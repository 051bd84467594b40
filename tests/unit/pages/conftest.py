"""Pages without a browser and without TensorFlow: the app itself, over recorded runs and a launcher that only notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from playground import launch
from playground.experiment.report import Report
from playground.experiment.spec import Experiment
from playground.runs.commands import Command
from playground.runs.latent_messages import DecodeReply, EncodeReply
from playground.runs.store import Run, Store

APP = Path(__file__).parents[3] / "app.py"


@dataclass
class Noting:
    """A launcher that is never ready and keeps what it was asked for."""

    trained: list[tuple[str, int | None, bool]] = field(default_factory=list)
    queued: tuple[str, ...] = ()

    def start(self) -> None: ...

    def ready(self) -> bool:
        return False

    def check(self, experiment: Experiment, timeout: float = 60.0) -> Report:
        raise AssertionError("a launcher that is not ready is not asked")

    def decode(
        self, run: Run, codes: Sequence[Sequence[float]], labels: Sequence[int], owner: str, timeout: float = 10.0
    ) -> DecodeReply | None:
        return None

    def encode(self, run: Run, owner: str, timeout: float = 10.0, *, effect: bool = False) -> EncodeReply | None:
        return None

    def prepare(self, experiment: Experiment, owner: str) -> None: ...

    def train(self, run: Run, epochs: int | None = None, *, paused: bool = False) -> None:
        if paused:
            run.append_command(Command("pause"))
        self.trained.append((run.id, epochs, paused))

    def queue(self) -> tuple[str, ...]:
        return self.queued

    def mark_orphans(self, store: Store) -> None: ...


@pytest.fixture
def noting(monkeypatch: pytest.MonkeyPatch) -> Noting:
    st.cache_resource.clear()
    st.cache_data.clear()
    launcher = Noting()
    monkeypatch.setattr(launch, "get", lambda name="local": launcher)
    return launcher


class _Routed(PagesManager):
    """What AppTest resets before each run; the router's own choice stays, as it does in a server."""


@pytest.fixture(autouse=True)
def _routed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", _Routed)


@pytest.fixture
def app(home, noting) -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=60)


_registered: dict[Any, Any] = {}


def opened(app: AppTest, page: str) -> AppTest:
    """The app at the address of *page*. AppTest knows addresses after a run; one for all tests is enough."""
    if not _registered:
        _registered.update(AppTest.from_file(str(APP), default_timeout=60).run()._registered_pages)
    app._registered_pages = dict(_registered)
    app.switch_page(f"pages/{page}.py")
    return app.run()


def words(app: AppTest) -> str:
    """All that stands on the page, as one text."""
    kinds = ("html", "markdown", "caption", "button", "metric")
    return "\n".join(
        str(getattr(element, "body", None) or element.proto) for kind in kinds for element in app.get(kind)
    )
