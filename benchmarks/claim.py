"""A claim that a run confirms or refutes."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Claim:
    """`value` and `peer_value` are in `unit`; `ratio` is value / peer_value; `goal` says what the ratio (or the value) must be."""

    name: str
    measure: str
    value: float
    unit: str
    peer: str
    peer_value: float
    ratio: float
    goal: str
    met: bool | None

    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def at_most(name: str, measure: str, value: float, unit: str, peer: tuple[str, float], limit: float) -> Claim:
    """Less is better: the ratio to the peer may be `limit` at most."""
    ratio = value / peer[1]
    return Claim(name, measure, round(value, 3), unit, peer[0], round(peer[1], 3), round(ratio, 2), f"ratio <= {limit:g}", ratio <= limit)


def at_least(name: str, measure: str, value: float, unit: str, peer: tuple[str, float], limit: float) -> Claim:
    """More is better: the ratio to the peer must be `limit` at least."""
    ratio = value / peer[1]
    return Claim(name, measure, round(value, 3), unit, peer[0], round(peer[1], 3), round(ratio, 2), f"ratio >= {limit:g}", ratio >= limit)


def reported(name: str, measure: str, value: float, unit: str, peer: tuple[str, float]) -> Claim:
    """A figure without a goal."""
    return Claim(name, measure, round(value, 3), unit, peer[0], round(peer[1], 3), round(value / peer[1], 2), "reported", None)


def table(claims: list[Claim]) -> str:
    """The claims as Markdown, which reads well on a terminal too."""
    rows = [("Claim", "Measure", "Value", "Peer", "Peer's value", "Ratio", "Goal", "Met")]
    for one in claims:
        value, peer_value = (
            f"{number:,.2f} {one.unit}" if number < 1000 else f"{number:,.0f} {one.unit}" for number in (one.value, one.peer_value)
        )
        rows.append(
            (
                one.name,
                one.measure,
                value,
                one.peer,
                peer_value,
                f"{one.ratio:,.2f}",
                one.goal,
                {True: "yes", False: "NO", None: "-"}[one.met],
            )
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
