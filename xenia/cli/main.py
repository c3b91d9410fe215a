"""The `xenia` command: one file per verb. A verb's function has the verb's name; its docstring is its help.

A verb with verbs of its own (`xenia keys rotate`) has an `app` instead.
"""

import errno
import os
import sys
from importlib import import_module

import typer

from xenia.host.faults import StartFault
from xenia.kernel.errors import XeniaError
from xenia.web.logs import configure_logs

VERBS = (
    "run",
    "web",
    "work",
    "migrate",
    "check",
    "load",
    "demo",
    "openapi",
    "keys",
    "factors",
    "audit",
    "loyalty",
    "backup",
    "restore",
    "evaluate",
)

ABOUT = """Xenia 宾至: the customer relationship platform for travel companies.

Settings come from the environment (XENIA_HOME, XENIA_DATABASE_URL, ...); docs/operating.md lists them all."""


def command_line() -> typer.Typer:
    """Returns the command with every verb of the list."""
    app = typer.Typer(help=ABOUT, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)
    for verb in VERBS:
        module = import_module(f"xenia.cli.{verb}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=verb)
        else:
            app.command(verb)(getattr(module, verb))
    return app


def main() -> None:
    """Runs one verb. A fault that the operator can mend ends with a sentence and code 1, never with a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    configure_logs()
    try:
        command_line()()
    except (StartFault, XeniaError) as fault:
        print(f"\nxenia: {fault}", file=sys.stderr)
        sys.exit(1)
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EACCES, errno.EROFS):
            raise
        print(f"\nxenia: {fault.filename or 'A file'} cannot be written: {fault.strerror}.", file=sys.stderr)
        sys.exit(1)
