"""Writes docs/features.md anew from the catalogue: `python -m tools.feature_page`. A test fails where it is not up to date."""

from itertools import groupby
from pathlib import Path

from xenia.insight.rules.catalogue import FEATURES
from xenia.insight.rules.windows import AGENCY_BOOKINGS_OVER, AGENCY_TRAVELLERS_OVER
from xenia.insight.types.features import Feature

PAGE = Path(__file__).resolve().parents[1] / "docs" / "features.md"
HEAD = f"""# Features of a guest

`guest_features` has one row a guest, as of an instant. A feature sees nothing that was not known then: of a booking the latest version
known by the instant counts, so one that was cancelled afterwards still stands. A row is known from the earlier of two instants: when its
source says it was so, and when it reached the lake. Written by `python -m tools.feature_page` from `xenia/insight/rules/catalogue.py`.

- **Bookings that stand** are reserved, confirmed, in house or completed. Requested and waitlisted ones are open; cancelled ones and
  no-shows are counted apart. The **buyer** is the booker, else the payer, else the first traveller.
- **Windows** end with the day of the snapshot, in UTC. A booking made after it was known (a clock ahead) counts from when it was known;
  days that cannot be (an end before the start, a start before the booking) are left out; an event of the future counts when it has come.
- **Money** is in the reporting currency, at the average rate of the year of booking. Without an amount, or in a currency without a rate,
  a booking counts and its money does not: see `bookings_unpriced`. Amounts of zero and below count in sums, never in means.
- **Agencies in disguise** (over {AGENCY_BOOKINGS_OVER} bookings as a buyer, or over {AGENCY_TRAVELLERS_OVER} people booked for) are
  marked, and every model leaves them out.
- **Sensitive** (S): may say something of article 28 of the PIPL; whoever uses it weighs purpose and need.

On most nights only the features of those are computed of whom anything changed (facts, links, a day on which something leaves a window);
what moves with the day is computed for everybody. Every Sunday, in a new quarter, and where it is asked for, everybody is computed.
"""


def page() -> str:
    """Returns the whole page."""
    parts = [HEAD]
    for theme, features in groupby(FEATURES, key=lambda one: one.theme):
        parts.append(f"## {theme}\n\n| Feature | 中文 | English | Unit | Source | Empty | Computed |\n|---|---|---|---|---|---|---|")
        parts[-1] += "".join(f"\n{_row(one)}" for one in features) + "\n"
    return "\n".join(parts)


def _row(one: Feature) -> str:
    sensitive = " (S)" if one.is_sensitive else ""
    sources = ", ".join(f"`{name}`" for name in one.sources)
    words = f"{one.label.zh}：{one.definition.zh} | {one.label.en}: {one.definition.en}"
    return f"| `{one.name}`{sensitive} | {words} | {one.kind} {one.unit.en} | {sources} | {one.null.en} | {one.freshness.en} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
