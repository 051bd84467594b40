"""``python -m tests.bench NAME [--json]``: measurements, which are no tests because a machine's mood is in them.

Each bench is one module here with ``rows(arguments) -> list[dict]`` and, where it wants, ``options(parser)``. With
``--json`` the last line on standard output is ``{"bench": NAME, "rows": [...]}``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(entry.name for entry in pkgutil.iter_modules([str(HERE)]) if not entry.name.startswith("_"))


def main() -> None:
    # As in the app's workers; NumPy reads it when it is loaded, which the benches do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    known = names()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    chosen = parser.add_subparsers(dest="bench", required=True, metavar="NAME")
    for name in known:
        module = importlib.import_module(f"tests.bench.{name}")
        one = chosen.add_parser(name, help=(module.__doc__ or "").partition("\n")[0], description=module.__doc__)
        one.add_argument("--json", action="store_true", help="the last line is one JSON object")
        getattr(module, "options", lambda _: None)(one)
    arguments = parser.parse_args()
    rows = importlib.import_module(f"tests.bench.{arguments.bench}").rows(arguments)
    for row in rows:
        print("  ".join(f"{key} {_short(value)}" for key, value in row.items()))
    if arguments.json:
        print(json.dumps({"bench": arguments.bench, "rows": rows}), flush=True)


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
