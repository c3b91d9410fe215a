"""A programme's books in a test: members by name, and the few words in which a test writes a ledger."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from xenia.kernel.actor import product_actor
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.actions.members import enrol_many
from xenia.loyalty.actions.programmes import create_programme, set_programme_state
from xenia.loyalty.models.ledger import Account, Lot
from xenia.loyalty.queries.ledger import check_books, company_account, member_accounts
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase
from xenia.loyalty.types.programmes import Programme, ProgrammeDraft, ProgrammePolicy, ProgrammeState
from xenia.trust.types.access import Permission

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DIRECTOR = product_actor("tests", *Permission)
DEBT = 500
_SERIAL = count()


@dataclass
class Books:
    """`accounts` holds the points account of each member by name; `now` is the clock of what is written."""

    programme: Programme
    issued: int
    redeemed: int
    expired: int
    now: datetime = NOON
    today: date = TODAY
    accounts: dict[str, int] = field(default_factory=dict)
    members: dict[str, UUID] = field(default_factory=dict)

    def enrol(self, *names: str) -> None:
        made = enrol_many(actor=DIRECTOR, programme_id=self.programme.id, guest_ids=(ids := [new_id() for _ in names]), now=self.now)
        points = member_accounts(DIRECTOR, list(made.values()), self.programme.kind("POINTS").id)
        self.members |= {name: made[guest] for name, guest in zip(names, ids, strict=True)}
        self.accounts |= {name: points[made[guest]] for name, guest in zip(names, ids, strict=True)}

    def write(self, *moves: Move, cause: Cause = Cause.STAY) -> UUID:
        """Returns the id of the first transfer."""
        return write_deeds(DIRECTOR, [Deed(cause, "", self.today, moves)], now=self.now)[0].id

    def earn(self, who: str, amount: int, *, until: date | None = None, phase: Phase = Phase.POSTED) -> UUID:
        return self.write(self.move(self.issued, self.accounts[who], amount, phase=phase, expires_on=until))

    def spend(self, who: str, amount: int, *, phase: Phase = Phase.POSTED) -> UUID:
        return self.write(self.move(self.accounts[who], self.redeemed, amount, phase=phase), cause=Cause.REWARD)

    def end(self, who: str, pending: UUID, amount: int, phase: Phase, *, is_earning: bool = False) -> UUID:
        giver, taker = (self.issued, self.accounts[who]) if is_earning else (self.accounts[who], self.redeemed)
        return self.write(self.move(giver, taker, amount, phase=phase, of=pending))

    def take_back(self, who: str, of: UUID, amount: int, *, was_spent: bool = False) -> UUID:
        giver, taker = (self.redeemed, self.accounts[who]) if was_spent else (self.accounts[who], self.issued)
        return self.write(self.move(giver, taker, amount, phase=Phase.REVERSAL, of=of))

    def give(self, giver: str, taker: str, amount: int) -> UUID:
        return self.write(self.move(self.accounts[giver], self.accounts[taker], amount), cause=Cause.GIFT)

    def move(self, giver: int, taker: int, amount: int, **more: object) -> Move:
        return replace(Move(key=f"test:{next(_SERIAL)}", giver=giver, taker=taker, amount=amount), **more)  # type: ignore[arg-type]

    def balance(self, who: str) -> tuple[int, int, int]:
        """Posted, reserved, incoming."""
        one = Account.objects.get(id=self.accounts[who])
        return one.posted, one.reserved, one.incoming

    def lots(self, who: str) -> list[tuple[int, int]]:
        """What is unused of each lot, and what it brought, in the order in which they were made."""
        return list(Lot.objects.filter(account_id=self.accounts[who]).order_by("id").values_list("unused", "amount"))

    def faults(self) -> list[object]:
        return list(check_books(DIRECTOR))


def open_books(policy: ProgrammePolicy | None = None, code: str = "YUN") -> Books:
    """An open programme with the standard kinds of points."""
    draft = ProgrammeDraft(code, Text("云行会", "Yunxing Club"))
    made = create_programme(actor=DIRECTOR, draft=draft, policy=policy or ProgrammePolicy(debt_max=DEBT), now=NOON)
    set_programme_state(actor=DIRECTOR, programme_id=made, state=ProgrammeState.OPEN, now=NOON)
    programme = get_programme(DIRECTOR, made)
    own = {
        role: company_account(DIRECTOR, programme.kind("POINTS").id, role)
        for role in (AccountRole.ISSUED, AccountRole.REDEEMED, AccountRole.EXPIRED)
    }
    return Books(programme, *own.values())
