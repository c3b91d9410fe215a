"""`xenia audit`: verify the log, prove an entry, print what a third party is given."""

import sys
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

app = typer.Typer(help="The audit log: verify, prove, hand over.", no_args_is_help=True)
NAME = "xenia audit"


@app.command()
def verify(
    checkpoint: Annotated[
        Path | None, typer.Option(help="A checkpoint handed out earlier: finds a log that was cut or begun anew.")
    ] = None,
) -> None:
    """Hash every entry, grow the tree and check every signature again. Code 1 and the first bad entry where anything was changed."""
    _prepare()
    from xenia.kernel.actor import product_actor
    from xenia.trust.queries.audit_check import verify_log
    from xenia.trust.queries.audit_tree import get_seal_state
    from xenia.trust.types.access import Permission

    actor = product_actor(NAME, Permission.VIEW_AUDIT)
    found = verify_log(actor, given=checkpoint.read_text(encoding="utf-8") if checkpoint else None, progress=_show)
    for one in found or ():
        print(f"{one.code}: {one.text.en}")
    state = get_seal_state(actor)
    waiting = f"; {state.waiting:,} wait for the sealer" if state.waiting else ""
    print(f"{state.sealed:,} sealed entries{waiting}: " + ("NOT AS THEY WERE SEALED" if found else "all as they were sealed"))
    raise typer.Exit(1 if found else 0)


@app.command()
def prove(entry: Annotated[int, typer.Argument(help="The number of the entry.")]) -> None:
    """Print the proof that an entry stands in the log, as JSON that docs/verify_audit.py checks without this product."""
    _prepare()
    from xenia.kernel.actor import product_actor
    from xenia.trust.queries.audit_tree import find_proof
    from xenia.trust.types.access import Permission

    proof = find_proof(product_actor(NAME, Permission.VIEW_AUDIT), entry)
    if proof is None:
        raise typer.Exit(_say(f"Entry {entry} is not sealed yet; try again in two seconds, while a worker runs."))
    print(orjson.dumps(asdict(proof), option=orjson.OPT_INDENT_2).decode())


@app.command()
def checkpoint() -> None:
    """Print the newest signed checkpoint, and on standard error the key that checks it: hand both to a third party."""
    _prepare()
    from xenia.kernel.actor import product_actor
    from xenia.trust.queries.audit_tree import find_checkpoint
    from xenia.trust.types.access import Permission

    newest = find_checkpoint(product_actor(NAME, Permission.VIEW_AUDIT))
    if newest is None:
        raise typer.Exit(_say("Nothing is sealed yet: the log is empty, or no worker runs."))
    print(newest.note, end="")
    print(f"verifier key: {newest.verifier}", file=sys.stderr)


@app.command()
def consistency(old_size: Annotated[int, typer.Argument(help="The size on the older checkpoint: its second line.")]) -> None:
    """Print the proof that the log still begins with its first OLD_SIZE entries as they were, as JSON."""
    _prepare()
    from xenia.kernel.actor import product_actor
    from xenia.trust.queries.audit_tree import get_consistency
    from xenia.trust.types.access import Permission

    proof = get_consistency(product_actor(NAME, Permission.VIEW_AUDIT), old_size=old_size)
    print(orjson.dumps(asdict(proof), option=orjson.OPT_INDENT_2).decode())


def _prepare() -> None:
    """What stands on standard output is for a file: what the preparation says goes beside it."""
    from xenia.cli.setup import prepare

    with redirect_stdout(sys.stderr):
        prepare()


def _show(checked: int, total: int) -> bool:
    if sys.stderr.isatty():
        print(f"\r{checked:,} of {total:,}", end="\n" if checked == total else "", file=sys.stderr, flush=True)
    return True


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
