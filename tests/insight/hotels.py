"""A small hotel's bookings, written as its property-management system exports them: one agent's bookings are mostly cancelled."""

from pathlib import Path

import numpy as np
import pandas as pd

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def write(path: Path, rows: int = 1_500, seed: int = 1, first: str = "2016-01-01") -> Path:
    """One file over 200 days of arrivals."""
    random = np.random.default_rng(seed)
    arrives = pd.to_datetime(first) + pd.to_timedelta(np.sort(random.integers(0, 200, rows)), unit="D")
    agent = random.choice(["9", "14", "240", "NULL"], rows)
    lead = random.integers(0, 120, rows)
    likely = 0.1 + 0.5 * (agent == "240") + 0.002 * lead
    table = {
        "hotel": random.choice(["City Hotel", "Resort Hotel"], rows), "is_canceled": (random.random(rows) < likely).astype(int), "lead_time": lead,
        "arrival_date_year": arrives.year, "arrival_date_month": [MONTHS[month - 1] for month in arrives.month], "arrival_date_day_of_month": arrives.day,
        "stays_in_weekend_nights": random.integers(0, 3, rows), "stays_in_week_nights": random.integers(0, 5, rows),
        "adults": 2, "children": 0, "babies": 0, "meal": "BB", "country": random.choice(["PRT", "GBR"], rows), "market_segment": "Online TA",
        "distribution_channel": "TA/TO", "is_repeated_guest": 0, "previous_cancellations": 0, "previous_bookings_not_canceled": 0,
        "reserved_room_type": random.choice(["A", "D"], rows), "assigned_room_type": "A", "booking_changes": 0, "deposit_type": "No Deposit",
        "agent": agent, "company": "NULL", "days_in_waiting_list": 0, "customer_type": "Transient", "adr": random.integers(50, 150, rows).astype(float),
        "required_car_parking_spaces": 0, "total_of_special_requests": 0, "reservation_status": "Check-Out", "reservation_status_date": "2016-01-01",
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(table).to_csv(path, index=False)
    return path
