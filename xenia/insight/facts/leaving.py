"""Who books again and who does not, and the own season of each guest: what leaving is learned from. One row a guest."""

from datetime import datetime, timedelta
from uuid import UUID

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from xenia.insight.facts.booked import bought, kept_days
from xenia.insight.facts.known import guest_map
from xenia.insight.facts.snapshot import features, guest_features
from xenia.insight.facts.standing import standing
from xenia.insight.rules.leaving import (
    DESK_BANDS,
    DESK_GUESTS,
    SEASON_DAYS_MAX,
    SEASON_GAP_DAYS_MAX,
    SEASON_GAP_DAYS_MIN,
    SEASON_YEARS,
    SLICE_DAYS,
)
from xenia.lake import read

YEAR_DAYS = 365
NEVER = 1_000_000
SEASON = ("season_years", "season_years_booked", "season_booked_share", "season_gap_days")
SAID_SCHEMA = pa.schema([("guest_id", pa.string()), ("leaving_chance", pa.float64()), ("value_at_stake_minor", pa.int64())])
SLICES_SCHEMA = pa.schema([("number", pa.int64()), ("bookings", pa.int64()), ("oldest", pa.int64())])


def outcomes(known_at: datetime, days: int) -> Table:
    """One row a wanted guest with a booking that stood at the moment: `guest_no` and `bookings_after`, those made in the so many days
    after it that stood when these had passed (LV1). What happened later changes neither."""
    before = bought(known_at, backfilled=True)
    asked = before.filter(before.is_kept).select("guest_no").distinct()
    rows = bought(known_at + timedelta(days=days), backfilled=True)
    rows = rows.filter(rows.is_kept & (rows.ago < days))
    after = rows.group_by("guest_no").aggregate(bookings_after=rows.count())
    joined = asked.left_join(after, "guest_no").drop("guest_no_right")
    return joined.mutate(bookings_after=ibis.coalesce(joined.bookings_after, 0))


def guests_known(as_of: datetime) -> Table:
    """One row: how many wanted `guests` had a booking that stood at the moment."""
    rows = bought(as_of, backfilled=True)
    return rows.aggregate(guests=rows.guest_no.nunique(where=rows.is_kept))


def season(as_of: datetime, days: int, *, backfilled: bool = False) -> Table:
    """One row a wanted guest with a booking that stands: `guest_no`, and of the same day in up to four earlier years (LV6)

    - season_years: years in which they were known already on that day, season_years_booked: of these, those in which they booked in the so
      many days (a year at most) from it on, season_booked_share: the one by the other, null without such a year;
    - season_gap_days: how long they were silent over that day, the shortest of the years; null where it is no season (below 180 days, or
      over 395: then they stayed away for more than a year).
    """
    rows, ahead = kept_days(as_of, backfilled=backfilled), min(days, SEASON_DAYS_MAX)
    found: dict[str, Value] = {}
    for year in range(1, SEASON_YEARS + 1):
        then = year * YEAR_DAYS
        earlier = rows.ago >= then
        found |= {
            f"before_{year}": rows.ago.min(where=earlier),
            f"after_{year}": rows.ago.max(where=~earlier),
            f"booked_{year}": (~earlier & (rows.ago >= then - ahead)).sum(),
        }
    each = rows.group_by("guest_no").aggregate(**found)
    return _over_years(each)


def _over_years(each: Table) -> Table:
    years, nought = range(1, SEASON_YEARS + 1), ibis.literal(0, "int64")
    was_known = [each[f"before_{year}"].notnull() for year in years]
    known = sum((one.cast("int64") for one in was_known), nought)
    booked = sum(((one & (each[f"booked_{year}"] > 0)).cast("int64") for year, one in zip(years, was_known, strict=True)), nought)
    gaps = [ibis.coalesce(each[f"before_{year}"] - each[f"after_{year}"], NEVER) for year in years]
    counted = each.select("guest_no", season_years=known, season_years_booked=booked, _shortest=ibis.least(*gaps))
    is_season = counted._shortest.between(SEASON_GAP_DAYS_MIN, SEASON_GAP_DAYS_MAX)
    return counted.select(
        "guest_no", "season_years", "season_years_booked",
        season_booked_share=counted.season_years_booked / counted.season_years.nullif(0),
        season_gap_days=is_season.ifelse(counted._shortest, ibis.null("int64")),
    )  # fmt: skip


def rows_to_learn_from(known_at: datetime, days: int) -> Table:
    """Guests who had a booking that stood at the moment and are no agencies: features as they were then, season, and `bookings_after`."""
    rows = _with_season(guest_features(known_at, backfilled=True), season(known_at, days, backfilled=True))
    came = _named(outcomes(known_at, days))
    return rows.join(came, "guest_id")


def rows_to_score(as_of: datetime, days: int, version: UUID | None, only: Table | None = None) -> Table:
    """The wanted guests of a snapshot (without one, of the moment) who have a booking that stands and are no agencies: features and
    season. `only` has the `guest_id` of those asked for; None for all of them."""
    found = guest_features(as_of) if version is None else features(version)
    people = guest_map()
    rows = found.semi_join(people.filter(people.is_wanted), "guest_id")
    asked = rows if only is None else rows.semi_join(only, "guest_id")
    return _with_season(asked, season(as_of, days))


def first_of_lists(said: Table, version: UUID | None) -> Table:
    """In: `SAID_SCHEMA`, of who leaves likelier than not. Out: the `guest_id` of those who stand first, by what is at stake, in each stage
    of the snapshot (without one, of all together) and band of chance (LV11)."""
    if version is None:
        rows = said.mutate(stage=ibis.literal(""))
    else:
        stages = standing(version).select(_guest="guest_id", stage="stage")
        rows = said.left_join(stages, said.guest_id == stages._guest)
    band = sum(((rows.leaving_chance >= least).cast("int64") for least in DESK_BANDS[1:]), ibis.literal(0, "int64"))
    ordered = rows.mutate(_stage=ibis.coalesce(rows.stage, ""), _band=band, _stake=ibis.coalesce(rows.value_at_stake_minor, 0))
    window = ibis.window(group_by=[ordered._stage, ordered._band], order_by=[ordered._stake.desc(), ordered.guest_id])
    return ordered.mutate(_place=ibis.row_number().over(window)).filter(lambda rows: rows._place < DESK_GUESTS).select("guest_id")


def _with_season(rows: Table, seasons: Table) -> Table:
    booked = rows.filter((rows.bookings > 0) & ~rows.is_agency)
    return booked.left_join(_named(seasons), "guest_id").drop("guest_id_right")


def _named(rows: Table) -> Table:
    people = guest_map().select("guest_no", "guest_id").distinct()
    return rows.join(people, "guest_no").drop("guest_no")


def slices(as_of: datetime) -> Table:
    """One row a stretch of 30 days before the moment in which any wanted guest booked: its `number` (0 ends today), how many `bookings`
    that stand were made, and how many days ago the `oldest` of them was (LV4)."""
    rows = bought(as_of, backfilled=True)
    rows = rows.filter(rows.is_kept)
    numbered = rows.mutate(number=rows.ago // SLICE_DAYS)
    found = numbered.group_by("number").aggregate(bookings=numbered.count(), oldest=numbered.ago.max())
    types = ibis.Schema.from_pyarrow(SLICES_SCHEMA)
    return found.select(**{name: found[name].cast(types[name]) for name in SLICES_SCHEMA.names})


def traits() -> Table:
    """One row a wanted guest of whom a record says anything of it: `guest_id`, `age` (band of years of birth), `sex`, `region` (province),
    null where no record does; of several the last in the alphabet. For telling whether a model serves all alike, never for a feature."""
    people = guest_map()
    people = people.filter(people.is_wanted).select(_record="record_id", guest_id="guest_id")
    said = read.current("guest_facts")
    rows = said.join(people, said.record_id == people._record)
    return rows.group_by("guest_id").aggregate(age=rows.birth_year_band.max(), sex=rows.gender.max(), region=rows.province.max())
