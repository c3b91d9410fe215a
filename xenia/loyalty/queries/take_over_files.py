"""The two files of a take-over, read from their sealed uploads as lines of named cells, and what they say of members and balances."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from xenia.connect.queries.uploads import get_upload
from xenia.connect.types.sources import Upload
from xenia.kernel.actor import Actor
from xenia.lake.intake.types import ROW, Batch
from xenia.loyalty.queries.tiers import list_versions
from xenia.loyalty.queries.upload_lines import batches_of, header_of
from xenia.loyalty.rules.take_over import LineRefused, columns_of, has_activity, member_of, tier_words
from xenia.loyalty.rules.take_over_balances import Adding, Key, Tally, Terms, add_activity, add_balance, added_up
from xenia.loyalty.rules.tiers import policy_on
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.take_over import BalanceSaid, FileOf, MemberSaid
from xenia.loyalty.types.tiers import TierPolicy

BROUGHT_ROLES = frozenset({PointRole.REDEEMABLE, PointRole.QUALIFYING, PointRole.GREEN})
Watch = Callable[[int], None]
"""Told after each part of a file how many lines were read; raises to stop."""


@dataclass
class Plan:
    """All that the files say: sound members by number, balances by number and kind, and what was refused."""

    members: dict[str, MemberSaid] = field(default_factory=dict)
    balances: dict[str, dict[str, BalanceSaid]] = field(default_factory=dict)
    of_members: Tally = field(default_factory=lambda: Tally(FileOf.MEMBERS))
    of_balances: Tally = field(default_factory=lambda: Tally(FileOf.BALANCES))
    refused: set[str] = field(default_factory=set)


def shape_fits(actor: Actor, upload_id: UUID, file: FileOf) -> Upload:
    """Returns the upload; raises Invalid where its columns are not those of the file, Conflict where it has expired."""
    upload = get_upload(actor, upload_id)
    columns_of(file, header_of(actor, upload_id))
    return upload


def read_plan(actor: Actor, programme: Programme, uploads: tuple[UUID, UUID], as_of: date, watch: Watch) -> Plan:
    """Reads both files, the members first. Raises FileFault where a file cannot be read to its end."""
    plan, policy = Plan(), tiers_of(actor, programme, as_of)
    _read_members(actor, uploads[0], plan, tier_words(policy), as_of, watch)
    _read_balances(actor, uploads[1], plan, _terms(programme, as_of), watch)
    return plan


def tiers_of(actor: Actor, programme: Programme, day: date) -> TierPolicy | None:
    """The programme's tiers on a day; None where it has none."""
    versions = list_versions(actor, programme.id)
    return policy_on(versions, day) if versions else None


def _read_members(actor: Actor, upload_id: UUID, plan: Plan, tiers: Mapping[str, str], as_of: date, watch: Watch) -> None:
    tally = plan.of_members
    columns = columns_of(FileOf.MEMBERS, header_of(actor, upload_id))
    for line, cells, is_repeated in _lines(batches_of(actor, upload_id), columns, tally, watch):
        try:
            if is_repeated:
                raise LineRefused("line_repeated")
            said = member_of(line, cells, tiers, as_of)
            if said.number in plan.members:
                raise LineRefused("number_twice")
        except LineRefused as why:
            tally.refuse(line, why.code)
            plan.refused.add(cells.get("number", ""))
            continue
        plan.members[said.number] = said
    plan.refused -= set(plan.members)


def _read_balances(actor: Actor, upload_id: UUID, plan: Plan, terms: Terms, watch: Watch) -> None:
    tally = plan.of_balances
    columns = columns_of(FileOf.BALANCES, header_of(actor, upload_id))
    add = add_activity if has_activity(columns) else add_balance
    into: dict[Key, Adding] = {}
    for line, cells, is_repeated in _lines(batches_of(actor, upload_id), columns, tally, watch):
        add(into, tally, line, cells, terms, is_repeated=is_repeated)
    for (number, kind), one in added_up(into, tally, terms.as_of).items():
        plan.balances.setdefault(number, {})[kind] = one


def _lines(batches: Iterator[Batch], columns: Mapping[str, str], tally: Tally, watch: Watch) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Each line with its named cells, and whether an earlier one was the same in every column. Unreadable lines are noted."""
    seen: set[int] = set()
    for batch in batches:
        for reject in batch.rejects:
            tally.read += 1
            tally.refuse(reject.row_number, "line_unreadable")
            tally.unreadable += tally.file is FileOf.BALANCES
        names = [name for name in batch.rows.column_names if name != ROW]
        whole = [batch.rows[name].to_pylist() for name in names]
        said = [(field, names.index(name)) for field, name in columns.items() if name in names]
        for line, *cells in zip(batch.rows[ROW].to_pylist(), *whole, strict=True):
            tally.read += 1
            mark = hash(tuple(cells))
            yield line, {field: (cells[place] or "").strip() for field, place in said}, mark in seen
            seen.add(mark)
        watch(tally.read)


def _terms(programme: Programme, as_of: date) -> Terms:
    kinds = [one for one in programme.kinds if one.role in BROUGHT_ROLES]
    words = {word.casefold(): one.code for one in kinds for word in (one.name.en, one.name.zh, one.code)}
    return Terms(words, next(one.code for one in kinds if one.role is PointRole.REDEEMABLE), as_of)
