"""`xenia check`: what works and what does not, without changing anything."""

import typer


def check() -> None:
    """Check settings, database, migrations, worker, lake and keys; code 1 when one of them is not well."""
    import django

    django.setup()

    from xenia.host import health, preflight
    from xenia.settings import ENV

    preflight.check_answers(ENV.database_url)

    found = health.readiness()
    for part in found.parts:
        print(f"{'well' if part.is_well else 'NOT WELL':9} {part.name:11} {part.found}")
    raise typer.Exit(0 if found.is_well else 1)
