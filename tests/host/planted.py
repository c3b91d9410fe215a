"""Run in a product's own environment: imports people whose contact values are known to a test, and a few bookings."""

from datetime import UTC, datetime

VALUES = {
    "phone": "13877665544",
    "email": "zhou.planted@sample-mail.example",
    "id_number": "G90817263",
    "birth_date": "1983-07-19",
    "address": "上海市静安区南京西路九百九十九弄七号",
    "wechat_id": "wxid_planted_zhou83",
}
HEADER = ["id", "name", *VALUES, "order", "total"]
BOOKING = {
    "booking_key": {"from": "order"},
    "line": {"const": "hotel"},
    "status": {"const": "reserved"},
    "total": {"from": "total"},
    "booker_key": {"from": "id"},
}
GUEST = {"guest_key": {"from": "id"}, "name": {"from": "name"}, **{name: {"from": name} for name in VALUES}}
MAPPING = {"name": "planted", "records": [{"kind": "guest", "fields": GUEST}, {"kind": "booking", "fields": BOOKING}]}


def planted_file() -> str:
    """The planted person, a row of the same values that breaks the contract and waits in quarantine, and a hundred others."""
    planted = ",".join(VALUES.values())
    broken = ",".join([*list(VALUES.values())[:3], "1983-19-07", *list(VALUES.values())[4:]])
    others = [f"G{n},客人{n},139{n:08d},guest{n}@example.com,E{n:08d},1990-01-01,某地{n}号,wx_{n},S-{n},{n}.00" for n in range(2, 102)]
    return "\n".join([",".join(HEADER), f"G1,周种子,{planted},S-1,100.00", f"G0,周隔离,{broken},S-0,100.00", *others]) + "\n"


def main() -> None:
    import django

    django.setup()
    from tests.cast import load, open_source

    run = load(open_source("planted"), planted_file(), MAPPING, name="planted.csv", clock=lambda: datetime.now(UTC))
    print(run.state.value, run.counts.new, run.counts.quarantined)


if __name__ == "__main__":
    main()
