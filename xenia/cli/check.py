"""`xenia check`: what works and what does not, without changing anything."""

from typing import Annotated

import typer


def check(
    books: Annotated[bool, typer.Option(help="Count members' points again from every transfer; slow where there are many.")] = True,
) -> None:
    """Check settings, database, migrations, worker, lake, keys and the books of points; code 1 when one of them is not well."""
    import django

    django.setup()

    from xenia.host import health, preflight
    from xenia.settings import ENV

    preflight.check_answers(ENV.database_url)

    found = health.readiness().parts
    if books and all(part.is_well for part in found if part.name in ("database", "migrations")):
        found = (*found, health.books())
    for part in found:
        print(f"{'well' if part.is_well else 'NOT WELL':9} {part.name:11} {part.found}")
    raise typer.Exit(0 if all(part.is_well for part in found) else 1)
