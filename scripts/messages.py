"""Write ``playground/ui/web/src/messages.ts``: what components are shown and what they say, as Python declares it.

``python -m scripts.messages`` after one of these types has changed; ``python -m scripts.web`` does it as well.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from playground.ui.components import (
    code_grid,
    drawing,
    editor_messages,
    example_strip,
    examples,
    figure,
    latent_component,
    latent_pad,
    latent_sliders,
    scrubber,
)

TARGET = Path(__file__).resolve().parents[1] / "playground" / "ui" / "web" / "src" / "messages.ts"
MODULES = (
    code_grid,
    drawing,
    editor_messages,
    example_strip,
    examples,
    figure,
    latent_pad,
    latent_component,
    latent_sliders,
    scrubber,
)
_HEAD = "// Written by scripts/messages.py from the types in playground/ui/components: change them there.\n"
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null", Any: "unknown"}


def written() -> str:
    """The whole file."""
    found = {kind.__name__: _interface(kind) for module in MODULES for kind in _declared(module)}
    found |= {name: f"\nexport type {name} = {get_args(hint)[1]};\n" for hint, name in _aliases().items()}
    return _HEAD + "".join(found[name] for name in sorted(found))


def _declared(module: types.ModuleType) -> Iterator[type]:
    for kind in vars(module).values():
        if is_typeddict(kind) and kind.__module__ == module.__name__:
            yield kind


@cache
def _aliases() -> dict[Any, str]:
    """Types that are annotated with their TypeScript and have a name, with that name."""
    named = ((hint, name) for module in MODULES for name, hint in vars(module).items())
    return {hint: name for hint, name in named if get_origin(hint) is Annotated}


def _interface(kind: type) -> str:
    said = re.sub(r"\s+", " ", inspect.cleandoc(kind.__doc__ or "")).replace("``", "`")
    lines = [f"  {name}{_typed(hint)};" for name, hint in get_type_hints(kind, include_extras=True).items()]
    return f"\n/** {said} */\nexport interface {kind.__name__} {{\n" + "\n".join(lines) + "\n}\n"


def _typed(hint: Any) -> str:
    if get_origin(hint) is NotRequired:
        return f"?: {typescript(get_args(hint)[0])}"
    return f": {typescript(hint)}"


def typescript(hint: Any) -> str:
    """The type *hint* in TypeScript. Where it is annotated with a text, that is it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _aliases().get(hint, str(arguments[1]))
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(typescript(one) for one in arguments))
    if origin is Literal:
        return " | ".join(f'"{one}"' for one in arguments)
    if origin is list:
        return f"Array<{typescript(arguments[0])}>"
    if origin is dict and arguments[0] is str:
        return f"Record<string, {typescript(arguments[1])}>"
    raise TypeError(f"no TypeScript for {hint}")


def is_current() -> bool:
    """Whether the committed file is what the types give."""
    return TARGET.read_text(encoding="utf-8") == written()


def write() -> None:
    TARGET.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    write()
