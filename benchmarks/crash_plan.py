"""What a writer of the crash soak does: operation after operation, drawn from a seed, and what the books must hold after any of them.

Each writer has members of its own, so what an operation comes to depends on that writer's operations before it alone, and can be told
without a database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

MEMBERS_EACH, PRICE = 4, 50


@dataclass(frozen=True)
class Operation:
    """`number` within its writer; `kind` is earn, take_back (of operation `of`), reserve, confirm or cancel (of the order of `of`)."""

    number: int
    kind: str
    member: int
    amount: int = 0
    of: int = -1


@dataclass
class Expected:
    """What the operations so far come to. `answers` by number: `done`, or the code of the refusal."""

    posted: list[int] = field(default_factory=lambda: [0] * MEMBERS_EACH)
    reserved: list[int] = field(default_factory=lambda: [0] * MEMBERS_EACH)
    transfers: int = 0
    answers: list[str] = field(default_factory=list)
    earned: dict[int, Operation] = field(default_factory=dict)
    held: dict[int, Operation] = field(default_factory=dict)

    def take(self, one: Operation) -> str:
        """Does the operation here, and returns what the product must answer."""
        answer = "done"
        if one.kind == "earn":
            self.posted[one.member] += one.amount
            self.earned[one.number] = one
        elif one.kind == "take_back":
            self.posted[one.member] -= self.earned.pop(one.of).amount
        elif one.kind == "reserve" and self.posted[one.member] - self.reserved[one.member] < PRICE:
            answer = "points_short"
        elif one.kind == "reserve":
            self.reserved[one.member] += PRICE
            self.held[one.number] = one
        else:
            self.held.pop(one.of)
            self.reserved[one.member] -= PRICE
            self.posted[one.member] -= PRICE if one.kind == "confirm" else 0
        self.transfers += answer == "done"
        self.answers.append(answer)
        return answer


def operations(seed: int, writer: int) -> Iterator[tuple[Operation, Expected]]:
    """Yields each operation with what the ones before it came to; once the caller goes on, the operation counts as done."""
    expected, number = Expected(), 0
    while True:
        one = _drawn(Random(f"{seed} {writer} {number}"), number, expected)
        yield one, expected
        expected.take(one)
        number += 1


def _drawn(chance: Random, number: int, so_far: Expected) -> Operation:
    kind = chance.choices(("earn", "take_back", "reserve", "confirm", "cancel"), (45, 10, 25, 12, 8))[0]
    known = so_far.earned if kind == "take_back" else so_far.held if kind in ("confirm", "cancel") else None
    if known:
        of = chance.choice(sorted(known))
        return Operation(number, kind, known[of].member, known[of].amount, of)
    if kind == "reserve":
        return Operation(number, kind, chance.randrange(MEMBERS_EACH))
    return Operation(number, "earn", chance.randrange(MEMBERS_EACH), chance.randint(1, 90))
