"""Who may be invited to a club, until when, and who has a place at its events: rules CB1 to CB7 of docs/algorithms/club.md. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from xenia.kernel.errors import Conflict, Invalid, Refused
from xenia.kernel.names import require_plain
from xenia.loyalty.types.clubs import ClubState, ClubTerms, EventDraft, InviteReason, Party

CAPACITY_MOST = 100_000
PLACES_MOST = 100_000
PROMISE_LETTERS_MOST = 300
PLACE_LETTERS_MOST = 80


def checked_terms(terms: ClubTerms, tiers: Sequence[str]) -> ClubTerms:
    """Rule CB1: returns the terms; raises Invalid for a capacity or number of days out of range, a promise that is none or too long, or a
    tier that the programme has not."""
    for said in (terms.name.zh, terms.name.en):
        require_plain(said)
    if any(not 1 <= len(said.strip()) <= PROMISE_LETTERS_MOST for said in (terms.promise.zh, terms.promise.en)):
        raise _invalid(f"The promise is said in 1 to {PROMISE_LETTERS_MOST} letters", f"承诺须为 1 至 {PROMISE_LETTERS_MOST} 字")
    _within(terms.capacity, 1, CAPACITY_MOST, "The capacity", "人数上限")
    _within(terms.answer_days, 1, 365, "The days to answer", "答复天数")
    if terms.tier_from and terms.tier_from not in tiers:
        raise _invalid(f"The programme has no tier {terms.tier_from}", f"该计划没有等级 {terms.tier_from}")
    return terms


def require_invitable(terms: ClubTerms, tier: str, tiers: Sequence[str], reason: InviteReason) -> None:
    """Rule CB2: raises Refused where the member's tier is not enough and no reason by hand is given."""
    if reason is not InviteReason.TIER:
        return
    is_enough = terms.tier_from in tiers and tier in tiers and tiers.index(tier) >= tiers.index(terms.tier_from)
    if not is_enough:
        asked = terms.tier_from or "nobody by tier"
        told = f"The club invites {asked} and above, and the member is {tier or 'of no tier'}; invite by hand and say why."
        raise Refused("club_tier_low", told, "该会员的等级未达到邀请条件；请选择手工邀请并说明原因。")


def require_room(terms: ClubTerms, taken: int) -> None:
    """Rule CB3: raises Conflict where members and open invitations fill the club."""
    if taken >= terms.capacity:
        told = f"The club has {terms.capacity} places and {taken} are taken or promised; wait, or raise the capacity."
        raise Conflict("club_full", told, f"俱乐部共 {terms.capacity} 席，已满（{taken}）；请等待空席或提高上限。")


def state_on(state: ClubState, answer_until: date, today: date, *, is_active: bool) -> ClubState:
    """Rules CB4 and CB5: how a membership stands on the programme's day: an invitation ends by itself, and whoever left the programme has
    left the club."""
    if state is ClubState.INVITED and today >= answer_until:
        return ClubState.LAPSED
    if state in (ClubState.INVITED, ClubState.ACCEPTED) and not is_active:
        return ClubState.LEFT
    return state


def checked_event(draft: EventDraft, today: date, held: int = 0) -> EventDraft:
    """Rule CB6: returns the draft; raises Invalid for an event that ends before it begins, replies after it began or places out of range,
    Conflict for fewer places than are given."""
    for said in (draft.name.zh, draft.name.en, draft.place):
        require_plain(said)
    if draft.starts_at >= draft.ends_at:
        raise _invalid("The event ends before it begins", "活动结束时间早于开始时间")
    if not today <= draft.reply_until <= draft.starts_at.date():
        raise _invalid(f"Replies until {draft.reply_until}: take a day from today to that of the event", "答复截止日须在今天与活动当天之间")
    _within(draft.places, 1, PLACES_MOST, "The places", "名额")
    _within(draft.guests_most, 0, 20, "The guests of one member", "每位会员可带人数")
    if draft.places < held:
        told = f"{held} places are given; take as many or more."
        raise Conflict("club_event_shrunk", told, f"已给出 {held} 个名额；名额不能更少。")
    return draft


def seated(places: int, parties: Iterable[Party]) -> list[Party]:
    """Rules CB7 and CB8: returns the parties that have places, in the order in which they asked. Nobody overtakes: behind the first that
    does not fit everybody waits. Together never more than there are places."""
    found, left = [], places
    for party in sorted(parties, key=lambda one: one.turn):
        if party.people > left:
            break
        left -= party.people
        found.append(party)
    return found


def require_open(draft: EventDraft, today: date, now: datetime, *, is_coming: bool) -> None:
    """Rule CB6: raises Conflict for a yes after the last day of replies, and for any reply once the event began."""
    if now >= draft.starts_at:
        told = f"The event {draft.code} has begun; note who came instead."
        raise Conflict("club_event_begun", told, f"活动 {draft.code} 已开始；请改为登记出席。")
    if is_coming and today > draft.reply_until:
        told = f"Replies to {draft.code} were taken until {draft.reply_until}."
        raise Conflict("club_event_closed", told, f"活动 {draft.code} 的答复已于 {draft.reply_until} 截止。")


def checked_guests(draft: EventDraft, guests: int) -> int:
    """Rule CB6: returns how many come along; raises Invalid for more than a member may bring."""
    _within(guests, 0, draft.guests_most, "The guests", "随行人数")
    return guests


def require_growth(places: int, others: int, people: int) -> None:
    """Rule CB7: raises Conflict where a party that has places asks for more than are free: it keeps what it has."""
    if others + people > places:
        free = max(0, places - others)
        told = f"{people} places are asked for and {free} are free for this party; it keeps those it has."
        raise Conflict("club_event_full", told, f"需要 {people} 个名额，可用 {free} 个；原有名额保留。")


def _within(value: int, least: int, most: int, en: str, zh: str) -> None:
    if isinstance(value, bool) or not least <= value <= most:
        raise _invalid(f"{en} cannot be {value}; take {least} to {most}", f"{zh}为 {value}；请取 {least} 到 {most}")


def _invalid(en: str, zh: str) -> Invalid:
    return Invalid("club_invalid", f"{en}.", f"{zh}。")
