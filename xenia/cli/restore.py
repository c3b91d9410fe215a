"""`xenia restore`: a backup into an empty machine."""

from pathlib import Path
from typing import Annotated

import typer


def restore(source: Annotated[Path, typer.Argument(help="The folder of a backup.", exists=True, file_okay=False)]) -> None:
    """Restore a backup into an empty XENIA_HOME (and an empty XENIA_DATABASE_URL, where one is set). The master key must be given."""
    import django

    django.setup()
    from xenia.cli.interrupting import watched
    from xenia.host.backup.product import product_here
    from xenia.host.backup.restoring import restore_backup
    from xenia.settings import ENV

    with watched() as watch:
        manifest = restore_backup(ENV, product_here(), source.absolute(), watch)
    rows = sum(manifest.tables.values())
    print(f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {rows:,} rows, {sum(manifest.lake.values()):,} facts; all compared.")
    print("What was erased after that moment is there again: do those erasures once more. Start with xenia run.")
