"""Taking a programme over on the terminal: the files in, the statement out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from xenia.connect.actions.uploads import store_upload
from xenia.connect.queries.sources import find_source_by_code
from xenia.host.backup.manifest import Watch
from xenia.host.faults import StartFault
from xenia.kernel.actor import product_actor
from xenia.loyalty.actions.take_overs import check_now, fetch_faults, order, perform_take_over
from xenia.loyalty.queries.programmes import get_by_code
from xenia.loyalty.queries.take_overs import get_take_over
from xenia.loyalty.types.take_over import CENTS, Lines, TakeOver, TakeOverFiles
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission

ACTOR = product_actor("command_line", *Permission)


@dataclass(frozen=True)
class TakeOverOrder:
    programme: str
    source: str
    members: Path
    balances: Path
    as_of: date | None
    is_check: bool


def take_over_files(order_: TakeOverOrder, *, watch: Watch, clock: Callable[[], datetime], faults: Path | None) -> TakeOver:
    """Checks the files and, unless only that is wanted, brings what they say; returns the take-over as it ended."""

    def seen(part: str, done: int, total: int) -> bool:
        watch.show(part, done, total)
        return watch.is_cancelled()

    programme = get_by_code(ACTOR, order_.programme)
    source = find_source_by_code(ACTOR, order_.source)
    if source is None:
        raise StartFault(f"There is no source {order_.source}; load its guests first: xenia load FILE --source {order_.source}")
    uploads = [_stored(source.id, one, clock()) for one in (order_.members, order_.balances)]
    files = TakeOverFiles(source.id, uploads[0], uploads[1], order_.as_of)
    made = check_now(actor=ACTOR, programme_id=programme.id, files=files, clock=clock, watch=seen)
    if not order_.is_check and get_take_over(ACTOR, made).state is WorkState.DONE:
        order(actor=ACTOR, take_over_id=made, now=clock())
        perform_take_over(take_over_id=made, clock=clock, watch=seen)
    if faults:
        faults.write_bytes(b"".join(fetch_faults(actor=ACTOR, take_over_id=made, now=clock())))
    return get_take_over(ACTOR, made)


def told(done: TakeOver) -> Iterator[str]:
    """Yields the statement, a line each."""
    statement = done.statement
    if done.message:
        yield done.message.en
    if done.state is WorkState.CANCELLED:
        yield "Stopped, as asked. What was brought stays; the same command again goes on."
    if statement is None:
        return
    yield f"{'Brought' if done.is_ordered else 'Checked'}: members {_lines(statement.members)}; balances {_lines(statement.balances)}"
    for kind, one in statement.points.items():
        parts = (
            ("in the file", one.in_file_cents),
            ("brought", one.brought_cents),
            ("unchanged", one.unchanged_cents),
            ("refused", one.refused_cents),
            ("rounded off", one.rounded_cents),
        )
        yield f"{kind or '?'}: " + ", ".join(f"{cents / CENTS:,.2f} {name}" for name, cents in parts)


def _lines(lines: Lines) -> str:
    return f"{lines.read:,} read, {lines.brought:,} brought, {lines.unchanged:,} unchanged, {lines.refused:,} refused"


def _stored(source_id: UUID, path: Path, now: datetime) -> UUID:
    with path.open("rb") as stream:
        return store_upload(actor=ACTOR, source_id=source_id, file_name=path.name, stream=stream, as_of=None, now=now)
