"""`xenia run`: everything on this machine, under one supervisor."""

from typing import Annotated

import typer


def run(
    demo: Annotated[bool, typer.Option(help="Load the demonstration company into an empty embedded database.")] = True,
) -> None:
    """Start everything on this machine: PostgreSQL (unless XENIA_DATABASE_URL is set), web and worker. Ctrl-C stops all of it."""
    from xenia.host.supervisor import Supervisor
    from xenia.settings import ENV

    raise SystemExit(Supervisor(ENV, may_load_demo=demo).run())
