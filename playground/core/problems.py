"""What is wrong, where, and what to press.

A problem is found by :mod:`playground.checks.check` (before Keras), by the check worker (Keras's own verdict) or
by a training; the page, the command line and the JSON all tell the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

from playground.core.i18n import Text


@dataclass(frozen=True, slots=True)
class Repair:
    """A button: its words, and the edits (:mod:`playground.experiment.edits`, as JSON) that it applies to the
    document."""

    label: Text
    edits: tuple[dict[str, object], ...]

    def to_json(self) -> dict[str, object]:
        """The label and the edits; ``said`` is the label in the language of this moment."""
        return {"label": self.label.to_json(), "said": str(self.label), "edits": list(self.edits)}

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Repair:
        """The repair that :meth:`to_json` gave *data* for."""
        return cls(Text.from_json(data["label"]), tuple(data["edits"]))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence a beginner understands: what was expected, what came; *repairs* may be empty.

    *code* is a stable short name (``"rank"``, ``"units_do_not_match"``) for tests and for lessons. *network*
    and *node* say where in the document, *field* which parameter, or a dotted path such as
    ``training.batch_size`` where no node is concerned.
    """

    code: str
    text: Text
    network: str | None = None
    node: str | None = None
    field: str | None = None
    repairs: tuple[Repair, ...] = ()

    def __str__(self) -> str:
        return str(self.text)

    def to_json(self) -> dict[str, object]:
        """All fields; ``said`` is the sentence in the language of this moment."""
        return {
            "code": self.code,
            "text": self.text.to_json(),
            "said": str(self.text),
            "network": self.network,
            "node": self.node,
            "field": self.field,
            "repairs": [repair.to_json() for repair in self.repairs],
        }

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Problem:
        """The problem that :meth:`to_json` gave *data* for."""
        repairs = tuple(Repair.from_json(entry) for entry in data["repairs"])  # type: ignore[attr-defined]
        return cls(
            str(data["code"]),
            Text.from_json(data["text"]),  # type: ignore[arg-type]
            data.get("network"),  # type: ignore[arg-type]
            data.get("node"),  # type: ignore[arg-type]
            data.get("field"),  # type: ignore[arg-type]
            repairs,
        )


class PlaygroundError(Exception):
    """Anything that a person is told: carries problems, never only a traceback."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
