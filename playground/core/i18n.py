"""Words on the page: gettext with a language chosen at the moment of display.

``N_`` marks a string for extraction, ``_`` translates it now, and :class:`Text` keeps a message with
its values so that the same problem can be told in English on the command line and in Chinese on a page.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = {"en": "English", "zh": "中文"}
DOMAIN = "playground"


def _english() -> str:
    return "en"


_provider: Callable[[], str] = _english
_language_override: ContextVar[str | None] = ContextVar("language", default=None)


def use_language(provider: Callable[[], str]) -> None:
    """Let *provider* say the language of each message; the UI gives one that reads the session."""
    global _provider
    _provider = provider


@contextmanager
def one_language() -> Iterator[None]:
    """Ask for the language once for all that is said inside: a page's session answers slowly, and it is asked for
    each of hundreds of words."""
    token = _language_override.set(language())
    try:
        yield
    finally:
        _language_override.reset(token)


def language() -> str:
    """The language of this moment, a key of :data:`LANGUAGES`."""
    code = _language_override.get() or _provider()
    return code if code in LANGUAGES else "en"


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    source = LOCALE / code / f"{DOMAIN}.po"
    if not source.exists():
        return gettext.NullTranslations()
    # The .po is compiled in memory so that a translator edits one file and commits no binary.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=code, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """*message* in the language of this moment."""
    return _catalogue(language()).gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a marker
    """Mark *message* for extraction and return it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with its values, translated when it is shown.

    ``str(Text(N_("{layer} expects {rank} axes"), {"layer": "Conv2D", "rank": 4}))``. Values may be
    Texts themselves.
    """

    message: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        values = {name: str(value) if isinstance(value, Text) else value for name, value in self.values.items()}
        return _(self.message).format(**values) if values else _(self.message)

    def with_words(self, change: Callable[[str], str]) -> Text:
        """The same sentence with each value that is a string, however deep, as *change* gives it."""

        def changed(value: object) -> object:
            if isinstance(value, Text):
                return value.with_words(change)
            return change(value) if isinstance(value, str) else value

        return Text(self.message, {name: changed(value) for name, value in self.values.items()})

    def to_json(self) -> dict[str, object]:
        """The message and its values, as :meth:`from_json` takes them back."""
        values = {name: value.to_json() if isinstance(value, Text) else value for name, value in self.values.items()}
        return {"message": self.message, "values": values}

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Text:
        """The Text that :meth:`to_json` gave *data* for."""
        raw_values = data.get("values")
        values = {
            name: cls.from_json(value) if isinstance(value, dict) and "message" in value else value
            for name, value in (raw_values.items() if isinstance(raw_values, dict) else ())
        }
        return cls(str(data["message"]), values)
