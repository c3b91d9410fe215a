"""`xenia factors`: for the day someone has lost phone and recovery codes."""

from datetime import UTC, datetime
from typing import Annotated

import typer

app = typer.Typer(help="The second factors of people.", no_args_is_help=True)


@app.callback()
def factors() -> None:
    """The second factors of people."""


@app.command()
def forget(email: Annotated[str, typer.Argument(help="The e-mail address of the person.")]) -> None:
    """Forget a person's authenticator app, passkeys and recovery codes: after the password, a new factor is set up. Recorded."""
    from xenia.cli.setup import prepare

    prepare()
    from xenia.kernel.actor import product_actor
    from xenia.trust.actions.factors import forget_factors
    from xenia.trust.queries.sign_in import find_active_user
    from xenia.trust.types.access import Permission

    user_id = find_active_user(email)
    if user_id is None:
        print(f"Nobody who can sign in has the address {email}.")
        raise typer.Exit(1)
    actor = product_actor("xenia factors", Permission.MANAGE_PEOPLE)
    count = forget_factors(actor=actor, user_id=user_id, now=datetime.now(UTC))
    print(f"{count} factors forgotten, every session ended. Make sure by another way that it is really this person who asked.")
