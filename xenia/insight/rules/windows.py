"""What counts as what: windows, states, lines, names of events, and when a guest is an agency in disguise. Pure."""

WINDOWS = (30, 90, 365, 730)
"""Days before the day of the snapshot in which bookings and money are counted; LRFMC looks at the last of them."""
VISIT_WINDOWS = (7, 30, 90)
TASTE_DAYS = 365
"""How long a search says something about what somebody wants."""
KEPT_STATES = ("reserved", "confirmed", "in_house", "completed")
"""A booking that stands: it counts for frequency, value and taste."""
OPEN_STATES = ("requested", "waitlisted")
"""Asked for, neither promised nor refused: counted apart."""
ENDED_STATES = ("in_house", "completed", "no_show")
"""States that a booking can only have from its first day on."""
TOUR_LINES = ("tour", "guide", "package", "attraction")
BUSINESS_WORDS = ("business", "corporate", "mice", "商务", "公务", "差旅", "会议")
HOME_COUNTRIES = ("CN", "CHN", "China", "中国")
PREMIUM_CABINS = (
    "business", "first", "premium", "premium_economy", "c", "f", "j",
    "商务舱", "头等舱", "公务舱", "超级经济舱", "商务座", "特等座", "一等座",
)  # fmt: skip
WEEKEND_DAYS = (4, 5)
"""Friday and Saturday, Monday being 0: a stay that begins on one of them is a weekend."""
SEARCHES = ("Trip Searched", "Products Searched", "search", "Search")
VIEWS = ("Offer Viewed", "Product Viewed", "view", "View", "product_view")
FORM_STEPS = ("Booking Started", "Checkout Started", "Checkout Step Completed", "Traveller Details Entered", "form_step", "Payment Started")
SAVES = ("Offer Saved", "Product Added to Wishlist", "save")
PARTY_MAX = 9
"""A party with more names is a group that was put together, and says nothing of who travels with whom."""
AGENCY_BOOKINGS_OVER = 500
AGENCY_TRAVELLERS_OVER = 60
"""Who bought more often, or for more different people, buys as a trade: the guest is set apart by every model."""
RATING_BEST = 5.0
"""Ratings of all scales are brought to this one."""
DAYS_A_MONTH = 30.4375
