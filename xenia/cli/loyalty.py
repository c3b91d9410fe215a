"""`xenia loyalty`: the books of the company's points."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from xenia.cli.loyalty_take_over import take_over

app = typer.Typer(help="The books of the company's points.", no_args_is_help=True)
PROGRAMME = typer.Argument(metavar="PROGRAMME", help="The programme's code.")


@app.callback()
def loyalty() -> None:
    """The books of the company's points."""


app.command("take-over")(take_over)


@app.command("close")
def close(
    programme: Annotated[str, PROGRAMME],
    month: Annotated[str, typer.Argument(metavar="MONTH", help="The month, such as 2026-03.")],
) -> None:
    """Close a month: nothing is booked in it any more. Closing it again changes nothing; one that was broken off is finished."""
    from xenia.cli.setup import prepare

    prepare()
    from xenia.kernel.actor import product_actor
    from xenia.loyalty.actions.closings import close_month
    from xenia.loyalty.queries.accounting import get_closing
    from xenia.loyalty.queries.programmes import get_by_code
    from xenia.trust.types.access import Permission

    actor = product_actor("command_line", Permission.VIEW_LOYALTY, Permission.MANAGE_LOYALTY)
    wanted = get_by_code(actor, programme)
    closing = close_month(actor=actor, programme_id=wanted.id, month=_month(month), clock=lambda: datetime.now(UTC))
    found = get_closing(actor, closing).totals
    print(f"{wanted.code} {month} is closed: {found.outstanding:,} points outstanding, {found.liability_minor:,} minor units owed.")


@app.command("check")
def check() -> None:
    """Count every balance, promise and lot again from the transfers alone; code 1 where something does not add up."""
    from xenia.cli.setup import prepare

    prepare()
    from xenia.kernel.actor import product_actor
    from xenia.loyalty.queries.ledger import check_books
    from xenia.trust.types.access import Permission

    faults = check_books(product_actor("command_line", Permission.VIEW_LOYALTY))
    for one in faults:
        print(f"{one.where}: {one.check} is {one.found:,}, and should be {one.expected:,}")
    print("The books add up." if not faults else f"{len(faults)} faults.")
    raise typer.Exit(1 if faults else 0)


def _month(said: str) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError as wrong:
        raise typer.BadParameter(f"{said!r} is no month; write it as 2026-03.") from wrong
