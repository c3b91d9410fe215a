"""What two people have to do with each other, as bookings and contacts tell it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Side:
    """One of two people: bookings they travel on, people they book or pay for without travelling along, and what they did for the other.

    `books`: bookings this one made on which the other travels and this one does not; `pays`: paid by this one, the other travels.
    """

    person_id: UUID
    travels: int = 0
    booked_for: int = 0
    paid_for: int = 0
    books: int = 0
    pays: int = 0


@dataclass(frozen=True)
class PairCounts:
    """Two people who stand on the same bookings or share a phone or mailbox; cancelled bookings and large parties are not counted.

    `together`: bookings both travel on; `with_children`: those of them that say children came along.
    """

    left: Side
    right: Side
    together: int = 0
    with_children: int = 0
    shares_phone: bool = False
    shares_email: bool = False
    same_surname: bool = False
    same_company: bool = False
