"""`xenia keys`: which keys there are, a new sealing key, a new master key."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from xenia.trust.types.encryption import MasterKind

app = typer.Typer(help="The keys of what is sealed.", no_args_is_help=True)


@app.command()
def status() -> None:
    """Say which keys there are, how old they are, where the master key comes from, and how a rotation goes on."""
    _open()
    from xenia.kernel.actor import product_actor
    from xenia.trust.queries.encryption import get_encryption
    from xenia.trust.types.access import Permission

    found = get_encryption(product_actor("xenia keys", Permission.MANAGE_KEYS))
    print(f"master key    {found.master.fingerprint} ({found.master.kind.value})")
    for key in found.keys:
        made = f"{key.made_at:%Y-%m-%d}" if key.made_at else "unknown when"
        print(f"sealing key   {key.number} made {made}{', seals' if key.is_current else ', only opens'}")
    for one in found.rotations[:1]:
        print(
            f"rotation      {one.state.value}, {one.done:,} of {one.total:,} sealed anew" + (f": {one.message.en}" if one.message else "")
        )


@app.command()
def rotate(reason: Annotated[str, typer.Option(help="Why; it stands in the audit log.")]) -> None:
    """Make a new sealing key and let the worker seal everything anew. On a screen this takes two people; who has a shell has the keys."""
    _open()
    from xenia.kernel.actor import product_actor
    from xenia.trust.actions.encryption import start_rotation
    from xenia.trust.types.access import Permission

    start_rotation(actor=product_actor("xenia keys", Permission.MANAGE_KEYS), reason=reason, now=datetime.now(UTC))
    print("The worker seals everything anew; xenia keys status tells how far it is.")


@app.command()
def rewrap(
    to: Annotated[MasterKind, typer.Option(help="Where the new master key is kept.")] = MasterKind.FILE,
    new_master_file: Annotated[Path | None, typer.Option(help="With --to environment: where the new key is written to.")] = None,
) -> None:
    """Wrap the keys by a new master key. Backups made before open with the old master key only: keep it as long as you keep them."""
    _open()
    from xenia.kernel.actor import product_actor
    from xenia.trust.actions.encryption import rewrap_keys
    from xenia.trust.keyring.masters import write_master_file
    from xenia.trust.types.access import Permission

    new_master = None
    if to is MasterKind.ENVIRONMENT:
        if new_master_file is None or new_master_file.exists():
            raise typer.BadParameter("Give --new-master-file with the name of a file that does not exist yet.")
        new_master = os.urandom(32)
        write_master_file(new_master_file, new_master)
    actor = product_actor("xenia keys", Permission.MANAGE_KEYS)
    after = rewrap_keys(actor=actor, to=to, new_master=new_master, now=datetime.now(UTC))
    print(f"The keys are wrapped by the master key {after.fingerprint} now. Keep the old one as long as backups that were made with it.")
    if new_master_file:
        print(f"Put what {new_master_file} holds into XENIA_MASTER_KEY, start Xenia again, and remove the file.")


def _open() -> None:
    """Django, a database that answers, and its keys; unlike other commands this one changes no table."""
    import django

    django.setup()
    from xenia.host import preflight
    from xenia.settings import ENV

    preflight.check_answers(ENV.database_url)
    preflight.compare_keys(ENV.key_file, ENV.database_url)
