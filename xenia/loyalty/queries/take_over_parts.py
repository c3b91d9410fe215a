"""What becomes of some members of a take-over: rules IM7 to IM9 of docs/algorithms/programme-import.md. Looks only, writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from xenia.connect.queries.records import find_records
from xenia.identity.queries.links import homes_of, list_links
from xenia.kernel.actor import Actor
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.take_overs import FormerNumber
from xenia.loyalty.queries.take_over_files import Plan
from xenia.loyalty.rules.take_over import as_said, source_of
from xenia.loyalty.rules.take_over_balances import compared, has_ended
from xenia.loyalty.types.ledger import AccountRole, Cause
from xenia.loyalty.types.programmes import MemberState, Programme
from xenia.loyalty.types.take_over import CENTS, BalanceSaid, FileOf, LineFault, LotSaid, MemberSaid, Points
from xenia.loyalty.types.tiers import TierPolicy


@dataclass
class Ground:
    """What a take-over stands on. `taken` are the guests that have got a membership in this run; `own` the
    company's accounts met so far."""

    take_over_id: UUID
    programme: Programme
    source_code: str
    as_of: date
    plan: Plan
    policy: TierPolicy | None
    taken: set[UUID] = field(default_factory=set)
    own: dict[tuple[int, AccountRole], int] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """What the transfers of this take-over name."""
        return source_of(self.take_over_id)


@dataclass(frozen=True)
class Kept:
    """Opening points brought before: as the file said them then, and by which take-over."""

    said: tuple[int, str, str]
    source: str


@dataclass
class Judged:
    """What becomes of a part: who is brought, with which guest; which lots are written for whom; and the counts and faults of it."""

    fresh: list[tuple[MemberSaid, UUID]] = field(default_factory=list)
    known: dict[str, UUID] = field(default_factory=dict)
    lots: dict[str, dict[str, list[LotSaid]]] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)
    members_brought: int = 0
    members_unchanged: int = 0
    lines_brought: int = 0
    lines_unchanged: int = 0
    left: int = 0
    points: dict[str, Points] = field(default_factory=dict)

    def refuse(self, file: FileOf, lines: Iterable[int], code: str) -> None:
        """Notes lines that are not brought."""
        self.faults += [LineFault(file, one, code) for one in lines]

    def count(self, kind: str, points: Points) -> None:
        """Adds what became of points of a kind."""
        self.points[kind] = self.points.get(kind, Points()).plus(points)


def judge(actor: Actor, ground: Ground, numbers: Sequence[str]) -> Judged:
    """Returns what becomes of these members, as the books stand now."""
    judged = Judged()
    rows = FormerNumber.objects.filter(programme_id=ground.programme.id, number__in=numbers).select_related("member")
    former = {str(row.number): row for row in rows}
    judged.known = {number: row.member_id for number, row in former.items()}
    kept = _kept(ground, former.values())
    fresh = [ground.plan.members[one] for one in numbers if one in ground.plan.members and one not in former]
    guests = _guests(actor, ground, fresh)
    members = _members_of(actor, ground.programme.id, guests.values())
    for number in numbers:
        said, row = ground.plan.members.get(number), former.get(number)
        if row is not None and said is not None:
            _judge_known(judged, ground, said, row)
        elif said is not None:
            _judge_fresh(judged, ground, said, guests.get(said.guest_key), members)
        is_there = row is not None or (bool(judged.fresh) and judged.fresh[-1][0].number == number)
        for kind, balance in ground.plan.balances.get(number, {}).items():
            if is_there:
                _judge_balance(judged, ground, (number, kind), balance, kept.get((row.member_id, kind), []) if row else [], row)
            else:
                is_known = said is not None or number in ground.plan.refused
                _refuse_balance(judged, kind, balance, "member_refused" if is_known else "member_unknown")
    return judged


def _judge_known(judged: Judged, ground: Ground, said: MemberSaid, row: FormerNumber) -> None:
    if row.said != as_said(said):
        judged.refuse(FileOf.MEMBERS, [said.line], "member_changed")
    elif row.take_over_id == ground.take_over_id:
        judged.members_brought += 1
        judged.left += said.left_on is not None
    else:
        judged.members_unchanged += 1


def _judge_fresh(judged: Judged, ground: Ground, said: MemberSaid, guest_id: UUID | None, members: set[UUID]) -> None:
    """Who had left has a membership that is over; beside it the guest may have another."""
    if guest_id is None:
        judged.refuse(FileOf.MEMBERS, [said.line], "guest_unknown")
        return
    if said.left_on is None:
        if guest_id in ground.taken:
            judged.refuse(FileOf.MEMBERS, [said.line], "guest_twice")
            return
        if guest_id in members:
            judged.refuse(FileOf.MEMBERS, [said.line], "guest_member_already")
            return
        ground.taken.add(guest_id)
    judged.fresh.append((said, guest_id))
    judged.members_brought += 1
    judged.left += said.left_on is not None


def _judge_balance(
    judged: Judged, ground: Ground, key: tuple[str, str], balance: BalanceSaid, kept: Sequence[Kept], row: FormerNumber | None
) -> None:
    number, kind = key
    found = compared(balance.lots, [one.said for one in kept], ground.as_of) if kept else _unkept(balance, ground)
    is_over = not kept and row is not None and row.member.state != MemberState.ACTIVE.value and found is not None and bool(found[0])
    if found is None or is_over:
        _refuse_balance(judged, kind, balance, "balance_changed")
        return
    there, ended = found
    judged.refuse(FileOf.BALANCES, [one.line for one in ended], "lot_ended")
    whole, gone = (sum(one.amount for one in part) * CENTS for part in (there, ended))
    is_mine = kept[0].source == ground.source if kept else row is None or bool(there) or row.take_over_id == ground.take_over_id
    lines, rounded = len(balance.lines) - len(ended), balance.cents - whole - gone
    if is_mine:
        said = ground.plan.members.get(number)
        forfeited = whole if said and said.left_on else 0
        judged.lines_brought += lines
        judged.count(kind, Points(brought_cents=whole, refused_cents=gone, rounded_cents=rounded, forfeited_cents=forfeited))
    else:
        judged.lines_unchanged += lines
        judged.count(kind, Points(unchanged_cents=whole, refused_cents=gone, rounded_cents=rounded))
    if not kept and there:
        judged.lots.setdefault(number, {})[kind] = there


def _unkept(balance: BalanceSaid, ground: Ground) -> tuple[list[LotSaid], list[LotSaid]]:
    ended = [one for one in balance.lots if has_ended(one, ground.as_of)]
    return [one for one in balance.lots if not has_ended(one, ground.as_of)], ended


def _refuse_balance(judged: Judged, kind: str, balance: BalanceSaid, code: str) -> None:
    judged.refuse(FileOf.BALANCES, balance.lines, code)
    judged.count(kind, Points(refused_cents=balance.cents))


def _kept(ground: Ground, rows: Iterable[FormerNumber]) -> dict[tuple[UUID, str], list[Kept]]:
    """The opening points of each member and kind."""
    codes = {one.id: one.code for one in ground.programme.kinds}
    accounts = {
        account_id: (member_id, codes[kind_id])
        for account_id, member_id, kind_id in Account.objects.filter(member_id__in=[row.member_id for row in rows]).values_list(
            "id", "member_id", "point_kind_id"
        )
        if member_id and kind_id in codes
    }
    found: dict[tuple[UUID, str], list[Kept]] = {}
    opened = Transfer.objects.filter(to_account_id__in=accounts, cause=Cause.OPENING.value)
    for account_id, amount, details, source in opened.values_list("to_account_id", "amount", "details", "source"):
        value_on, last_day = (details or {}).get("said", ["", ""])
        found.setdefault(accounts[account_id], []).append(Kept((amount, value_on, last_day), source))
    return found


def _guests(actor: Actor, ground: Ground, fresh: Sequence[MemberSaid]) -> dict[str, UUID]:
    """The guest each key of the source means today."""
    records = find_records(actor, ground.source_code, [one.guest_key for one in fresh])
    meant = {one.record_id: one.guest_id for one in list_links(actor, list(records.values()))}
    return {key: meant[record] for key, record in records.items() if record in meant}


def _members_of(actor: Actor, programme_id: UUID, guest_ids: Iterable[UUID]) -> set[UUID]:
    """Those guests who are members, under whatever id."""
    homes = homes_of(actor, list(set(guest_ids)))
    rows = Member.objects.filter(programme_id=programme_id, guest_id__in=list(homes), state=MemberState.ACTIVE.value)
    return {homes[one] for one in rows.values_list("guest_id", flat=True) if one}
