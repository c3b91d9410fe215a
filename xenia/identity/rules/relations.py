"""How two guests stand to each other, from their bookings and contacts (rules G1 to G13 of docs/algorithms/relations.md). Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from xenia.connect.types.together import PairCounts, Side
from xenia.identity.types import RelationKind, RelationState, Sureness

OFFICE_GUESTS = 20
"""Who books or pays for more different guests than this, without travelling along, does so as a trade (rule G2)."""
FOR, AGAINST = 1.0, 2.0
"""What counts before anything was seen, of a habit: one time it was so and two times it was not (rule G3)."""
HOME_FOR, HOME_AGAINST = 1.0, 3.0
"""The same of a home and of an office, where one sign alone is seldom enough (rules G5 and G7)."""
COMPANION_MIN, HOUSEHOLD_MIN, BOOKER_MIN, ASSISTANT_MIN, PAYER_MIN = 0.3, 0.5, 0.4, 0.5, 0.4
BOOKED_MIN, ASSISTED_MIN, PAID_MIN = 2, 3, 2
PHONE, EMAIL, SURNAME, CHILD, AGES = 4.0, 4.0, 1.5, 3.0, 1.0
TOGETHER, TOGETHER_MAX, CHILDREN_MAX = 0.5, 3.0, 3.0
COLLEAGUES = 2.0
BOOKED, BOOKED_MAX, COMPANY, SEVERAL = 0.5, 3.0, 3.0, 1.0
ALONG, KIN, IN_TURN = 1.0, 3.0, 2.0
PARENT_YEARS = range(16, 46)
GROWN_YEARS = 18
VERY_LIKELY_MIN, LIKELY_MIN = 0.75, 0.5
SYMMETRIC = frozenset({RelationKind.HOUSEHOLD, RelationKind.COMPANION})


@dataclass(frozen=True)
class Age:
    """What is known of a person's age: the birth date, and whether a title says child or grown."""

    birth_date: date | None = None
    is_child: bool = False


UNKNOWN = Age()
Key = tuple[UUID, UUID, RelationKind]
"""The two guests of a relation as it is kept, and its kind."""
NOTHING_SAID: Mapping[Key, RelationState] = MappingProxyType({})


@dataclass(frozen=True)
class Tie:
    """A relation from one guest to another, with how sure it is and on how many bookings it rests."""

    from_id: UUID
    to_id: UUID
    kind: RelationKind
    confidence: float
    bookings: int


def chance(times: float, occasions: float, before: tuple[float, float] = (FOR, AGAINST)) -> float:
    """Returns how likely it is the next time too, from how often it was so of the occasions there were (rule G3).

    The mean of a Beta distribution that starts at `before`: few occasions say little, and nothing is ever certain. Rounded to 3 places.
    """
    so, not_so = before
    return round((times + so) / (max(occasions, times) + so + not_so), 3)


def is_office(side: Side) -> bool:
    """Whether this one books or pays for others as a trade: an agency, a desk, a shared account (rule G2)."""
    return max(side.booked_for, side.paid_for) > OFFICE_GUESTS


def infer(pair: PairCounts, ages: tuple[Age, Age] = (UNKNOWN, UNKNOWN), said: Mapping[Key, RelationState] = NOTHING_SAID) -> list[Tie]:
    """Returns the relations of two guests that the counts speak for, the stronger of what excludes each other (rules G1, G2, G9 and G10).

    `ages` of the left and the right one; `said`: what people said of relations, which is not inferred again.
    """
    companion = _unsaid(_companion(pair), said)
    one, other = pair.left, pair.right
    if is_office(one) or is_office(other):
        return companion
    home = _unsaid(_household(pair, ages), said)
    is_home = home or said.get((*_ordered(pair), RelationKind.HOUSEHOLD)) is RelationState.CONFIRMED
    assistants = _unsaid(_assistant(pair, one, other) + _assistant(pair, other, one), said)
    assistants = sorted(assistants, key=lambda tie: (-tie.confidence, tie.from_id))[:1]
    assisting = {tie.from_id for tie in assistants} | _assisting(pair, said)
    bookers = [tie for tie in _booker(one, other) + _booker(other, one) if tie.from_id not in assisting]
    return [*(home if is_home else companion), *assistants, *_unsaid([*bookers, *_payer(one, other), *_payer(other, one)], said)]


def _unsaid(ties: Iterable[Tie], said: Mapping[Key, RelationState]) -> list[Tie]:
    """Rule G10: what a person said is not inferred, nor an assistant of one who is confirmed to assist them."""
    return [tie for tie in ties if (tie.from_id, tie.to_id, tie.kind) not in said and not _is_against(tie, said)]


def _is_against(tie: Tie, said: Mapping[Key, RelationState]) -> bool:
    return tie.kind is RelationKind.ASSISTANT_OF and said.get((tie.to_id, tie.from_id, tie.kind)) is RelationState.CONFIRMED


def _assisting(pair: PairCounts, said: Mapping[Key, RelationState]) -> set[UUID]:
    one, other = pair.left.person_id, pair.right.person_id
    kind, so = RelationKind.ASSISTANT_OF, RelationState.CONFIRMED
    return {first for first, second in ((one, other), (other, one)) if said.get((first, second, kind)) is so}


def _companion(pair: PairCounts) -> list[Tie]:
    """Rule G4: both travel on one booking; how often, of the trips of the one who travels less."""
    if not pair.together:
        return []
    sure = chance(pair.together, min(pair.left.travels, pair.right.travels))
    return [_mutual(pair, RelationKind.COMPANION, sure)] if sure >= COMPANION_MIN else []


def _household(pair: PairCounts, ages: tuple[Age, Age]) -> list[Tie]:
    """Rule G5: a contact, a surname or a child in common, weighed with the trips taken together."""
    is_child = pair.together > 0 and _is_child_beside_grown(*ages)
    signs = PHONE * pair.shares_phone + EMAIL * pair.shares_email + SURNAME * pair.same_surname + CHILD * is_child
    if not signs:
        return []
    trips = min(TOGETHER * pair.together, TOGETHER_MAX) + min(pair.with_children, CHILDREN_MAX)
    years = AGES * (pair.same_surname and _years_between(*ages) in PARENT_YEARS)
    against = COLLEAGUES * pair.same_company
    seen = signs + trips + years
    sure = chance(seen, seen + against, (HOME_FOR, HOME_AGAINST))
    return [_mutual(pair, RelationKind.HOUSEHOLD, sure)] if sure >= HOUSEHOLD_MIN else []


def _assistant(pair: PairCounts, one: Side, other: Side) -> list[Tie]:
    """Rule G7: who books for another again and again, of the same company or for several, seldom travels along and is no kin."""
    if one.books < ASSISTED_MIN:
        return []
    seen = min(BOOKED * one.books, BOOKED_MAX) + COMPANY * pair.same_company + SEVERAL * (one.booked_for > 1)
    kin = pair.same_surname or pair.shares_phone or pair.shares_email
    against = ALONG * pair.together + KIN * kin + IN_TURN * (other.books > 0)
    sure = chance(seen, seen + against, (HOME_FOR, HOME_AGAINST))
    return [Tie(one.person_id, other.person_id, RelationKind.ASSISTANT_OF, sure, one.books)] if sure >= ASSISTANT_MIN else []


def _booker(one: Side, other: Side) -> list[Tie]:
    """Rule G6: of the trips of one, how many another booked who stayed at home."""
    sure = chance(one.books, other.travels)
    is_one = one.books >= BOOKED_MIN and sure >= BOOKER_MIN
    return [Tie(one.person_id, other.person_id, RelationKind.BOOKER_FOR, sure, one.books)] if is_one else []


def _payer(one: Side, other: Side) -> list[Tie]:
    """Rule G8: of the trips of one, how many another paid."""
    sure = chance(one.pays, other.travels)
    is_one = one.pays >= PAID_MIN and sure >= PAYER_MIN
    return [Tie(one.person_id, other.person_id, RelationKind.PAYER_FOR, sure, one.pays)] if is_one else []


def _mutual(pair: PairCounts, kind: RelationKind, sure: float) -> Tie:
    return Tie(*_ordered(pair), kind, sure, pair.together)


def _ordered(pair: PairCounts) -> tuple[UUID, UUID]:
    return in_order(pair.left.person_id, pair.right.person_id, RelationKind.HOUSEHOLD)


def needs_ages(pair: PairCounts) -> bool:
    """Whether ages can change what is said of the two: they travel together, and nothing but perhaps a surname ties them (rule G5)."""
    return pair.together > 0 and not pair.shares_phone and not pair.shares_email


def _is_child_beside_grown(one: Age, other: Age) -> bool:
    years = _years_between(one, other)
    return one.is_child != other.is_child and (years is None or years >= PARENT_YEARS.start)


def _years_between(one: Age, other: Age) -> int | None:
    """Whole years between the two; None where a birth date is missing."""
    if one.birth_date is None or other.birth_date is None:
        return None
    first, second = sorted((one.birth_date, other.birth_date))
    return second.year - first.year - ((second.month, second.day) < (first.month, first.day))


def age_of(birth_date: date | None, is_child: bool, today: date) -> Age:
    """Returns what is known of a person's age on a day; below `GROWN_YEARS` one is a child, whatever the title (rule G5)."""
    years = _years_between(Age(birth_date), Age(today))
    return Age(birth_date, years < GROWN_YEARS if years is not None else is_child)


def in_order(from_id: UUID, to_id: UUID, kind: RelationKind) -> tuple[UUID, UUID]:
    """Returns the two as they are kept: of a relation that holds both ways, the smaller id first (rule G9)."""
    return (min(from_id, to_id), max(from_id, to_id)) if kind in SYMMETRIC else (from_id, to_id)


def stands(states: Collection[RelationState]) -> RelationState:
    """Returns what holds where several records of a relation mean the same two guests: a denial, else a confirmation (rule G10)."""
    return next(one for one in (RelationState.DENIED, RelationState.CONFIRMED, RelationState.INFERRED) if one in states)


def leads_back(from_id: UUID, to_id: UUID, assisted_by: Mapping[UUID, Collection[UUID]]) -> bool:
    """Whether `to` assists `from` already, itself or through others: then `from` cannot be the assistant of `to` (rule G11).

    `assisted_by`: whom each guest assists.
    """
    found, waiting = {to_id}, [to_id]
    while waiting:
        for other in assisted_by.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return from_id in found


def sureness_of(confidence: float, state: RelationState) -> Sureness:
    """Returns the confidence in the words a screen uses (rule G12)."""
    if state is not RelationState.INFERRED:
        return Sureness.SAID
    if confidence >= VERY_LIKELY_MIN:
        return Sureness.VERY_LIKELY
    return Sureness.LIKELY if confidence >= LIKELY_MIN else Sureness.PERHAPS


def employer_chance(naming: int, telling: int) -> float:
    """Returns how sure a guest works for a company, from how many of the records that tell a company name this one (rule G13)."""
    return chance(naming, telling)
