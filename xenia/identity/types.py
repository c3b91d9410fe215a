"""Words of identity that cross its boundary."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.connect.types.guests import GuestSummary
from xenia.connect.types.pairs import FieldPair
from xenia.kernel.texts import Text


@dataclass(frozen=True)
class GuestLink:
    """`record_id` belongs to `guest_id` since `valid_from`."""

    record_id: UUID
    guest_id: UUID
    valid_from: datetime


@dataclass(frozen=True)
class Evidence:
    """One bar of the waterfall: what comparing one thing of two records says. `bits` above zero speak for one person, below for two.

    `comparison` and `level` are codes (`name`, `same_sound`); `text` says the level in words.
    """

    comparison: str
    level: str
    text: Text
    bits: float


GUESTS_CHANGED = "GuestsChanged"
"""News: a record of these guests came in, changed or went. Payload: `guest_ids`, up to 500."""
GUESTS_MERGED = "GuestsMerged"
"""News: guests became one. Payload: `merges`, a list of {guest_id, former_ids}; a former id leads to the guest from now on."""
GUEST_SPLIT = "GuestSplit"
"""News: a guest came apart. Payload: `splits`, a list of {guest_id, parted_ids}; a parted id means its own person again."""


@dataclass(frozen=True)
class Merge:
    """`former_ids` were guests, and lead to `guest_id` from now on."""

    guest_id: UUID
    former_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Split:
    """Of what was `guest_id`, records went to the guests `parted_ids`."""

    guest_id: UUID
    parted_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Moved:
    """What making clusters anew changed: how many records have another guest now, and who became one or came apart."""

    records: int = 0
    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()


class PairSaid(StrEnum):
    """What a person says of two records."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Asked:
    """A pair that waits for a person; `weight` is its evidence in bits."""

    id: int
    left_id: UUID
    right_id: UUID
    left_guest_id: UUID
    right_guest_id: UUID
    weight: float


@dataclass(frozen=True)
class Accepted:
    """What accepting many pairs did. `batch_id`: what one undo takes back, None where nothing was joined."""

    batch_id: UUID | None
    pairs: int
    left_out: int


@dataclass(frozen=True)
class Stake:
    """What the bookings of two guests are worth, in the currency most of them are in; `others`: further currencies, not converted."""

    minor: int
    currency: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class AskedPair:
    """One line of the steward's queue. Contact values are masked."""

    id: int
    left: GuestSummary
    right: GuestSummary
    left_guest_id: UUID
    right_guest_id: UUID
    weight: float
    chance: float
    stake: Stake | None


@dataclass(frozen=True)
class WeightCount:
    """So many pairs wait whose weight, in bits, is this or more."""

    weight: float
    pairs: int


@dataclass(frozen=True)
class AskedCounts:
    """How many pairs wait, of those the actor sees; there may be more where `is_capped`. `by_weight`: from the least weight."""

    waiting: int
    is_capped: bool
    by_weight: tuple[WeightCount, ...]


@dataclass(frozen=True)
class DecisionLine:
    """A decision of a person. `pairs` of its batch stand and fall with it; `said_by` is empty for the product itself."""

    id: UUID
    left_id: UUID
    right_id: UUID
    left_name: str
    right_name: str
    said: PairSaid
    reason: str
    pairs: int
    said_by: str
    said_at: datetime
    undone_by: str
    undone_at: datetime | None


@dataclass(frozen=True)
class PairPage:
    """Two records beside each other. `evidence` is empty where no model was there to weigh it; `start_bits` is what speaks for one person
    before anything is compared. `conflict`: why they cannot be one person, None where nothing stands against it.

    `left_others`, `right_others`: further records of their guests that the actor sees.
    """

    left: GuestSummary
    right: GuestSummary
    left_guest_id: UUID
    right_guest_id: UUID
    fields: tuple[FieldPair, ...]
    evidence: tuple[Evidence, ...]
    start_bits: float
    weight: float | None
    chance: float | None
    rule: str
    conflict: Text | None
    left_others: tuple[GuestSummary, ...]
    right_others: tuple[GuestSummary, ...]
    stake: Stake | None
    decision: DecisionLine | None

    @property
    def is_one_guest(self) -> bool:
        return self.left_guest_id == self.right_guest_id


@dataclass(frozen=True)
class Joint:
    """A link between two records of one guest: by evidence, or by what a person said."""

    left_id: UUID
    right_id: UUID
    weight: float | None
    chance: float | None
    rule: str
    evidence: tuple[Evidence, ...]
    decision: DecisionLine | None


@dataclass(frozen=True)
class WhyPage:
    """Why records are one guest: those the actor sees, and what links them. `unseen`: how many more records the guest has."""

    guest_id: UUID
    records: tuple[GuestSummary, ...]
    unseen: int
    joints: tuple[Joint, ...]
    start_bits: float


@dataclass(frozen=True)
class Stratum:
    """Joined pairs of like weight. `pairs`: how many there are; `drawn`, `reviewed` and `same` count the sample.

    `precision` with its 95 % interval is None until something was reviewed.
    """

    code: str
    name: Text
    pairs: int
    drawn: int
    reviewed: int
    same: int
    precision: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class PrecisionReport:
    """How right the joined pairs are, by sampled review: by stratum, and over all, each stratum weighing what it is of all pairs."""

    strata: tuple[Stratum, ...]
    precision: float | None
    low: float | None
    high: float | None
    reviewed: int
    waiting: int


@dataclass(frozen=True)
class ReviewPair:
    """A drawn pair that nobody has looked at yet."""

    id: int
    left_id: UUID
    right_id: UUID
    stratum: Text


@dataclass(frozen=True)
class MatchRun:
    """A full run over all records. `stage`: read, train, match or cluster, `done` of `total` in it. `counts`: what it found and changed.

    `ordered_by` is empty where the product itself began it.
    """

    id: UUID
    state: str
    stage: str
    done: int
    total: int
    cancel_asked: bool
    model_version: int | None
    counts: dict[str, int]
    message: Text | None
    ordered_by: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state not in ("queued", "running")


class RelationKind(StrEnum):
    """How one guest stands to another: `from` shares a home with, travels with, books for, assists or pays for `to`."""

    HOUSEHOLD = "household"
    COMPANION = "companion"
    BOOKER_FOR = "booker_for"
    ASSISTANT_OF = "assistant_of"
    PAYER_FOR = "payer_for"


class RelationState(StrEnum):
    """Whether the product infers a relation, or a person said that it is so or not so."""

    INFERRED = "inferred"
    CONFIRMED = "confirmed"
    DENIED = "denied"


class Sureness(StrEnum):
    """A confidence in words."""

    SAID = "said"
    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    PERHAPS = "perhaps"


@dataclass(frozen=True)
class RelationLine:
    """A relation of a guest to another one whom the actor sees. `is_from`: the guest asked about is the first of the two, as "A books for
    B" says it; of a household and of companions either is. `said_by` is empty where nobody said anything."""

    id: UUID
    guest_id: UUID
    name: str
    kind: RelationKind
    is_from: bool
    confidence: float
    sureness: Sureness
    bookings: int
    state: RelationState
    said_by: str
    changed_at: datetime


@dataclass(frozen=True)
class Employer:
    """A company that records name as the guest's; `guest_ids`: the guests of the answer it is named for."""

    name: str
    confidence: float
    guest_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class GuestRelations:
    """Who stands around a guest. `unseen`: how many further people whom the actor does not see, and who are therefore not named."""

    guest_id: UUID
    relations: tuple[RelationLine, ...]
    unseen: int
    employers: tuple[Employer, ...]


@dataclass(frozen=True)
class GraphPerson:
    """A person in the picture; `steps` away from the guest in its middle, who is 0 away."""

    guest_id: UUID
    name: str
    steps: int


@dataclass(frozen=True)
class GraphTie:
    """A relation in the picture, from the first guest to the second."""

    id: UUID
    from_id: UUID
    to_id: UUID
    kind: RelationKind
    confidence: float
    sureness: Sureness
    state: RelationState
    bookings: int


@dataclass(frozen=True)
class GuestGraph:
    """The people around a guest up to two steps. `unseen`: people the actor does not see; `left_out`: people there was no room for."""

    guest_id: UUID
    people: tuple[GraphPerson, ...]
    ties: tuple[GraphTie, ...]
    employers: tuple[Employer, ...]
    unseen: int
    left_out: int
