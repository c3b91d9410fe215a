"""A writer of the crash soak, killed without warning and started again: it does the plan's operations by the product's own actions and notes
each on the disk once the product has acknowledged it. Run in the product's environment: `open`, `write FOLDER SEED WRITER`, `count FOLDER SEED`.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.crash_plan import MEMBERS_EACH, PRICE, Expected, Operation, operations

WRITERS = 4


def open_programme(folder: str) -> None:
    """Makes the programme, its reward and the members of every writer, and notes their ids."""
    from xenia.kernel.ids import new_id
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.members import enrol_many
    from xenia.loyalty.actions.programmes import create_programme, set_programme_state
    from xenia.loyalty.actions.rewards import create_reward
    from xenia.loyalty.rules.expiry import day_of
    from xenia.loyalty.types.programmes import ProgrammeDraft, ProgrammeState
    from xenia.loyalty.types.rewards import RewardDraft, RewardKind, RewardTerms

    actor, now = _actor(), datetime.now(UTC)
    made = create_programme(actor=actor, draft=ProgrammeDraft("CRASH", Text("中断", "Crash")), now=now)
    set_programme_state(actor=actor, programme_id=made, state=ProgrammeState.OPEN, now=now)
    enrolled = enrol_many(actor=actor, programme_id=made, guest_ids=[new_id() for _ in range(WRITERS * MEMBERS_EACH)], now=now)
    draft = RewardDraft("GIFT", Text("礼品", "Gift"), RewardKind.GIFT, RewardTerms(PRICE))
    reward = create_reward(actor=actor, programme_id=made, draft=draft, valid=(day_of(now, "Asia/Shanghai"), None), now=now)
    said = {"programme": str(made), "reward": str(reward), "members": [str(one) for one in enrolled.values()]}
    (Path(folder) / "programme.json").write_text(json.dumps(said))


def write(folder: str, seed: str, writer: str) -> None:
    """Does operation after operation until the file `over` lies in the folder; what was begun is asked again until it is answered."""
    perform = _performer(Path(folder), int(writer))
    noted = acknowledged(Path(folder), int(writer))
    with (Path(folder) / f"answers-{writer}").open("a") as answers:
        for one, _ in islice(operations(int(seed), int(writer)), len(noted), None):
            if (Path(folder) / "over").exists():
                return
            answers.write(f"{one.number} {_asked_until_answered(perform, one)}\n")
            answers.flush()
            os.fsync(answers.fileno())


def acknowledged(folder: Path, writer: int) -> list[str]:
    """What the product has answered to each operation of a writer, in their order; a last line cut off by a kill is asked again."""
    path = folder / f"answers-{writer}"
    text = path.read_text() if path.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole)
    return [line.split(" ")[1] for line in whole.splitlines()]


def count(folder: str, seed: str) -> None:
    """Prints what differs between the plan and the books: lost, twice, otherwise answered; and how many operations there were."""
    from xenia.loyalty.models.ledger import Account, Transfer
    from xenia.loyalty.queries.ledger import check_books

    said = json.loads((Path(folder) / "programme.json").read_text())
    differing, expected_transfers, done = list[str](), 0, 0
    for writer in range(WRITERS):
        answers = acknowledged(Path(folder), writer)
        expected = _after(int(seed), writer, len(answers))
        differing += [
            f"{writer}:{n} {one} not {two}" for n, (one, two) in enumerate(zip(answers, expected.answers, strict=True)) if one != two
        ]
        for place in range(MEMBERS_EACH):
            account = Account.objects.get(member_id=said["members"][writer * MEMBERS_EACH + place], point_kind__code="POINTS")
            found, wanted = (account.posted, account.reserved), (expected.posted[place], expected.reserved[place])
            differing += [f"member {writer}/{place}: {found} not {wanted}"] if found != wanted else []
        expected_transfers += expected.transfers
        done += len(answers)
    written = sum(Transfer.objects.filter(key__startswith=prefix).count() for prefix in ("crash:", "reward:"))
    faults = [str(one) for one in check_books(_actor())]
    print(json.dumps({"operations": done, "expected": expected_transfers, "found": written, "differing": differing, "faults": faults}))


def _after(seed: int, writer: int, number: int) -> Expected:
    """What the first so many operations of a writer come to."""
    for one, expected in operations(seed, writer):
        if one.number == number:
            return expected
    raise AssertionError("operations never end")


def _asked_until_answered(perform: Callable[[Operation], None], one: Operation) -> str:
    from django.db import Error, connection

    from xenia.kernel.errors import XeniaError

    while True:
        try:
            perform(one)
            return "done"
        except XeniaError as refused:
            return refused.code
        except Error:  # the database was killed: whether it was written is not known, so the same is asked again
            connection.close()
            time.sleep(0.2)


def _performer(folder: Path, writer: int) -> Callable[[Operation], None]:
    said = json.loads((folder / "programme.json").read_text())
    members = [UUID(one) for one in said["members"][writer * MEMBERS_EACH : (writer + 1) * MEMBERS_EACH]]
    deeds = _Deeds(writer, members, UUID(said["programme"]), UUID(said["reward"]))
    return lambda one: getattr(deeds, one.kind)(one)


class _Deeds:
    """The operations as calls of the product's actions."""

    def __init__(self, writer: int, members: list[UUID], programme: UUID, reward: UUID) -> None:
        self.writer, self.members, self.programme, self.reward, self.actor = writer, members, programme, reward, _actor()

    def earn(self, one: Operation) -> None:
        from xenia.loyalty.types.ledger import Move

        issued, account = self._accounts(one)
        self._write(Move(self._key(one.number), issued, account, one.amount))

    def take_back(self, one: Operation) -> None:
        from xenia.loyalty.models.ledger import Transfer
        from xenia.loyalty.types.ledger import Move, Phase

        issued, account = self._accounts(one)
        of = Transfer.objects.get(key=self._key(one.of)).id
        self._write(Move(self._key(one.number), account, issued, one.amount, Phase.REVERSAL, of))

    def reserve(self, one: Operation) -> None:
        from xenia.loyalty.actions.reward_orders import reserve_reward
        from xenia.loyalty.types.rewards import RewardAsk

        ask = RewardAsk(self.members[one.member], self.reward, self._key(one.number))
        reserve_reward(actor=self.actor, ask=ask, now=datetime.now(UTC))

    def confirm(self, one: Operation) -> None:
        from xenia.loyalty.actions.reward_orders import confirm_reward

        confirm_reward(actor=self.actor, order_id=self._order(one), now=datetime.now(UTC))

    def cancel(self, one: Operation) -> None:
        from xenia.loyalty.actions.reward_orders import cancel_reward

        cancel_reward(actor=self.actor, order_id=self._order(one), now=datetime.now(UTC))

    def _order(self, one: Operation) -> UUID:
        from xenia.loyalty.models.rewards import RewardOrder

        return RewardOrder.objects.get(member_id=self.members[one.member], key=self._key(one.of)).id

    def _accounts(self, one: Operation) -> tuple[int, int]:
        from xenia.loyalty.queries.ledger import company_account, member_accounts
        from xenia.loyalty.queries.programmes import get_programme
        from xenia.loyalty.types.ledger import AccountRole

        kind, member = get_programme(self.actor, self.programme).kind("POINTS").id, self.members[one.member]
        return company_account(self.actor, kind, AccountRole.ISSUED), member_accounts(self.actor, [member], kind)[member]

    def _write(self, move: Any) -> None:
        from xenia.loyalty.actions.ledger import write_deed
        from xenia.loyalty.rules.expiry import day_of
        from xenia.loyalty.types.ledger import Cause, Deed

        now = datetime.now(UTC)
        write_deed(self.actor, Deed(Cause.PROMOTION, "", day_of(now, "Asia/Shanghai"), (move,)), now=now)

    def _key(self, number: int) -> str:
        return f"crash:{self.writer}:{number}"


def _actor() -> Any:
    from xenia.kernel.actor import product_actor
    from xenia.trust.types.access import Permission

    return product_actor("soak", *Permission)


def main() -> None:
    import django

    django.setup()
    verb, *rest = sys.argv[1:]
    verbs: dict[str, Callable[..., None]] = {"open": open_programme, "write": write, "count": count}
    verbs[verb](*rest)


if __name__ == "__main__":
    main()
