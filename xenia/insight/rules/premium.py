"""What counts as the premium product, and which step towards it an event is. Pure; a company's policy.

Rule U8: a booking is premium when its source marks it so, or when as it was first told any of its items is in a better cabin, in a better
room, or a product made for the guest alone.
"""

from xenia.insight.rules.windows import FORM_STEPS, SAVES, SEARCHES, VIEWS

MARK = "premium"
MARKED = ("1", "true", "yes", "是")
"""A source's own column, and what it says of a premium order."""
ROOM_WORDS = ("suite", "exec", "villa", "club", "套房", "行政", "别墅", "总统")
PRODUCT_WORDS = ("private", "bespoke", "tailor", "定制", "私家", "专属", "精品", "包车")
"""A room or product is premium when its name holds one of these, in small letters."""
SESSION = "App Session"
"""An event that counts the actions of a whole visit in its properties, by their names."""
OPENINGS = ("Application Opened", "App Opened", "Page Viewed", "Banner Clicked", "open")
BEGUN, FILLED, PAYING = (
    ("Booking Started", "Checkout Started"),
    ("Traveller Details Entered", "Checkout Step Completed"),
    ("Payment Started",),
)
ENDED = ("Booking Completed", "Order Completed")
ACTIONS: dict[str, tuple[str, ...]] = {
    "x1": OPENINGS,
    "x2": SEARCHES,
    "x3": VIEWS,
    "x4": SAVES,
    "x5": BEGUN,
    "x6": FILLED,
    "x7": tuple(name for name in FORM_STEPS if name not in (*BEGUN, *FILLED, *PAYING)),
    "x8": PAYING,
    "x9": ENDED,
}
"""Action -> the events that are one of it: opening, three ways of browsing, five steps from the form to payment."""
HORIZON_DAYS_MAX = 180
HORIZON_DAYS_MIN = 30
"""The next order is looked for in so many days after the moment; in a third of the history where that is shorter."""
