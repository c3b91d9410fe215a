"""Balances of a programme that is taken over, line by line and added up: rules IM4 to IM6 of docs/algorithms/programme-import.md. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from xenia.loyalty.rules.expiry import expires_on
from xenia.loyalty.rules.take_over import LineRefused, cents_of, last_of, number_of, read_day, read_month
from xenia.loyalty.types.programmes import ExpiryPolicy
from xenia.loyalty.types.take_over import CENTS, BalanceSaid, FileOf, LineFault, LotSaid

Key = tuple[str, str]
"""A member's number and a kind of points."""


@dataclass
class Adding:
    """What one member has of one kind of points, while the file is read."""

    lots: list[LotSaid] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    cents: int = 0
    last_month: date | None = None


@dataclass
class Tally:
    """What a file said so far: how many lines, the points of every kind and of the lines refused, and why each was."""

    file: FileOf
    read: int = 0
    cents: dict[str, int] = field(default_factory=dict)
    refused_cents: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0
    faults: list[LineFault] = field(default_factory=list)

    def refuse(self, line: int, code: str, kind: str = "", cents: int = 0) -> None:
        """Notes a line that is not brought. Its points were counted among `cents` before."""
        self.faults.append(LineFault(self.file, line, code))
        if cents:
            self.refused_cents[kind] = self.refused_cents.get(kind, 0) + cents

    def count(self, kind: str, cents: int) -> None:
        """Adds points that the file says, whatever becomes of them."""
        self.cents[kind] = self.cents.get(kind, 0) + cents


@dataclass(frozen=True)
class Terms:
    """What lines are held against: kinds of points by how a file may write them, the kind where it says none, the day of the books."""

    kinds: Mapping[str, str]
    usual: str
    as_of: date


def add_balance(into: dict[Key, Adding], tally: Tally, line: int, cells: Mapping[str, str], terms: Terms, *, is_repeated: bool) -> None:
    """Rule IM4: one line of a file of balances. A refused line is noted with its reason; nought is a balance and brings no lot."""
    try:
        kind = _kind(cells, terms)
        cents = _said(cents_of, cells.get("amount", ""), tally)
    except LineRefused as why:
        tally.count("", why.cents)
        tally.refuse(line, why.code, "", why.cents)
        return
    tally.count(kind, cents)
    try:
        lot = _lot(line, cells, cents, terms, is_repeated=is_repeated)
        number = number_of(cells)
    except LineRefused as why:
        tally.refuse(line, why.code, kind, cents)
        return
    found = into.setdefault((number, kind), Adding())
    found.lines.append(line)
    found.cents += cents
    if lot.amount:
        found.lots.append(lot)


def add_activity(into: dict[Key, Adding], tally: Tally, line: int, cells: Mapping[str, str], terms: Terms, *, is_repeated: bool) -> None:
    """Rule IM5: one member's month: what was earned less what was redeemed. Months told twice are added up; a line that is the same in
    every column is told once."""
    kind = terms.usual
    try:
        earned, redeemed = (_said(cents_of, cells.get(one) or "0", tally) for one in ("earned", "redeemed"))
    except LineRefused as why:
        tally.count(kind, why.cents)
        tally.refuse(line, why.code, kind, why.cents)
        return
    cents = earned - redeemed
    tally.count(kind, cents)
    try:
        if is_repeated:
            raise LineRefused("line_repeated")
        if earned < 0 or redeemed < 0:
            raise LineRefused("points_negative")
        month = read_month(cells.get("year", ""), cells.get("month", ""))
        if month > terms.as_of:
            raise LineRefused("date_ahead")
        number = number_of(cells)
    except LineRefused as why:
        tally.refuse(line, why.code, kind, cents)
        return
    found = into.setdefault((number, kind), Adding())
    found.lines.append(line)
    found.cents += cents
    found.last_month = max(found.last_month or month, month)


def added_up(into: dict[Key, Adding], tally: Tally, as_of: date) -> dict[Key, BalanceSaid]:
    """Rule IM5: what each member has. Activity becomes one lot of what is left, rounded down to whole points; members whose months come to
    less than nothing are refused."""
    done: dict[Key, BalanceSaid] = {}
    for (number, kind), one in into.items():
        if one.last_month and one.cents < 0:
            tally.refused_cents[kind] = tally.refused_cents.get(kind, 0) + one.cents
            tally.faults += [LineFault(tally.file, line, "activity_negative") for line in one.lines]
            continue
        lots = tuple(one.lots)
        if one.last_month and one.cents >= CENTS:
            lots = (LotSaid(one.cents // CENTS, min(last_of(one.last_month), as_of), None),)
        done[number, kind] = BalanceSaid(lots, tuple(one.lines), one.cents)
    return done


def compared(said: Iterable[LotSaid], kept: Iterable[tuple[int, str, str]], as_of: date) -> tuple[list[LotSaid], list[LotSaid]] | None:
    """Rule IM8: the lots of a file against those that were brought before, as the file then said them: those that are there, and those
    that were never brought because they had ended. None where anything else differs."""
    there, rest = Counter(kept), []
    same = []
    for lot in said:
        if there[lot.said] > 0:
            there[lot.said] -= 1
            same.append(lot)
        else:
            rest.append(lot)
    if any(count > 0 for count in there.values()) or any(not has_ended(one, as_of) for one in rest):
        return None
    return same, rest


def has_ended(lot: LotSaid, as_of: date) -> bool:
    """Rule IM6: whether the points could not be used any more on the day of the take-over."""
    return lot.last_day is not None and lot.last_day < as_of


def ends_on(lot: LotSaid, policy: ExpiryPolicy, as_of: date, *, has_lots: bool) -> date | None:
    """Rule IM6: the first day on which the points can be used no more: the day after the last one the file says, else as if they had been
    earned on the day of the take-over. Points without lots never end."""
    if not has_lots:
        return None
    return lot.last_day + timedelta(days=1) if lot.last_day else expires_on(policy, as_of)


def _kind(cells: Mapping[str, str], terms: Terms) -> str:
    said = cells.get("kind", "")
    if said and said.casefold() not in terms.kinds:
        raise LineRefused("kind_unknown")
    return terms.kinds[said.casefold()] if said else terms.usual


def _said(read, said: str, tally: Tally) -> int:  # type: ignore[no-untyped-def]
    try:
        cents: int = read(said)
    except LineRefused as why:
        tally.unreadable += why.code == "points_unreadable"
        raise
    return cents


def _lot(line: int, cells: Mapping[str, str], cents: int, terms: Terms, *, is_repeated: bool) -> LotSaid:
    if is_repeated:
        raise LineRefused("line_repeated")
    if cents < 0:
        raise LineRefused("points_negative")
    if cents % CENTS:
        raise LineRefused("points_fraction")
    value_on, last_day = read_day(cells.get("value_on", "")), read_day(cells.get("last_day", ""))
    if value_on and value_on > terms.as_of:
        raise LineRefused("date_ahead")
    if value_on and last_day and last_day < value_on:
        raise LineRefused("expiry_before_value")
    return LotSaid(cents // CENTS, value_on, last_day, line)
