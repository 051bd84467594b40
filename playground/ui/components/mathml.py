"""The formulas of the layer table (LaTeX) as MathML, which browsers draw by themselves.

Only what such formulas use is known: fractions, roots, sums, indices, powers, Greek letters, function names. The
stack editor lives in a shadow root, where Streamlit's own formulas cannot be put.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|[A-Za-z]|\S")
_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "lambda": "λ",
    "mu": "μ", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "Phi": "Φ",
}  # fmt: skip
_SIGNS = {
    "cdot": "·", "times": "×", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "sim": "∼", "approx": "≈", "dots": "…",
    "ldots": "…", "cdots": "⋯", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "infty": "∞", "in": "∈",
    "to": "→", "rightarrow": "→", "mapsto": "↦", "lVert": "‖", "rVert": "‖", "|": "‖", "lvert": "|", "rvert": "|",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "{": "{", "}": "}", "%": "%", "pm": "±", "top": "⊤",
    "mid": "|", "nabla": "∇",
}  # fmt: skip
_FUNCTIONS = frozenset(["max", "min", "exp", "log", "ln", "tanh", "sinh", "cosh", "sin", "cos", "arg"])
_LARGE = {"sum": "∑", "prod": "∏", "int": "∫"}
_SPACES = {",": "0.17em", ";": "0.28em", " ": "0.25em", ":": "0.22em", "quad": "1em", "qquad": "2em", "!": "0em"}
_IGNORED = frozenset(["left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle"])
_LETTERS = {
    "mathcal": "mi",
    "mathbb": "mi",
    "mathbf": "mi",
    "mathrm": "mtext",
    "text": "mtext",
    "operatorname": "mtext",
}


class _Reader:
    """Tokens, one at a time, with a look at the next."""

    def __init__(self, formula: str) -> None:
        self.tokens = _TOKEN.findall(formula)
        self.at = 0

    def next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> str:
        token = self.next()
        if token is None:
            raise ValueError("the formula breaks off")
        self.at += 1
        return token


def mathml(formula: str) -> str:
    """A ``<math>`` element. Raises :class:`ValueError` for a command that is not known here, and where *formula* breaks
    off."""
    reader = _Reader(formula)
    inside = "".join(_items(reader, None))
    return f"<math>{inside}</math>"


def _items(reader: _Reader, end: str | None) -> Iterator[str]:
    while (token := reader.next()) is not None:
        if token == end:
            reader.take()
            return
        yield _with_scripts(reader)
    if end is not None:
        raise ValueError(f"{end} is missing")


def _with_scripts(reader: _Reader) -> str:
    """One atom with the indices and powers behind it; limits of large signs and of max stand below and above."""
    name = (reader.next() or "").removeprefix("\\")
    limits = name in _LARGE or name in ("max", "min")
    base, below, above = _atom(reader), "", ""
    while reader.next() in ("_", "^"):
        if reader.take() == "_":
            below = _atom(reader)
        else:
            above = _atom(reader)
    if below and above:
        tag = "munderover" if limits else "msubsup"
        return f"<{tag}>{base}{below}{above}</{tag}>"
    if below or above:
        tag = {(True, True): "munder", (True, False): "mover", (False, True): "msub", (False, False): "msup"}[
            (limits, bool(below))
        ]
        return f"<{tag}>{base}{below or above}</{tag}>"
    return base


def _atom(reader: _Reader) -> str:
    token = reader.take()
    if token == "{":
        return f"<mrow>{''.join(_items(reader, '}'))}</mrow>"
    if token.startswith("\\"):
        return _command(reader, token[1:])
    if token[0].isdigit():
        return f"<mn>{token}</mn>"
    if token.isalpha():
        return f"<mi>{token}</mi>"
    return f"<mo>{escape('−' if token == '-' else token)}</mo>"


def _command(reader: _Reader, name: str) -> str:
    if name in _GREEK:
        return f"<mi>{_GREEK[name]}</mi>"
    if name in ("frac", "tfrac", "dfrac"):
        return f"<mfrac>{_argument(reader)}{_argument(reader)}</mfrac>"
    if name == "sqrt":
        return f"<msqrt>{_argument(reader)}</msqrt>"
    if name in ("hat", "tilde", "bar"):
        sign = {"hat": "^", "tilde": "~", "bar": "¯"}[name]
        return f"<mover>{_argument(reader)}<mo>{sign}</mo></mover>"
    if name in _LETTERS:
        return f"<{_LETTERS[name]}>{_words(reader)}</{_LETTERS[name]}>"
    if name in _FUNCTIONS:
        return f"<mi>{name}</mi>"
    if name in _LARGE:
        return f'<mo largeop="true" movablelimits="false">{_LARGE[name]}</mo>'
    if name in _SPACES:
        return f'<mspace width="{_SPACES[name]}"/>'
    if name in _IGNORED:
        return _atom(reader) if reader.next() is not None else ""
    if name in _SIGNS:
        return f"<mo>{escape(_SIGNS[name])}</mo>"
    raise ValueError(f"\\{name} is not known")


def _argument(reader: _Reader) -> str:
    """What a command applies to; ``\\tfrac1n`` takes one sign each, so a number is cut to its first digit."""
    token = reader.next()
    if token is not None and token.isdigit() and len(token) > 1:
        reader.tokens[reader.at : reader.at + 1] = [token[0], token[1:]]
    return _atom(reader)


def _words(reader: _Reader) -> str:
    token = reader.take()
    if token != "{":
        return escape(token)
    letters: list[str] = []
    while (token := reader.take()) != "}":
        letters.append(token)
    return escape("".join(letters))
