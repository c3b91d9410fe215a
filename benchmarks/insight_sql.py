"""The features of the product, as somebody would write them for DuckDB alone: the peer of `insight_features`.

Facts of the benchmark have no items, calls or reviews; their columns are made empty here, as the product computes them from empty tables.
"""

from collections.abc import Iterator

WINDOWS = (30, 90, 365, 730)
VISITS = (7, 30, 90)
_ZERO_TEXT = "NULL::VARCHAR"
COUNTS = """
bookings bookings_asked bookings_open cancellations no_shows bookings_unpriced spend_minor repeats channels trips trips_365d nights_365d
trips_ahead companions companions_again travellers_booked cities places_searched saves_90d events_365d
"""
PLAIN = """
cancellation_share no_show_share first_booked_on last_booked_on lead_days_mean nights_mean party_mean season_share business_share
weekend_share children_share hotel_share air_share rail_share tour_share domestic_share promotion_share promotion_share_730d
booking_minor_mean night_minor_mean repeat_span_days repeat_minor_mean repeat_minor_sd gap_days_mean gap_days_median gap_days_sd
channel_top last_trip_on next_departure_on city_top place_searched_top place_wanted last_visit_on
"""


def script(links: str, files: dict[str, list[str]], as_of: str) -> Iterator[str]:
    """Yields the statements; the last makes `guest_features`."""
    yield f"""CREATE TEMP TABLE people AS
SELECT record_id, guest_id, (dense_rank() OVER (ORDER BY guest_id) - 1)::INT AS g FROM read_parquet('{links}')"""
    yield _bookings(files["booking_versions"], as_of)
    yield _buyers()
    yield _rhythm()
    yield _channels()
    yield _trips()
    yield _companions()
    yield """CREATE TEMP TABLE named AS SELECT b.g, count(DISTINCT p.g) AS travellers_booked
FROM (SELECT g, unnest(traveller_ids) AS one FROM b) b JOIN people p ON p.record_id = one GROUP BY b.g"""
    yield _places(files["behaviour_events"], as_of)
    yield _visits(files["behaviour_events"], as_of)
    yield _joined()


def _bookings(files: list[str], as_of: str) -> str:
    return f"""CREATE TEMP TABLE b AS
WITH known AS (
    SELECT * FROM read_parquet({files}) WHERE least(order_at, recorded_at) <= TIMESTAMPTZ '{as_of}'
    QUALIFY row_number() OVER (PARTITION BY source_id, record_hash ORDER BY order_at DESC, content_hash DESC) = 1
), dated AS (
    SELECT *, least(coalesce(booked_at, order_at), order_at, recorded_at, TIMESTAMPTZ '{as_of}')::DATE AS made_on FROM known
)
SELECT p.g, booking_id, traveller_ids, made_on, date_diff('day', made_on, DATE '{as_of[:10]}')::INT AS ago, line, channel, destination_city AS city,
    status IN ('reserved', 'confirmed', 'in_house', 'completed') AS kept, status IN ('requested', 'waitlisted') AS open,
    status = 'cancelled' AS cancelled, status = 'no_show' AS no_show,
    destination_country IN ('CN', 'CHN', 'China', '中国') AS domestic, lower(purpose) = 'business' AS business,
    (dayofweek(starts_on) + 6) % 7 IN (4, 5) AS weekend, promotion_code IS NOT NULL AND promotion_code <> '' AS promo,
    starts_on, date_diff('day', DATE '{as_of[:10]}', starts_on) AS starts_in,
    CASE WHEN starts_on >= made_on THEN date_diff('day', made_on, starts_on) END AS lead,
    nullif(greatest(CASE WHEN line = 'hotel' THEN coalesce(nights, date_diff('day', starts_on, CASE WHEN ends_on >= starts_on THEN ends_on END)) ELSE nights END, 0), 0) AS nights,
    greatest(coalesce(rooms, 1), 1) AS rooms, nullif(coalesce(adults, 0) + coalesce(children, 0) + coalesce(infants, 0), 0) AS party,
    coalesce(children, 0) + coalesce(infants, 0) > 0 AS kids, round(total_minor * r.factor)::BIGINT AS minor,
    total_minor IS NULL OR r.factor IS NULL AS unpriced
FROM dated JOIN people p ON p.record_id = coalesce(booker_id, payer_id, traveller_ids[1])
LEFT JOIN rates r ON r.currency = dated.currency
    AND r.day = least(greatest(made_on, (SELECT min(day) FROM rates)), (SELECT max(day) FROM rates))"""


def _share(part: str, whole: str) -> str:
    return f"count(*) FILTER (WHERE ({part}) AND {whole})::DOUBLE / nullif(count(*) FILTER (WHERE {whole}), 0)"


def _buyers() -> str:
    windows = ", ".join(
        f"count(*) FILTER (WHERE kept AND ago < {days}) AS bookings_{days}d, sum(minor) FILTER (WHERE kept AND ago < {days}) AS spend_minor_{days}d"
        for days in WINDOWS
    )
    ended, season = "(kept OR cancelled OR no_show)", "(kept AND year(made_on) < 2026)"
    return f"""CREATE TEMP TABLE buyers AS SELECT g, count(*) FILTER (WHERE kept) AS bookings, {windows}, count(*) AS bookings_asked,
    count(*) FILTER (WHERE open) AS bookings_open, count(*) FILTER (WHERE cancelled) AS cancellations, count(*) FILTER (WHERE no_show) AS no_shows,
    {_share("cancelled", ended)} AS cancellation_share, {_share("no_show", ended)} AS no_show_share,
    min(made_on) FILTER (WHERE kept) AS first_booked_on, max(made_on) FILTER (WHERE kept) AS last_booked_on,
    avg(lead) FILTER (WHERE kept) AS lead_days_mean, avg(nights) FILTER (WHERE kept) AS nights_mean, avg(party) FILTER (WHERE kept) AS party_mean,
    {_share("quarter(made_on) = 2", season)} AS season_share, {_share("business", "(kept AND business IS NOT NULL)")} AS business_share,
    {_share("weekend", "(kept AND weekend IS NOT NULL)")} AS weekend_share, {_share("kids", "(kept AND party IS NOT NULL)")} AS children_share,
    {_share("line = 'hotel'", "kept")} AS hotel_share, {_share("line = 'air'", "kept")} AS air_share, {_share("line = 'rail'", "kept")} AS rail_share,
    {_share("line IN ('tour', 'guide', 'package', 'attraction')", "kept")} AS tour_share,
    {_share("domestic", "(kept AND domestic IS NOT NULL)")} AS domestic_share, {_share("promo", "kept")} AS promotion_share,
    {_share("promo", "(kept AND ago < 730)")} AS promotion_share_730d, sum(minor) FILTER (WHERE kept) AS spend_minor,
    avg(minor) FILTER (WHERE kept AND minor > 0) AS booking_minor_mean,
    sum(minor) FILTER (WHERE kept AND minor > 0 AND nights IS NOT NULL)::DOUBLE
        / nullif(sum(nights * rooms) FILTER (WHERE kept AND minor > 0 AND nights IS NOT NULL), 0) AS night_minor_mean,
    count(*) FILTER (WHERE kept AND unpriced) AS bookings_unpriced
FROM b GROUP BY g"""


def _rhythm() -> str:
    return """CREATE TEMP TABLE rhythm AS
WITH days AS (SELECT g, ago, sum(minor) AS minor FROM b WHERE kept GROUP BY g, ago),
spaced AS (SELECT *, lag(ago) OVER (PARTITION BY g ORDER BY ago DESC) - ago AS gap FROM days)
SELECT g, count(gap) AS repeats, max(ago) - min(ago) AS repeat_span_days, avg(minor) FILTER (WHERE gap IS NOT NULL AND minor > 0) AS repeat_minor_mean,
    stddev_samp(minor) FILTER (WHERE gap IS NOT NULL AND minor > 0) AS repeat_minor_sd, avg(gap) AS gap_days_mean,
    median(gap::DOUBLE) AS gap_days_median, stddev_samp(gap) AS gap_days_sd FROM spaced GROUP BY g"""


def _channels() -> str:
    return """CREATE TEMP TABLE channels AS
WITH used AS (SELECT g, channel, count(*) AS times FROM b WHERE kept AND channel IS NOT NULL GROUP BY g, channel)
SELECT g, count(*) AS channels, max(struct_pack(times := times, word := channel)).word AS channel_top FROM used GROUP BY g"""


def _trips() -> str:
    return """CREATE TEMP TABLE trips AS
WITH alone AS (SELECT p.g, starts_on, starts_in, nights FROM b JOIN people p ON p.record_id = traveller_ids[1] WHERE kept AND len(traveller_ids) = 1),
several AS (SELECT booking_id, starts_on, starts_in, nights, unnest(traveller_ids) AS person FROM b WHERE kept AND len(traveller_ids) > 1),
each AS (SELECT * FROM alone UNION ALL
    SELECT g, starts_on, starts_in, nights FROM (SELECT DISTINCT p.g, booking_id, starts_on, starts_in, nights FROM several JOIN people p ON p.record_id = person))
SELECT g, count(*) FILTER (WHERE starts_in <= 0) AS trips, count(*) FILTER (WHERE starts_in <= 0 AND starts_in > -365) AS trips_365d,
    sum(nights) FILTER (WHERE starts_in <= 0 AND starts_in > -365) AS nights_365d, count(*) FILTER (WHERE starts_in > 0) AS trips_ahead,
    max(starts_on) FILTER (WHERE starts_in <= 0) AS last_trip_on, min(starts_on) FILTER (WHERE starts_in >= 0) AS next_departure_on FROM each GROUP BY g"""


def _companions() -> str:
    return """CREATE TEMP TABLE companions AS
WITH party AS (SELECT booking_id, traveller_ids FROM b WHERE kept AND len(traveller_ids) BETWEEN 2 AND 9),
named AS (SELECT DISTINCT booking_id, p.g FROM (SELECT booking_id, unnest(traveller_ids) AS person FROM party) JOIN people p ON p.record_id = person),
pairs AS (SELECT one.g, other.g AS o, count(*) AS times FROM named one JOIN named other USING (booking_id) WHERE one.g <> other.g GROUP BY ALL)
SELECT g, count(*) AS companions, count(*) FILTER (WHERE times > 1) AS companions_again FROM pairs GROUP BY g"""


def _places(files: list[str], as_of: str) -> str:
    return f"""CREATE TEMP TABLE places AS
WITH looked AS (
    SELECT p.g, destination AS place, count(*) AS searched FROM read_parquet({files}) e JOIN people p USING (record_id)
    WHERE destination IS NOT NULL AND e.at > TIMESTAMPTZ '{as_of}' - INTERVAL 365 DAY AND e.at <= TIMESTAMPTZ '{as_of}'
        AND name IN ('Trip Searched', 'Offer Viewed', 'Offer Saved') GROUP BY ALL
), went AS (SELECT g, city AS place, count(*) AS booked FROM b WHERE kept AND city IS NOT NULL GROUP BY ALL),
each AS (SELECT g, place, booked, searched FROM went FULL JOIN looked USING (g, place))
SELECT g, count(booked) AS cities, (max(struct_pack(times := booked, word := place)) FILTER (WHERE booked IS NOT NULL)).word AS city_top,
    count(searched) AS places_searched, (max(struct_pack(times := searched, word := place)) FILTER (WHERE searched IS NOT NULL)).word AS place_searched_top,
    (max(struct_pack(times := searched, word := place)) FILTER (WHERE searched IS NOT NULL AND booked IS NULL)).word AS place_wanted
FROM each GROUP BY g"""


def _visits(files: list[str], as_of: str) -> str:
    names = {"searches": "'Trip Searched'", "views": "'Offer Viewed'", "form_steps": "'Booking Started'"}
    moment = f"TIMESTAMPTZ '{as_of}'"
    counts = [
        f"count(*) FILTER (WHERE name = {name} AND e.at > {moment} - INTERVAL {days} DAY) AS {kind}_{days}d"
        for kind, name in names.items()
        for days in VISITS
    ]
    counts.append(f"count(*) FILTER (WHERE name = 'Offer Saved' AND e.at > {moment} - INTERVAL 90 DAY) AS saves_90d")
    counts.append(f"count(*) FILTER (WHERE e.at > {moment} - INTERVAL 365 DAY) AS events_365d")
    told = [one.split(" AS ")[1] for one in counts]
    return f"""CREATE TEMP TABLE visits AS
WITH each AS (SELECT record_id, {", ".join(counts)}, max(e.at)::DATE AS last_visit_on FROM read_parquet({files}) e
    WHERE record_id IS NOT NULL AND e.at <= {moment} GROUP BY record_id)
SELECT g, {", ".join(f"sum({name})::BIGINT AS {name}" for name in told)}, max(last_visit_on) AS last_visit_on FROM each JOIN people USING (record_id) GROUP BY g"""


def _joined() -> str:
    counts = COUNTS.split()
    counts += [f"{kind}_{days}d" for kind in ("bookings", "spend_minor") for days in WINDOWS]
    counts += [f"{kind}_{days}d" for kind in ("searches", "views", "form_steps") for days in VISITS]
    plain = PLAIN.split()
    empty = dict.fromkeys(("segments", "calls_90d", "calls_365d", "contacts_365d", "reviews"), "0")
    empty |= dict.fromkeys(("premium_cabin_share", "segment_minor_mean", "rating_mean", "rating_last", "rating_lowest"), "NULL::DOUBLE")
    empty |= {"room_type_top": _ZERO_TEXT, "last_contact_on": "NULL::DATE", "last_contact_days": "NULL::BIGINT"}
    day = "DATE '2026-06-15'"
    moving = {
        "recency_days": f"date_diff('day', last_booked_on, {day})",
        "age_days": f"date_diff('day', first_booked_on, {day})",
        "overdue_ratio": f"date_diff('day', last_booked_on, {day}) / nullif(gap_days_mean, 0)",
        "lrfmc_length_months": f"date_diff('day', first_booked_on, {day}) / 30.4375",
        "lrfmc_recency_months": f"date_diff('day', last_booked_on, {day}) / 30.4375",
        "last_trip_days": f"date_diff('day', last_trip_on, {day})",
        "next_departure_days": f"date_diff('day', {day}, next_departure_on)",
        "last_visit_days": f"date_diff('day', last_visit_on, {day})",
        "is_agency": "coalesce(bookings_asked, 0) > 500 OR coalesce(travellers_booked, 0) > 60",
    }
    columns = [f"coalesce({name}, 0)::BIGINT AS {name}" for name in counts] + plain
    columns += [f"{value} AS {name}" for name, value in (empty | moving).items()]
    joins = " ".join(
        f"LEFT JOIN {one} USING (g)" for one in ("buyers", "rhythm", "channels", "trips", "companions", "named", "places", "visits")
    )
    return f"""CREATE TEMP TABLE guest_features AS
WITH guests AS (SELECT g, guest_id, count(*) AS records FROM people GROUP BY ALL)
SELECT guest_id, records, {", ".join(columns)} FROM guests {joins}"""
