"""`xenia loyalty take-over`: members and balances of a programme that was run elsewhere."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer


def take_over(
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="The programme's code.")],
    members: Annotated[Path, typer.Option(help="The file of members.", exists=True, dir_okay=False)],
    balances: Annotated[Path, typer.Option(help="The file of balances, or of each month's points.", exists=True, dir_okay=False)],
    source: Annotated[str, typer.Option(help="The code of the source whose guests the members are.")],
    as_of: Annotated[str | None, typer.Option(help="The day of the books of the balances, such as 2026-03-02; today without it.")] = None,
    faults: Annotated[Path | None, typer.Option(help="Where to write the lines that were not brought, as CSV.")] = None,
    check_only: Annotated[bool, typer.Option("--check-only", help="Look at everything, write nothing.")] = False,
) -> None:
    """Take a programme over from its files. Ctrl-C stops between two parts; the same command again goes on. Code 1 where a line was not
    brought."""
    from xenia.cli.interrupting import watched
    from xenia.cli.setup import prepare

    prepare()
    from xenia.cli.take_over_told import TakeOverOrder, take_over_files, told

    day = _day(as_of) if as_of else None
    with watched(counts_bytes=False) as watch:
        order = TakeOverOrder(programme, source, members, balances, day, check_only)
        done = take_over_files(order, watch=watch, clock=lambda: datetime.now(UTC), faults=faults)
    print("\n".join(told(done)))
    sys.exit(0 if done.statement and not (done.statement.members.refused or done.statement.balances.refused) else 1)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as wrong:
        raise typer.BadParameter(f"{said!r} is no day; write it as 2026-03-02.") from wrong
