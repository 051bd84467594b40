"""The same without a browser: ``train``, ``gallery``, ``show``, ``check``, ``runs``.

Answers go to standard output and everything else to standard error; with ``--json`` the answer is one line of
JSON, the last one. Exit status: 0 done, 1 something is wrong with what was asked or it failed, 2 the command itself
could not be read, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NoReturn

from playground.cli import output
from playground.cli.outcome import refused_outcome
from playground.core import i18n
from playground.core.i18n import N_, Text, _
from playground.core.problems import PlaygroundError, Problem

DEBUG = "PLAYGROUND_DEBUG"
"""Set to anything, it prints the traceback of an error that nobody expected."""


class _Parser(argparse.ArgumentParser):
    """Raises instead of exiting, so that ``--json`` answers with JSON there too."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise PlaygroundError(Problem("usage", Text(message.replace("{", "{{").replace("}", "}}"))))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments* (``sys.argv`` without the program) and return the exit status."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    _set_language(argv)
    try:
        namespace = _parser().parse_args(argv)
    except PlaygroundError as error:
        return _report_error(error, json="--json" in argv, status=2)
    try:
        run: Callable[[argparse.Namespace], int] = namespace.run
        return run(namespace)
    except PlaygroundError as error:
        return _report_error(error, json=namespace.json)
    except BrokenPipeError:
        # Whoever read the answer has gone; Python would complain once more while closing the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _unexpected(error, json=namespace.json)


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help=_("answer with one line of JSON"))
    shared.add_argument("--lang", choices=sorted(i18n.LANGUAGES), default="en", help=_("language of what is said"))
    parser = _Parser(prog="python -m playground", description=_("Train, check and list experiments without a browser."))
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], help_text: str) -> argparse.ArgumentParser:
        subparser = commands.add_parser(name, parents=[shared], help=help_text, description=help_text)
        subparser.set_defaults(run=run)
        return subparser

    source = _("a JSON file, or the name of a ready experiment")
    change = _("change a value of the document, such as training.epochs=3; may be given again")
    train = command("train", _command("train", "run"), _("train an experiment and score it on its test set"))
    train.add_argument("experiment", nargs="?", help=source)
    train.add_argument("--set", dest="changes", action="append", default=[], metavar="PATH=VALUE", help=change)
    train.add_argument("--continue", dest="resume", metavar="RUN", help=_("go on with a run from its checkpoint"))
    train.add_argument("--epochs", type=int, metavar="N", help=_("with --continue: the epoch to train up to"))
    command("gallery", _command("shelf", "gallery"), _("list the ready experiments with their goals"))
    command("show", _command("shelf", "show"), _("print the document of a ready experiment")).add_argument("name")
    check = command("check", _command("check", "run"), _("tell shapes, counts and problems without training"))
    check.add_argument("experiment", help=source)
    check.add_argument("--set", dest="changes", action="append", default=[], metavar="PATH=VALUE", help=change)
    command("runs", _command("runs", "run"), _("list the runs, the newest first"))
    return parser


def _command(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """The function, imported when it is called: listing the gallery must not wait for what training needs."""

    def run(arguments: argparse.Namespace) -> int:
        answer: int = getattr(importlib.import_module(f"playground.cli.{module}"), function)(arguments)
        return answer

    return run


def _set_language(argv: Sequence[str]) -> None:
    """Choose the language before the words of the parser itself are needed."""
    language = "en"
    for before, after in pairwise([*argv, ""]):
        language = after if before == "--lang" else before.removeprefix("--lang=") if "--lang=" in before else language
    i18n.use_language(lambda: language)


def _report_error(error: PlaygroundError, *, json: bool, status: int = 1) -> int:
    output.print_problems(error.problems)
    if json:
        output.print_json(refused_outcome(error).to_json())
    return status


def _unexpected(error: Exception, *, json: bool) -> int:
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    message = Text(
        N_("Something failed that should not ({kind}: {error}). {debug}=1 before the command shows where."),
        {"kind": type(error).__name__, "error": str(error)[:200], "debug": DEBUG},
    )
    return _report_error(PlaygroundError(Problem("unexpected", message)), json=json)
