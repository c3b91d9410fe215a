"""Three years of the demonstration's programme 云行会: who joined when, what their bookings earned, what they redeemed, what expired, and
each month closed. Made from the company's own bookings, by the product's own actions, as if it had run all along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from xenia.connect.queries.runs import list_record_ids
from xenia.connect.types.runs import Run
from xenia.demo.club_companies import join_company
from xenia.demo.club_extras import add_extras
from xenia.demo.club_friends import bring_friends, open_referrals
from xenia.demo.club_partner import add_bank
from xenia.demo.club_people import adjust, find_child, grown_up, open_families, pass_on
from xenia.demo.club_rules import DRAFT, POLICY, RULES, TIERS, before
from xenia.demo.club_shop import open_shop
from xenia.demo.consents import LINKER
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.loyalty.actions.claims import claim_stay, grant_claim, refuse_claim
from xenia.loyalty.actions.closings import close_month
from xenia.loyalty.actions.comparisons import compare_bookings
from xenia.loyalty.actions.earning import award_action, take_back_action
from xenia.loyalty.actions.earning_rules import set_earning_rule
from xenia.loyalty.actions.expiry import expire_points
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.actions.members import enrol_many
from xenia.loyalty.actions.past import earn_past
from xenia.loyalty.actions.programmes import create_programme, set_programme_state
from xenia.loyalty.actions.referral_following import follow_referrals
from xenia.loyalty.actions.tier_grants import accept_offer, offer_challenge, offer_match
from xenia.loyalty.actions.tiers import recompute, set_tiers
from xenia.loyalty.queries.accounting import usable_points
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.programmes import get_by_code, get_programme
from xenia.loyalty.types.claims import ClaimProof, RefusedFor
from xenia.loyalty.types.earning import Action, Purchase, Stage
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase
from xenia.loyalty.types.programmes import Programme, ProgrammeState
from xenia.loyalty.types.tiers import EvidenceKind, Threshold, TierEvidence
from xenia.trust.queries.people import find_user_id, get_actor

ZONE = ZoneInfo(DRAFT.time_zone)
YEARS = 3
MEMBERS_EACH = 12
"""Of so many accounts of the website one is of a member."""
NIGHT, UPGRADE = 8_000, 3_000
"""Points for a free night and for an upgrade."""
REVIEWERS, CLAIMS = 24, 3
DESK = "lin.yue@yunxing.example.com"


@dataclass
class _Club:
    """`members` in the order in which they joined; `given` counts rewards."""

    programme: Programme
    members: list[UUID]
    actor: Actor
    redeemed: int
    months: list[datetime]
    given: int = 0
    last_reward: dict[int, UUID] = field(default_factory=dict)
    forgotten: dict[UUID, UUID] = field(default_factory=dict)

    def forgets(self, booking: Sequence[Purchase]) -> bool:
        """Whether the stay is one of the three that were never told of in time: of three members, fourteen months ago. They claim it."""
        one = booking[0]
        first, last = (self.months[place].date() for place in (-15, -14))
        is_one = one.stage is Stage.DONE and one.line == "hotel" and one.counts_on is not None and first < one.counts_on <= last
        is_old_member = one.member_id in self.members[: len(self.members) // 4]
        if not (is_one and is_old_member and one.amount_minor) or len(booking) > 1 or len(self.forgotten) == CLAIMS:
            return False
        if one.member_id in self.forgotten:
            return False
        self.forgotten[one.member_id] = UUID(one.source.removeprefix("booking:"))
        return True


@transaction.atomic
def load_club(actor: Actor, runs: Sequence[Run], *, now: datetime, progress: Callable[[str], None]) -> None:
    """Makes the programme and its three years; does nothing where it is there. All of it or nothing is written."""
    if _is_there(actor):
        return
    months = _months(now)
    began = months[0] - timedelta(days=months[0].day)
    programme_id = _open(actor, began)
    guests = _guests(actor, runs, 0)
    members = _enrol(actor, programme_id, guests, [began, *months])
    programme = get_programme(actor, programme_id)
    strangers = [one for one in _guests(actor, runs, 1) if one not in guests]
    join_company(actor, programme_id, grown_up(actor, members[3 : len(members) // 2], now), now=months[-15])
    bring_friends(actor, programme, members[3 : len(members) // 4], strangers, now=months[-3])
    redeemed = company_account(actor, programme.kind("POINTS").id, AccountRole.REDEEMED)
    club = _Club(programme, members, actor, redeemed, months)
    earned = earn_past(
        actor=actor, programme_id=programme_id, moments=months, then=lambda at: _month_end(club, at), without=club.forgets, now=now
    )
    _lately(club, now)
    _claim(club, now)
    _add_all(club, now)
    progress(
        f"会员计划: {len(members):,} members, {earned.transfers:,} transfers of points in {len(months)} months, {club.given:,} rewards"
    )
    compare_bookings(actor=actor, programme_id=programme_id, clock=lambda: now)


def _add_all(club: _Club, now: datetime) -> None:
    """What the club has beside points that were earned, and what its members and the desk did of late."""
    actor, programme, members = club.actor, get_programme(club.actor, club.programme.id), club.members[3:]
    follow_referrals(actor=actor, programme_id=programme.id, now=now)
    add_extras(actor, programme, club.members[3 : len(club.members) // 4], club.forgotten, now=now)
    open_shop(actor, programme, members, now=now)
    add_bank(actor, programme, members, now=now)
    adults = grown_up(actor, members, now)
    open_families(actor, programme, adults, find_child(actor, adults, now), now=now)
    pass_on(actor, programme, adults, now=now)
    user_id = find_user_id(DESK)
    if user_id:
        adjust(get_actor(user_id), programme, members, now=now)


def _is_there(actor: Actor) -> bool:
    try:
        get_by_code(actor, DRAFT.code)
    except NotFound:
        return False
    return True


def _months(now: datetime) -> list[datetime]:
    """The last evening of each whole month of the three years."""
    first = now.astimezone(ZONE).date().replace(day=1)
    found = []
    for _ in range(YEARS * 12):
        found.append(datetime.combine(first - timedelta(days=1), time(22), ZONE))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _open(actor: Actor, began: datetime) -> UUID:
    programme_id = create_programme(actor=actor, draft=DRAFT, policy=POLICY, now=began)
    day = began.astimezone(ZONE).date()
    for code, rule in RULES.items():
        set_earning_rule(actor=actor, programme_id=programme_id, code=code, rule=rule, valid=(day, None), now=began)
    set_tiers(actor=actor, programme_id=programme_id, policy=TIERS, valid_from=day, seen_number=0, now=began)
    open_referrals(actor, programme_id, day, now=began)
    set_programme_state(actor=actor, programme_id=programme_id, state=ProgrammeState.OPEN, now=began)
    return programme_id


def _guests(actor: Actor, runs: Sequence[Run], first: int) -> list[UUID]:
    """Every twelfth account of the website from the first one given, as the guest it is today."""
    run = next(one for one in runs if one.mapping_name == "members")
    records = [one for batch in list_record_ids(LINKER, run.id) for one in batch][first::MEMBERS_EACH]
    guests = {link.record_id: link.guest_id for link in list_links(actor, records)}
    return list(dict.fromkeys(guests[one] for one in records if one in guests))


def _enrol(actor: Actor, programme_id: UUID, guests: Sequence[UUID], moments: Sequence[datetime]) -> list[UUID]:
    """A quarter joins when it opens, the others month by month."""
    first, members = len(guests) // 4, []
    others = guests[first:]
    for place, moment in enumerate(moments[:-1]):
        joining = guests[:first] if not place else others[place - 1 :: len(moments) - 2]
        channel = ("app", "desk", "website")[place % 3]
        made = enrol_many(actor=actor, programme_id=programme_id, guest_ids=joining, channel=channel, now=moment)
        members += [made[one] for one in joining if one in made]
    return members


def _month_end(club: _Club, at: datetime) -> None:
    """What the programme did at the end of a month beside earning; the month before is closed."""
    expire_points(actor=club.actor, programme_id=club.programme.id, now=at)
    _redeem(club, at)
    recompute(actor=club.actor, programme_id=club.programme.id, member_ids=None, now=at)
    place = club.months.index(at)
    _review(club, place, at)
    if place:
        before = club.months[place - 1].date().replace(day=1)
        close_month(actor=club.actor, programme_id=club.programme.id, month=before, clock=lambda: at)


def _review(club: _Club, place: int, at: datetime) -> None:
    """Every quarter two members are rewarded for a review, and one of the quarter before turns out to be bought."""
    if place % 3:
        return
    for one in range(2):
        member_id = club.members[(place + one) % (len(club.members) // 4)]
        award_action(actor=club.actor, member_id=member_id, action=Action.REVIEW, reference=f"past-{place}-{one}", now=at)
    if place:
        bought = club.members[(place - 3) % (len(club.members) // 4)]
        take_back_action(actor=club.actor, member_id=bought, action=Action.REVIEW, reference=f"past-{place - 3}-0", now=at)


def _redeem(club: _Club, at: datetime) -> None:
    """Of those who have enough every fifth takes a night or an upgrade; now and then one that was taken is given back."""
    place = club.months.index(at)
    held = usable_points(club.actor, club.programme, UPGRADE)
    moves = [
        Move(
            key=f"demonstration:reward:{account}:{place}", giver=account, taker=club.redeemed, amount=NIGHT if points >= NIGHT else UPGRADE
        )
        for account, points in held.items()
        if (account + place) % 5 == 0
    ]
    back = [
        Move(f"demonstration:back:{account}:{place}", club.redeemed, account, UPGRADE, Phase.REVERSAL, of)
        for account, of in sorted(club.last_reward.items())[:1]
    ]
    deeds = [Deed(Cause.REWARD, f"reward:{one.key.split(':', 2)[2]}", at.date(), (one,)) for one in (*back, *moves)]
    written = write_deeds(club.actor, deeds, now=at)
    rewards = zip(moves, written[len(back) :], strict=True)
    club.last_reward = {move.giver: one.id for move, one in rewards if move.amount == UPGRADE and place % 4 == 0}
    club.given += len(moves)


def _lately(club: _Club, now: datetime) -> None:
    """This month so far: reviews that earned, one of them bought; a match, a challenge, somebody who left. Last month is closed."""
    close_month(actor=club.actor, programme_id=club.programme.id, month=club.months[-1].date().replace(day=1), clock=lambda: now)
    actor, (matched, challenged, left, *others) = club.actor, club.members
    for place, member_id in enumerate(others[:REVIEWERS]):
        award_action(actor=actor, member_id=member_id, action=Action.REVIEW, reference=f"demonstration-{place}", now=before(now, hours=3))
    for place in range(0, min(REVIEWERS, len(others)), 10):
        reference = f"demonstration-{place}"
        take_back_action(actor=actor, member_id=others[place], action=Action.REVIEW, reference=reference, now=before(now, hours=1))
    card = TierEvidence(EvidenceKind.CARD, "MATCH-2026-0117")
    offer = offer_match(actor=actor, member_id=matched, tier="GOLD", days=120, evidence=card, now=now - timedelta(hours=5))
    accept_offer(actor=actor, grant_id=offer, now=now - timedelta(hours=4))
    nights = [Threshold("NIGHTS", 12)]
    offer_challenge(actor=actor, member_id=challenged, tier="GOLD", days=90, asks=nights, now=now - timedelta(hours=5))
    leave_programme(actor=actor, member_id=left, now=before(now, hours=2))


def _claim(club: _Club, now: datetime) -> None:
    """The stays that were forgotten are claimed at the desk: one is granted, one refused, one waits for a second person."""
    user_id = find_user_id(DESK)
    desk = get_actor(user_id) if user_id else club.actor
    proofs = (ClaimProof.INVOICE, ClaimProof.BOARDING_CARD, ClaimProof.FOLIO)
    made = [
        claim_stay(actor=desk, member_id=member_id, booking_id=booking_id, proof=proof, now=now - timedelta(days=2, hours=place))
        for place, ((member_id, booking_id), proof) in enumerate(zip(club.forgotten.items(), proofs, strict=False))
    ]
    for claim_id in made[:1]:
        grant_claim(actor=club.actor, claim_id=claim_id, now=now)
    for claim_id in made[1:2]:
        refuse_claim(actor=club.actor, claim_id=claim_id, why=RefusedFor.PROOF_UNCLEAR, now=now)
