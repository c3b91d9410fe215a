"""A small company whose files came in through connect: three guests, one of them known to two sources, and a child."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.cast import (
    DIRECTOR,
    LIN_WEI,
    NOON,
    ORDERS,
    PEOPLE,
    WANG_XIUYING,
    ZHANG_WEI,
    Guest,
    join_guests,
    load,
    make_guests,
    open_source,
    people_file,
    with_fields,
)
from tests.loyalty.books import open_books
from tests.loyalty.tiers import CLUB
from xenia.connect.models import GuestRecord
from xenia.insight.actions.snapshots import MAKING, order_snapshot, perform_snapshot
from xenia.kernel.actor import product_actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.members import enrol_many
from xenia.loyalty.actions.tiers import recompute, set_tiers
from xenia.profile.actions.tags import create_tag, put_tag
from xenia.profile.types.tags import TagDraft, TagWay
from xenia.trust.actions.consent import record_decision
from xenia.trust.actions.purposes import publish_notice
from xenia.trust.types.consent import Channel, NewDecision, NewNotice, Said, Way

NOW, LATER = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
MAKER = product_actor("insight", MAKING, "view_guests")
XIAO_MING = Guest("K1", "小明", "XIAO/MING", "男", "", "", "", "2018-05-05")
STAYS = with_fields(ORDERS, booker_key={"from": "guest"}, booked_at={"from": "made"}, destination_city={"from": "city"})
VISITS: dict[str, Any] = {
    "name": "visits",
    "records": [
        {
            "kind": "event",
            "fields": {
                "event_key": {"from": "event"},
                "name": {"from": "name"},
                "guest_key": {"from": "guest"},
                "at": {"from": "at"},
                "destination": {"from": "destination"},
            },
        }
    ],
}
STAYED = """order,guest,status,made,check_in,check_out,city,total
S-1,G1,completed,2026-01-05 10:00,2026-01-10,2026-01-12,东京,1200.00
S-2,G1,confirmed,2026-02-20 09:00,2026-05-01,2026-05-03,上海,800.00
S-3,G3,completed,2025-06-01 10:00,2025-06-10,2025-06-12,北京,500.00
"""
AT_THE_HOTEL = """event,guest,name,at,destination
E-1,G1,Trip Searched,2026-02-20 20:00,东京
E-2,G3,Trip Searched,2026-02-27 08:00,巴黎
E-3,G2,Offer Viewed,2026-03-01 08:00,东京
E-4,K1,Trip Searched,2026-03-01 08:00,东京
"""
AT_THE_AGENCY = """event,guest,name,at,destination
A-1,U7,Trip Searched,2026-03-02 08:00,东京
"""


@dataclass(frozen=True)
class House:
    """The guests by name, and Lin Wei's two records: of the hotel, and of the agency."""

    lin: UUID
    wang: UUID
    zhang: UUID
    child: UUID
    records: tuple[UUID, UUID]
    programme: str

    @property
    def grown_up(self) -> tuple[UUID, ...]:
        return self.lin, self.wang, self.zhang


def open_house() -> House:
    """Everything comes in by files; Lin Wei is tagged and a member, and said yes to WeChat."""
    hotel, agency = open_source("hotel"), open_source("agency")
    load(hotel, people_file(LIN_WEI, WANG_XIUYING, ZHANG_WEI, XIAO_MING), PEOPLE)
    load(agency, people_file(Guest("U7", "林薇", "LIN/WEI", "女", LIN_WEI.phone)), PEOPLE)
    load(hotel, STAYED, STAYS)
    load(hotel, AT_THE_HOTEL, VISITS)
    load(agency, AT_THE_AGENCY, VISITS)
    records = dict(GuestRecord.objects.values_list("source_key", "record_id"))
    made = dict(zip(records, make_guests(*records.values()), strict=True))
    lin = join_guests(records["G1"], records["U7"])
    perform_snapshot(actor=MAKER, snapshot_id=order_snapshot(actor=MAKER, is_full=True, now=NOW), clock=lambda: NOW)
    house = House(lin, made["G2"], made["G3"], made["K1"], (records["G1"], records["U7"]), _club(lin))
    _tag(lin)
    for purpose in ("marketing", "profiling"):
        publish_notice(actor=DIRECTOR, purpose=purpose, notice=_words(), now=NOON)
    say(lin, "marketing", Channel.WECHAT, Said.GIVEN)
    say(house.zhang, "marketing", Channel.WECHAT, Said.GIVEN)
    say(house.zhang, "marketing", Channel.WECHAT, Said.WITHDRAWN)
    return house


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Files loaded and a snapshot made, once for all tests of a file."""
    shutil.rmtree(Path(os.environ["XENIA_HOME"]) / "lake", ignore_errors=True)
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_house()
        transaction.set_rollback(True)


def say(guest: UUID, purpose: str, channel: Channel, said: Said, **more: Any) -> None:
    decision = NewDecision(guest, purpose, channel, said, NOON, Way.DESK, notice_version=1, **more)
    record_decision(actor=DIRECTOR, decision=decision, now=NOON)


def _words() -> NewNotice:
    return NewNotice(
        Text("我们会通过您选择的渠道联系您。", "We write to you on the channels you choose."),
        Text("", ""),
        asks_again=False,
        in_use_from=NOON - timedelta(days=400),
    )


def _tag(guest: UUID) -> None:
    draft = TagDraft(Text("亲子", "Family"), Text("带孩子出行的客人", "Guests who travel with children"), TagWay.MANUAL, "", None)
    put_tag(actor=DIRECTOR, guest_id=guest, tag_id=create_tag(actor=DIRECTOR, draft=draft, now=NOON), now=NOON)


def _club(guest: UUID) -> str:
    programme = open_books().programme
    set_tiers(actor=DIRECTOR, programme_id=programme.id, policy=CLUB, valid_from=date(2020, 1, 1), seen_number=0, now=NOON)
    enrol_many(actor=DIRECTOR, programme_id=programme.id, guest_ids=[guest], now=NOON)
    recompute(actor=DIRECTOR, programme_id=programme.id, member_ids=None, now=NOON)
    return programme.code
