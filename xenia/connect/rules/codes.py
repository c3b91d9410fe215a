"""Code lists of the contract: our own enumerations, and ISO 3166, ISO 4217, IANA and IATA from the libraries that keep them."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

import airportsdata
import pycountry

LINES = (
    "air", "hotel", "rail", "ship", "car", "transfer", "tour", "guide", "attraction",
    "restaurant", "meeting", "insurance", "ancillary", "package",
)  # fmt: skip
STATUSES = ("requested", "reserved", "confirmed", "waitlisted", "in_house", "completed", "cancelled", "no_show")
CHANNELS = ("call", "chat", "email", "visit", "message")
GENDERS = ("female", "male", "other")


def _airports() -> frozenset[str]:
    codes: Mapping[str, object] = airportsdata.load("IATA")
    return frozenset(codes)


@cache
def code_list(name: str) -> frozenset[str]:
    """Returns the codes of a list by its name; raises KeyError for a name that is not one of ours."""
    lists = {
        "line": lambda: frozenset(LINES),
        "status": lambda: frozenset(STATUSES),
        "channel": lambda: frozenset(CHANNELS),
        "gender": lambda: frozenset(GENDERS),
        "country": lambda: frozenset(country.alpha_2 for country in pycountry.countries),
        "currency": lambda: frozenset(currency.alpha_3 for currency in pycountry.currencies),
        "zone": lambda: frozenset(available_timezones()),
        "airport": _airports,
    }
    return lists[name]()
