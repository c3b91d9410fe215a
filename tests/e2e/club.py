"""A programme with two members, a reward and a coupon for the browser tests of a desk: `python -m tests.e2e.club`.

Runs in the environment of the product that is under test, once the guests of `tests.e2e.company` are there. Safe to repeat.
"""

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from xenia.kernel.actor import Actor

CODE, NAME = "TOGETHER", "同行会"
REWARD, COUPON = "手工茶礼", "住店立减"
POINTS, BEGUN_DAYS = 2_500, 70
"""So long ago the programme began: a month of it is over and can be closed."""


def main() -> None:
    from xenia.cli.setup import prepare

    prepare()
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.members import enrol_many
    from xenia.loyalty.actions.programmes import create_programme, set_programme_state
    from xenia.loyalty.queries.programmes import list_programmes
    from xenia.loyalty.types.programmes import PassingPolicy, ProgrammeDraft, ProgrammePolicy, ProgrammeState
    from xenia.trust.types.access import Permission

    actor, now = product_actor("tests", *Permission), datetime.now(UTC)
    if any(one.code == CODE for one in list_programmes(actor)):
        return
    policy = ProgrammePolicy(passing=PassingPolicy(allowed=True, member_days_min=0))
    begun = now - timedelta(days=BEGUN_DAYS)
    made = create_programme(actor=actor, draft=ProgrammeDraft(CODE, Text(NAME, "Together")), policy=policy, now=begun)
    set_programme_state(actor=actor, programme_id=made, state=ProgrammeState.OPEN, now=begun)
    offer(actor, made, begun)
    members = enrol_many(actor=actor, programme_id=made, guest_ids=guests(), now=begun)
    reward(actor, made, list(members.values()), begun)


def offer(actor: "Actor", programme_id: "UUID", at: datetime) -> None:
    """A reward for 500 points and a coupon of 50 yuan from 100."""
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.coupons import create_batch
    from xenia.loyalty.actions.rewards import create_reward
    from xenia.loyalty.types.coupons import BatchDraft, CouponMode, CouponTerms, CouponWorth
    from xenia.loyalty.types.rewards import RewardDraft, RewardKind, RewardTerms

    tea = RewardDraft("TEA", Text(REWARD, "Tea"), RewardKind.GIFT, RewardTerms(500))
    create_reward(actor=actor, programme_id=programme_id, draft=tea, valid=(at.date(), None), now=at)
    terms = CouponTerms(CouponWorth.AMOUNT, amount_minor=5_000, spend_min_minor=10_000)
    batch = BatchDraft("STAY50", Text(COUPON, "Off a stay"), CouponMode.UNIQUE, 10, terms)
    create_batch(actor=actor, programme_id=programme_id, draft=batch, now=at)


def reward(actor: "Actor", programme_id: "UUID", members: "list[UUID]", at: datetime) -> None:
    """Each member got points for something done when the programme began."""
    from xenia.loyalty.actions.ledger import write_deed
    from xenia.loyalty.queries.ledger import company_account, member_accounts
    from xenia.loyalty.queries.programmes import get_programme
    from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move

    kind = get_programme(actor, programme_id).kind("POINTS").id
    issued, accounts = company_account(actor, kind, AccountRole.ISSUED), member_accounts(actor, members, kind)
    moves = tuple(Move(key=f"begun:{one}", giver=issued, taker=accounts[one], amount=POINTS) for one in members)
    write_deed(actor, Deed(Cause.ACTION, "", at.date(), moves), now=at)


def guests() -> "list[UUID]":
    """The guests of the file of members."""
    from xenia.connect.queries.runs import list_record_ids, list_runs
    from xenia.identity.actions.links import link_records
    from xenia.identity.queries.links import list_links
    from xenia.kernel.actor import product_actor
    from xenia.trust.types.access import Permission

    linker = product_actor("tests", *Permission, "link_records")
    run = [one for one in list_runs(linker).items if one.mapping_name == "members" and one.counts.new][-1]  # other files bring more later
    records = [one for batch in list_record_ids(linker, run.id) for one in batch]
    link_records(actor=linker, record_ids=records, now=datetime.now(UTC))
    return [one.guest_id for one in list_links(linker, records)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main()
