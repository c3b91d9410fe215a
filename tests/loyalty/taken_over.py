"""A programme of somebody else for tests of taking it over: guests of a source, the two files, and how they come in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from tests.cast import load, open_source, store_file, with_fields
from tests.loyalty.books import DIRECTOR, TODAY, Books
from xenia.connect.models import GuestRecord
from xenia.connect.queries.records import find_records
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import product_actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.take_overs import check_now, order, perform_take_over
from xenia.loyalty.actions.tiers import set_tiers
from xenia.loyalty.queries.take_overs import get_take_over, list_faults
from xenia.loyalty.types.take_over import Statement, TakeOverFiles
from xenia.loyalty.types.tiers import Threshold, Tier, TierPolicy
from xenia.loyalty.types.work import WorkState

GUESTS: dict[str, Any] = {
    "name": "guests",
    "records": [{"kind": "guest", "fields": {"guest_key": {"from": "id"}, "city": {"from": "city"}}}],
}
MEMBERS = "会员号,入会日期,等级,退会日期"
BALANCES = "会员号,积分种类,积分,获得日期,有效期至"
ACTIVITY = "member_number,month,earned,redeemed"


def go_on(part: str, done: int, total: int) -> bool:
    """Nobody stops it."""
    return False


@dataclass(frozen=True)
class Done:
    """A take-over that ended, with what its statement says."""

    id: UUID
    state: WorkState
    said: Statement


@dataclass
class Elsewhere:
    """Another company's programme, about to come into the books. `source_id` is where its guests come from."""

    books: Books
    source_id: UUID
    made: list[UUID] = field(default_factory=list)

    def check(self, members: str | bytes, balances: str | bytes, *, as_of: date = TODAY) -> Done:
        return self.check_uploads(
            *(store_file(self.source_id, one, name=f"{name}.csv") for name, one in (("m", members), ("b", balances))), as_of
        )

    def check_uploads(self, members: UUID, balances: UUID, as_of: date) -> Done:
        files = TakeOverFiles(self.source_id, members, balances, as_of)
        clock = self.clock
        self.made.append(check_now(actor=DIRECTOR, programme_id=self.books.programme.id, files=files, clock=clock, watch=go_on))
        return self.now()

    def bring(self, members: str | bytes, balances: str | bytes, *, as_of: date = TODAY) -> Done:
        self.check(members, balances, as_of=as_of)
        return self.carry_out()

    def bring_uploads(self, members: UUID, balances: UUID) -> Done:
        self.check_uploads(members, balances, TODAY)
        return self.carry_out()

    def carry_out(self, watch: Callable[[str, int, int], bool] = go_on) -> Done:
        order(actor=DIRECTOR, take_over_id=self.made[-1], now=self.books.now)
        perform_take_over(take_over_id=self.made[-1], clock=self.clock, watch=watch)
        return self.now()

    def now(self) -> Done:
        found = get_take_over(DIRECTOR, self.made[-1])
        return Done(found.id, found.state, found.statement or Statement())

    def guest(self, key: str) -> UUID:
        """The guest whom the source knows under the key."""
        record = find_records(DIRECTOR, "club", [key])[key]
        return list_links(DIRECTOR, [record])[0].guest_id

    def clock(self) -> Any:
        return self.books.now

    def faults(self) -> list[tuple[str, int, str]]:
        """File, line and reason of every line not brought."""
        return [(one.file.value, one.line, one.code) for one in list_faults(DIRECTOR, self.made[-1], size=200).items]


def elsewhere(books: Books, *keys: str) -> Elsewhere:
    """The books beside a source that knows guests under these keys, and tiers SILVER and GOLD above BASE."""
    there = _beside(books, "id,city\n" + "".join(f"{key},北京\n" for key in keys), GUESTS)
    _set_tiers(books, ("SILVER", "银卡", 1_000), ("GOLD", "金卡", 5_000))
    return there


def airline(books: Books, guests: bytes) -> Elsewhere:
    """The books beside the airline's guests, with its cards as tiers."""
    there = _beside(books, guests, with_fields(GUESTS, guest_key={"from": "Loyalty Number"}, city={"from": "City"}))
    _set_tiers(books, ("NOVA", "Nova", 10_000), ("AURORA", "Aurora", 30_000), base="STAR")
    return there


def _beside(books: Books, guests: str | bytes, document: dict[str, Any]) -> Elsewhere:
    source_id = open_source("club")
    load(source_id, guests, document, name="guests.csv")
    records = list(GuestRecord.objects.filter(source_id=source_id).values_list("record_id", flat=True))
    link_records(actor=product_actor("tests", "link_records"), record_ids=records, now=books.now)
    return Elsewhere(books, source_id)


def _set_tiers(books: Books, *above: tuple[str, str, int], base: str = "BASE") -> None:
    tiers = [Tier(code, Text(name, code.title()), (Threshold("TIER", least),)) for code, name, least in above]
    policy = TierPolicy((Tier(base, Text("普卡", base.title())), *tiers))
    set_tiers(actor=DIRECTOR, programme_id=books.programme.id, policy=policy, valid_from=TODAY, seen_number=0, now=books.now)


def lines(header: str, *rows: str) -> str:
    """A file of these rows."""
    return "\n".join([header, *rows]) + "\n"
