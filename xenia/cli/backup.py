"""`xenia backup`: database, lake, sealed files and keys as one set; `xenia backup verify` looks whether a set is still whole."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def backup(
    target: Annotated[str, typer.Argument(help="A folder that does not exist yet; or the word verify, and then the folder of a backup.")],
    source: Annotated[Path | None, typer.Argument(help="After the word verify: the folder of a backup.")] = None,
    with_master_key: Annotated[
        bool, typer.Option("--with-master-key", help="Put the master key into the set: whoever holds the set can then read everything.")
    ] = False,
) -> None:
    """Back up the product, running or not. The master key is not in the set: keep it elsewhere, or nothing sealed can be read again."""
    from xenia.cli.interrupting import watched
    from xenia.host.backup.manifest import verify_backup

    if target == "verify" and source is not None:
        with watched() as watch:
            manifest = verify_backup(source, watch)
        print(f"Whole: {len(manifest.files):,} files, {manifest.size:,} bytes, made {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
        return
    import django

    django.setup()
    from xenia.host.backup.database import database_of
    from xenia.host.backup.making import make_backup
    from xenia.host.backup.product import product_here, record_backup
    from xenia.settings import ENV

    with watched() as watch, database_of(ENV) as url:
        now, place = datetime.now(UTC), Path(target).absolute()
        manifest = make_backup(product_here(), url, place, with_master_key=with_master_key, now=now, watch=watch)
        record_backup(manifest, url)
    print(f"Backed up to {target}: {len(manifest.files):,} files, {manifest.size:,} bytes, {sum(manifest.lake.values()):,} facts.")
    if with_master_key:
        print("The set holds the master key: whoever has the set can read everything. Keep it as you keep that key.")
    else:
        print(
            f"The master key {manifest.master} is not in it: keep that key elsewhere, because without it nothing sealed can be read again."
        )
