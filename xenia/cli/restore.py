"""`xenia restore`: a backup into an empty machine."""

from pathlib import Path
from typing import Annotated

import typer

LEDGER = "A ledger of erasures: erasures.jsonl beside the keys of the lost machine. What it tells since the backup is erased again."


def restore(
    source: Annotated[Path, typer.Argument(help="The folder of a backup.", exists=True, file_okay=False)],
    erasures: Annotated[list[Path] | None, typer.Option(help=LEDGER, exists=True, dir_okay=False)] = None,
) -> None:
    """Restore a backup into an empty XENIA_HOME (and an empty XENIA_DATABASE_URL, where one is set). The master key must be given."""
    import django

    django.setup()
    from xenia.cli.interrupting import watched
    from xenia.host.backup.manifest import Manifest
    from xenia.host.backup.product import finish_restore, product_here
    from xenia.host.backup.restoring import restore_backup
    from xenia.settings import ENV

    again = [0, 0]

    def finish(manifest: Manifest, url: str) -> None:
        again[:] = finish_restore(manifest, url, erasures or [])

    with watched() as watch:
        manifest = restore_backup(ENV, product_here(), source.absolute(), watch, finish)
    rows = sum(manifest.tables.values())
    print(f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {rows:,} rows, {sum(manifest.lake.values()):,} facts; all compared.")
    print(f"Erasures since then, by the ledger: {again[0]} done again, {again[1]} left to the worker (see Requests). Start with xenia run.")
    if not erasures:
        print("Erasures that only the lost machine's ledger knows are not among them: restore with --erasures FILE, or do them once more.")
