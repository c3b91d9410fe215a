"""A guest planted in every place the product keeps people, and a companion who must lose nothing."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pyarrow as pa

from tests.cast import DIRECTOR, LI_NA, NOON, PEOPLE, ZHANG_WEI, House, add_facts, load, open_source, people_file, store_file
from tests.rights.planted_words import plant_words
from xenia.connect import models
from xenia.identity import models as identity
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import guests_of
from xenia.identity.rows import SILENT, sealed_reading
from xenia.insight.facts import lifecycle, scores, standing
from xenia.insight.facts.snapshot import NAME, SCHEMA
from xenia.insight.kinds import KINDS
from xenia.insight.models.register import ModelRun
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.types.judged import Subject as Scored
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.ids import new_id
from xenia.lake.snapshots import write_snapshot
from xenia.lake.tables import TABLES
from xenia.loyalty.facts import loyalty_index
from xenia.loyalty.models import coupons
from xenia.loyalty.models.adjustments import Adjustment
from xenia.loyalty.models.companies import Company, CompanyTie
from xenia.loyalty.models.families import Family, FamilyTie
from xenia.loyalty.models.passing import Passing
from xenia.loyalty.models.programmes import Member, PointKind, Programme
from xenia.loyalty.models.take_overs import FormerNumber, TakeOver
from xenia.loyalty.rules.loyalty_index import version_of
from xenia.news.deliver import deliver
from xenia.news.models import News
from xenia.recommend.models import Booked, CityAnswer, Click, GuestList, Impression
from xenia.segment.models.audiences import GuestNumber
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.actions.requests import Given, check_identity, open_request, start_work
from xenia.trust.models import incidents, signals
from xenia.trust.models import requests as request_tables
from xenia.trust.models.consent import ConsentDecision, CurrentConsent, GuestGroup, Purpose
from xenia.trust.models.decisions import PriceDecision
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.requests import NewRequest, RequestKind
from xenia.wiring import RIGHTS, SUBSCRIPTIONS

LINKER = product_actor("tests", "link_records")
OFFICER = DIRECTOR
GIVEN = Given({"phone": "139 0000 2222", "name": "张伟"})
BAD_ROW = "G33,张伟,ZHANG/WEI,男,+8613900002222,zhang.wei@example.com,,1979-02-31,silver,北辰重工"


@dataclass(frozen=True)
class Planted:
    """Zhang Wei, who will ask to be erased, and Li Na, who travels with him."""

    house: House
    zhang: UUID
    li: UUID
    guest: UUID
    booking: UUID


def plant() -> Planted:
    """Puts Zhang Wei into every table and file that can hold a guest."""
    source_id = open_source("pms")
    bad = people_file(ZHANG_WEI, LI_NA) + BAD_ROW + "\n"
    models.Source.objects.filter(id=source_id).update(bad_share_max=1)
    run = load(source_id, bad, PEOPLE, name="people.csv")
    people = dict(models.GuestRecord.objects.filter(source_id=source_id).values_list("name", "record_id"))
    house = House(models.Source.objects.get(id=source_id).unit_id, source_id, run.id)
    zhang, li = people["张伟"], people["李娜"]
    link_records(actor=LINKER, record_ids=[zhang, li], now=NOON)
    for news in News.objects.filter(kind="GuestsChanged"):
        deliver(news.id, subscriptions=SUBSCRIPTIONS, now=NOON)
    guest = guests_of(DIRECTOR, [zhang])[0]
    booking = _book(house, zhang, li)
    _fill_lake(house, zhang, li, booking)
    _fill_snapshot(guest)
    _fill_tables(zhang, guest)
    plant_words(zhang, guest)
    return Planted(house, zhang, li, guest, booking)


def _book(house: House, zhang: UUID, li: UUID) -> UUID:
    row = models.Booking.objects.create(
        booking_id=new_id(), source_id=house.source_id, unit_id=house.unit_id, booking_key="B-1", line="hotel", status="completed",
        total_minor=90_000, currency="CNY", booker_id=zhang, payer_id=zhang, traveller_ids=[zhang, li], content_hash=b"c" * 16, order_at=NOON,
        run_id=house.run_id, row_number=2,
    )  # fmt: skip
    models.GuestUnit.objects.create(record_id=zhang, unit_id=new_id())
    return row.booking_id


def _fill_lake(house: House, zhang: UUID, li: UUID, booking: UUID) -> None:
    for name, table in TABLES.items():
        own: dict[str, object] = {}
        if "record_id" in table.record_columns:
            own["record_id"] = str(zhang)
        if "booking_id" in table.schema.names:
            own["booking_id"] = str(booking)
        if name == "booking_versions":
            own |= {"booker_id": str(zhang), "payer_id": str(zhang), "traveller_ids": [str(zhang), str(li)], "total_minor": 90_000}
        for text in {"attributes", "properties", "text", "reason", "value", "cancel_reason"} & set(table.schema.names) if own else ():
            own[text] = json.dumps({"note": "call 13900002222 or ZHANG.WEI@example.com"})
        if own:
            add_facts(name, house, own)


def _fill_snapshot(guest: UUID) -> None:
    batch = pa.RecordBatch.from_pylist([{"guest_id": str(guest), "city_top": "三亚"}, {"guest_id": str(new_id())}], SCHEMA)
    write_snapshot(NAME, SCHEMA, [batch], version=new_id())
    for name, schema in {standing.STANDING: standing.SCHEMA, lifecycle.MOVES: lifecycle.MOVES_SCHEMA}.items():
        _fill_lake_table(name, schema, guest, new_id())
    _fill_lake_table(loyalty_index.NAME, loyalty_index.SCHEMA, guest, version_of(NOON.date()))
    snapshot = Snapshot.objects.create(as_of=NOON, state="done", is_full=True, created_at=NOON)
    run = ModelRun.objects.create(task="score", state="done", reason="planted", as_of=NOON, snapshot_id=snapshot.id, created_at=NOON)
    for one in (Scored.GUEST, Scored.BOOKING):
        _fill_lake_table(scores.TABLES[one], scores.schema_of(one, KINDS), guest, run.id)
    _fill_lake_table(scores.REASONS, scores.REASONS_SCHEMA, guest, run.id)


def _fill_lake_table(name: str, schema: pa.Schema, guest: UUID, version: UUID) -> None:
    rows = pa.RecordBatch.from_pylist([{"guest_id": str(guest)}, {"guest_id": str(new_id())}], schema)
    write_snapshot(name, schema, [rows], version=version)


def _fill_tables(zhang: UUID, guest: UUID) -> None:
    News.objects.create(kind="Tested", payload={"guest_id": str(guest)}, published_at=NOON, delivered_at=NOON)
    record(DIRECTOR, "contact.revealed", subject=Subject(SubjectKind.RECORD, str(zhang)), now=NOON)
    purpose, _ = Purpose.objects.get_or_create(code="tests", defaults={"channels": ["sms"]})
    said = {"guest_id": guest, "purpose": purpose, "channel": "sms", "said": "given", "notice_version": 1, "decided_at": NOON}
    decision = ConsentDecision.objects.create(
        **said, language="zh-CN", recorded_at=NOON, actor_kind="person", way="desk", by_guardian=False
    )
    CurrentConsent.objects.create(**said, decision_id=decision.id)
    PriceDecision.objects.create(
        kind="price", guest_id=guest, decided_by="tests", model_version="1", inputs=[], inputs_hash=b"h" * 32, offer="x", price_minor=1,
        public_price_minor=1, currency="CNY", explanation_zh="因为", explanation_en="because", decided_at=NOON,
    )  # fmt: skip
    request_tables.Restriction.objects.create(guest_id=guest, kind="profiling", since=NOON)
    _fill_membership(guest)
    GuestNumber.objects.create(guest_id=guest)
    _fill_incident(zhang)
    _fill_identity(zhang, guest)
    (ENV.home / "logs").mkdir(exist_ok=True)
    (ENV.home / "logs" / "web.log").write_text(json.dumps({"event": "contact_revealed", "record_id": str(zhang)}) + "\n")


def _fill_membership(guest: UUID) -> None:
    programme = Programme.objects.create(
        code="PLANTED", name_zh="计划", name_en="Programme", currency="CNY", time_zone="Asia/Shanghai", state="open", created_at=NOON,
        changed_at=NOON,
    )  # fmt: skip
    said = {"programme": programme, "state": "active", "enrolled_on": NOON.date(), "created_at": NOON}
    member = Member.objects.create(number="1000000016", guest_id=guest, **said)
    friend = Member.objects.create(number="1000000024", **said)
    kind = PointKind.objects.create(programme=programme, code="POINTS", role="redeemable", name_zh="积分", name_en="Points", has_lots=True)
    Adjustment.objects.create(
        member=member,
        point_kind=kind,
        key="k",
        points=1,
        reason="goodwill",
        words=f"{ZHANG_WEI.email} 说热水停了",
        state="waiting",
        asked_at=NOON,
    )
    plant_recommendations(guest)
    Passing.objects.create(
        giver=friend,
        taker=member,
        kind="transfer",
        state="done",
        key="k",
        points=1,
        message=f"{ZHANG_WEI.email} 生日快乐",
        passed_on=NOON.date(),
        asked_at=NOON,
    )
    taken = TakeOver.objects.create(
        programme=programme,
        source_id=new_id(),
        members_upload=new_id(),
        balances_upload=new_id(),
        as_of=NOON.date(),
        state="done",
        ordered_at=NOON,
    )
    FormerNumber.objects.create(member=member, programme=programme, take_over=taken, number="OLD-7", said={"note": ZHANG_WEI.email})
    company = Company.objects.create(member=Member.objects.create(number="1000000032", **said), programme=programme, name="北辰重工")
    CompanyTie.objects.create(company=company, member=member, role="traveller", agreed_by="desk", joined_on=NOON.date(), added_at=NOON)
    family = Family.objects.create(programme=programme, head=friend, opened_on=NOON.date(), opened_at=NOON)
    FamilyTie.objects.create(family=family, member=member, role="adult", state="in", asked_at=NOON, joined_on=NOON.date())
    batch = coupons.CouponBatch.objects.create(programme=programme, code="SPRING", mode="unique", account_id=0, total=1, created_at=NOON)
    coupon = coupons.Coupon.objects.create(batch=batch, code_index=b"c" * 16, given_at=NOON)
    order = coupons.CouponOrder.objects.create(
        programme=programme, key="k", guest_id=guest, spend_minor=1, off_minor=1, state="used", held_until=NOON, ordered_at=NOON
    )
    coupons.CouponUse.objects.create(order=order, place=0, coupon=coupon, batch=batch, off_minor=1, guest_id=guest)


def _fill_identity(zhang: UUID, guest: UUID) -> None:
    left, right = sorted((zhang, new_id()))
    pair = {"left_id": left, "right_id": right}
    identity.Reading.objects.create(record_id=zhang, reading_sealed=sealed_reading(zhang, SILENT), content_hash=b"h" * 16)
    identity.Match.objects.create(**pair, weight=1, levels=[], model_version=1, verdict="ask")
    identity.Decision.objects.create(**pair, said="different", said_at=NOON)
    identity.ReviewedPair.objects.create(**pair, weight=1, stratum=1, drawn_at=NOON)
    GuestGroup.objects.create(guest_id=guest, current_id=guest, since=NOON)
    identity.Relation.objects.create(from_id=guest, to_id=new_id(), kind="companion", confidence=1, state="inferred", changed_at=NOON)


def _fill_incident(zhang: UUID) -> None:
    said = f"record {zhang}"
    incident = incidents.Incident.objects.create(
        kind="loss", grade="minor", laws=["pipl"], title="lost laptop", happened=said, found_at=NOON, registered_at=NOON
    )
    incidents.IncidentPerson.objects.create(incident=incident, subject_kind="record", subject_id=zhang)
    incidents.IncidentNotice.objects.create(incident=incident, duty="guests", text_zh=said, text_en=said, made_at=NOON)
    incidents.IncidentMoment.objects.create(incident=incident, at=NOON, kind="note", text=said)
    seen = {"subject_kind": "record", "subject_id": zhang}
    signal = signals.Signal.objects.create(kind="burst", mark_hash=b"m" * 32, at=NOON, raised_at=NOON, **seen)
    signals.Hold.objects.create(signal=signal, action="refund", since=NOON, **seen)


def ask(planted: Planted, kind: RequestKind = RequestKind.DELETE, actor: Actor = OFFICER) -> UUID:
    """A request of Zhang Wei whose identity was checked."""
    new = NewRequest(kind, (planted.zhang,), asked_name="张伟", asked_contact="13900002222", asked_words="请删除我的全部数据")
    request_id = open_request(actor=actor, new=new, rights=RIGHTS, now=NOON)
    check_identity(actor=actor, request_id=request_id, given=GIVEN, rights=RIGHTS, now=NOON)
    return request_id


def ask_and_start(planted: Planted, kind: RequestKind = RequestKind.DELETE) -> UUID:
    """The same, with the work begun."""
    request_id = ask(planted, kind)
    start_work(actor=OFFICER, request_id=request_id, rights=RIGHTS, now=NOON)
    return request_id


def another_file(planted: Planted) -> UUID:
    """An upload nobody imported, with Zhang Wei in it in GBK, and one without him."""
    store_file(planted.house.source_id, people_file(LI_NA), name="li.csv")
    return store_file(planted.house.source_id, people_file(ZHANG_WEI).encode("gb18030"), name="zhang.csv")


LATER = NOON + timedelta(hours=1)


def plant_recommendations(guest: UUID) -> None:
    GuestList.objects.create(run_id=new_id(), guest_id=guest, items="[]")
    CityAnswer.objects.create(guest_id=guest, city="三亚", answer="been", said_at=NOON)
    shown = Impression.objects.create(
        id=new_id(), guest_id=guest, list_id=new_id(), version_number=1, surface="app", items=[[1, "三亚", 0.5, 1.0]], shown_at=NOON
    )
    Click.objects.create(impression=shown, guest_id=shown.guest_id, city="三亚", clicked_at=NOON)
    Booked.objects.create(impression=shown, guest_id=shown.guest_id, city="三亚", booked_at=NOON)
