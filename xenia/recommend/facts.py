"""What the recommender reads from the lake beside insight's facts: in which country a city lies, as the company tells it (rule RS1)."""

from datetime import datetime

from ibis.expr.types import Table

from xenia.insight.facts.known import known_versions, most


def countries(as_of: datetime) -> Table:
    """One row a city that bookings name with its country, as told most often: `city`, `country`."""
    rows = known_versions("booking_versions", as_of)
    told = rows.filter(rows.destination_city.notnull() & rows.destination_country.notnull())
    times = told.group_by(["destination_city", "destination_country"]).aggregate(times=told.count())
    return times.group_by(city=times.destination_city).aggregate(country=most(times.destination_country, times.times))
