"""Everything that leaves as a file: asked for, allowed, marked, counted, fetched, expired. Rules W1 to W9 by number."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import openpyxl
import pytest

from tests.cast import DIRECTOR, NOON, PASSWORD, Company, open_company
from xenia import wiring
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.texts import Text
from xenia.trust.actions.approvals import decide
from xenia.trust.actions.exports import cancel_export, change_export_policy, expire_exports, open_export, order_export, record_exchange
from xenia.trust.actions.making_exports import perform_export
from xenia.trust.actions.people import create_person
from xenia.trust.models import exports as models
from xenia.trust.models.audit import AuditEntry
from xenia.trust.queries.approvals import list_approvals
from xenia.trust.queries.exports import export_path, get_counters, get_export, list_exports, list_notices, people_of
from xenia.trust.queries.people import get_actor
from xenia.trust.rules.exports import canary_of, limit_state
from xenia.trust.types.access import NewPerson
from xenia.trust.types.exports import (
    Exchange,
    ExportColumn,
    Exporter,
    ExportFormat,
    ExportOrder,
    ExportRow,
    ExportSize,
    ExportState,
    LimitState,
    PolicyCode,
    Recipient,
)

pytestmark = pytest.mark.django_db
INSIDE = Recipient("internal", "CN", "call list for May")
ABROAD = Recipient("Kyoto Ryokan KK", "JP", "rooming list", "A-2026-17")
GUESTS = ExportOrder("guests", {}, ExportFormat.CSV, INSIDE)


@pytest.fixture
def company(db: None, settings) -> Company:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_company()


@pytest.fixture
def chen(company: Company) -> Actor:
    return company.actor("chen")


def order(actor: Actor, what: ExportOrder = GUESTS) -> UUID:
    return order_export(actor=actor, order=what, exporters=wiring.EXPORTERS, now=NOON)


def make(actor: Actor, what: ExportOrder = GUESTS) -> UUID:
    export_id = order(actor, what)
    perform_export(export_id=export_id, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    return export_id


def content(actor: Actor, export_id: UUID) -> bytes:
    return b"".join(open_export(actor=actor, export_id=export_id, now=NOON).blocks)


def lines(actor: Actor, export_id: UUID) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(actor, export_id).decode("utf-8-sig"))))


def actions() -> list[str]:
    return list(AuditEntry.objects.filter(subject_kind="export").order_by("id").values_list("action", flat=True))


def policy(code: PolicyCode, value: str) -> None:
    change_export_policy(actor=DIRECTOR, code=code, value=value, now=NOON)


def test_w1_an_export_holds_what_the_list_shows_and_stands_in_the_register(chen: Actor) -> None:
    export_id = make(chen)
    _, header, *rows, _ = lines(chen, export_id)
    assert [(row[0], row[7], row[8]) for row in rows if row[0] == "林薇"] == [("林薇", "138****1111", "l***@example.com")]
    assert (header[0], len(rows), len({tuple(row) for row in rows})) == ("姓名", 4, 4)
    held = get_export(chen, export_id)
    assert (held.state, held.people, held.rows, held.recipient, held.country, held.purpose) == (
        "done",
        4,
        4,
        "internal",
        "CN",
        "call list for May",
    )
    assert actions() == ["export.asked", "export.made", "export.downloaded"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"recipient": replace(INSIDE, purpose=" x ")}, "export_reason_missing"), ({"recipient": replace(INSIDE, country="XX")}, "country_unknown"),
        ({"recipient": replace(ABROAD, agreement="")}, "export_agreement_missing"), ({"recipient": replace(INSIDE, name="")}, "export_reason_missing"),
        ({"kind": "payroll"}, "export_kind_unknown"), ({"where": {"colour": "red"}}, "filter_unknown"), ({"where": {"source_id": "x"}}, "filter_value_wrong"),
        ({"where": {"city": "Atlantis"}}, "export_empty"), ({"kind": "quarantine"}, "source_missing"),
    ],
)  # fmt: skip
def test_w1_an_order_that_does_not_say_what_for_whom_and_why_is_refused(chen: Actor, changed: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        order(chen, replace(GUESTS, **changed))  # type: ignore[arg-type]
    assert (refused.value.code, models.Export.objects.count(), actions()) == (code, 0, [])


def test_w1_who_may_not_export_does_not_and_who_sees_one_unit_exports_that_unit(company: Company) -> None:
    with pytest.raises(Refused, match="export_data"):
        order(company.actor("zhao"))
    li = get_actor(create_person(actor=DIRECTOR, person=NewPerson("li@yunxing.example", "李", PASSWORD, ("marketer",), ("shanghai",))))
    with pytest.raises(Refused, match="reveal_contacts"):
        order(li, replace(GUESTS, with_contacts=True))
    assert {row[0] for row in lines(li, make(li))[2:-1]} == {"林薇", "王秀英"}


def test_w2_who_made_it_when_for_whom_and_the_canary_stand_in_the_file(chen: Actor) -> None:
    export_id = make(chen, replace(GUESTS, recipient=ABROAD))
    first, header, *rows, last = lines(chen, export_id)
    canary = get_export(chen, export_id).canary
    assert first == last == [f"Xenia 宾至 · {canary} · 陈静 · 2026-03-02 04:00 UTC · Kyoto Ryokan KK (JP) · rooming list · A-2026-17"]
    assert (header[-1], {row[-1] for row in rows}) == ("_export", {canary})
    assert (canary_of(export_id, b"a" * 32) != canary_of(export_id, b"b" * 32), len(canary)) == (True, 11)


def test_w2_a_workbook_is_marked_in_its_rows_its_properties_and_its_printed_foot(chen: Actor) -> None:
    export_id = make(chen, replace(GUESTS, format=ExportFormat.XLSX))
    book = openpyxl.load_workbook(io.BytesIO(content(chen, export_id)))
    canary = get_export(chen, export_id).canary
    assert book.active is not None
    rows = list(book.active.values)
    assert (len(rows), rows[0][0] == rows[-1][0] == book.properties.description, {row[-1] for row in rows[2:-1]}) == (7, True, {canary})
    assert canary in str(book.active.oddFooter.left.text) + str(book.active.oddFooter.center.text)


def test_w2_a_file_of_quarantine_is_marked_in_a_column_so_that_it_can_come_back(chen: Actor) -> None:
    from tests.cast import load, open_source, orders_file

    source_id = open_source(bad_share_max=1.0)
    load(source_id, orders_file("S-1,reserved,2026-02-31,,1", "=1+1,reserved,2026-02-31,,1"))
    made = make(chen, replace(GUESTS, kind="quarantine", where={"source_id": str(source_id)}))
    header, first, second = lines(chen, made)
    assert (header[0], header[-1], first[0], second[0], get_export(chen, made).canary in first[-1]) == (
        "order",
        "_export",
        "S-1",
        "'=1+1",
        True,
    )
    load(source_id, content(chen, made), name="back.csv")
    assert "_export" not in lines(chen, make(chen, replace(GUESTS, kind="quarantine", where={"source_id": str(source_id)})))[0][:-1]


def digests(rows: int) -> dict[str, Exporter]:
    """A list for a machine that allows no mark."""
    column = ExportColumn("digest", Text("", ""))
    made = [ExportRow((f"digest {number}",), (uuid4(),)) for number in range(rows)]
    title, size = Text("摘要", "Digests"), ExportSize(2, 2)
    return {
        "digests": Exporter(
            title, lambda *_: size, lambda *_: (column,), lambda *_: iter(made), is_for_partners=True, seed=lambda _, canary: (f"seed {canary}",)
        )
    }  # fmt: skip


def test_w2_a_file_that_allows_no_mark_begins_with_a_seed_of_its_canary(chen: Actor) -> None:
    what = replace(GUESTS, kind="digests", recipient=ABROAD)
    export_id = order_export(actor=chen, order=what, exporters=digests(2), now=NOON)
    perform_export(export_id=export_id, exporters=digests(2), clock=lambda: NOON)
    assert lines(chen, export_id) == [[f"seed {get_export(chen, export_id).canary}"], ["digest 0"], ["digest 1"]]


def test_w2_a_file_of_a_seed_alone_is_not_made_and_says_why(chen: Actor) -> None:
    what = replace(GUESTS, kind="digests", recipient=ABROAD)
    export_id = order_export(actor=chen, order=what, exporters=digests(0), now=NOON)
    perform_export(export_id=export_id, exporters=digests(0), clock=lambda: NOON)
    held = get_export(chen, export_id)
    assert (held.state, held.message is not None and "同意" in held.message.zh) == ("failed", True)


def test_w1_a_file_for_partners_names_one(chen: Actor) -> None:
    with pytest.raises(Invalid, match="name the recipient"):
        order_export(actor=chen, order=replace(GUESTS, kind="digests"), exporters=digests(2), now=NOON)


def test_w3_more_people_than_the_policy_says_take_a_second_person(company: Company, chen: Actor) -> None:
    policy(PolicyCode.FOUR_EYES_PEOPLE, "3")
    export_id = order(chen)
    perform_export(export_id=export_id, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    asked = get_export(chen, export_id)
    assert (asked.state, asked.rows, export_path(export_id).exists()) == (ExportState.ASKED, 0, False)
    wu = get_actor(create_person(actor=DIRECTOR, person=NewPerson("wu@yunxing.example", "吴", PASSWORD, ("administrator",), ("group",))))
    assert asked.approval_id is not None
    decide(actor=wu, approval_id=asked.approval_id, approve=True, note="", now=NOON, handlers=wiring.APPROVED)
    perform_export(export_id=export_id, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    assert get_export(chen, export_id).state == ExportState.DONE


def test_w3_the_second_person_reads_what_leaves_how_many_people_it_is_about_and_for_whom(chen: Actor) -> None:
    policy(PolicyCode.FOUR_EYES_PEOPLE, "3")
    order(chen, replace(GUESTS, recipient=ABROAD, with_contacts=True))
    (asked,) = list_approvals(chen, now=NOON)
    assert [text.zh for text in asked.told[:2]] == [
        "导出客人名单：4 人，4 行，CSV 文件。",
        "提供给：Kyoto Ryokan KK（日本），协议 A-2026-17。",
    ]
    assert [text.en for text in asked.told[:2]] == [
        "Exports Guests: 4 people, 4 rows, as CSV.",
        "For: Kyoto Ryokan KK (Japan), under the agreement A-2026-17.",
    ]
    assert [text.en for text in asked.told[3:]] == [
        "Contact values and documents in clear, not masked.",
        "Holds sensitive personal information.",
    ]


@pytest.mark.parametrize("approve", [False])
def test_w3_what_the_second_person_refused_is_never_made(company: Company, chen: Actor, approve: bool) -> None:
    policy(PolicyCode.FOUR_EYES_PEOPLE, "3")
    export_id = order(chen)
    wu = get_actor(create_person(actor=DIRECTOR, person=NewPerson("wu@yunxing.example", "吴", PASSWORD, ("administrator",), ("group",))))
    asked = get_export(chen, export_id).approval_id
    assert asked is not None
    decide(actor=wu, approval_id=asked, approve=approve, note="too many", now=NOON, handlers=wiring.APPROVED)
    perform_export(export_id=export_id, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    assert (get_export(chen, export_id).state, export_path(export_id).exists()) == (ExportState.REFUSED, False)


def test_w3_a_list_that_grew_over_the_limit_while_it_waited_is_not_made(chen: Actor) -> None:
    export_id = order(chen)
    policy(PolicyCode.FOUR_EYES_PEOPLE, "3")
    perform_export(export_id=export_id, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    held = get_export(chen, export_id)
    assert held.message is not None
    assert (held.state, "takes a second person" in held.message.en, export_path(export_id).exists()) == (ExportState.FAILED, True, False)
    assert models.ExportedPerson.objects.count() == 0


def test_w4_the_same_person_counts_once_for_a_recipient_and_a_year(chen: Actor) -> None:
    for _ in range(2):
        make(chen, replace(GUESTS, recipient=ABROAD))
    make(chen, replace(GUESTS, recipient=ABROAD, kind="bookings", where={"text": "S-2"}))
    made = get_counters(DIRECTOR)
    assert [(one.recipient, one.country, one.year, one.exports, one.people, one.sensitive_people) for one in made.counters] == [
        ("Kyoto Ryokan KK", "JP", 2026, 3, 4, 1)
    ]
    assert [(one.year, one.people, one.sensitive_people) for one in made.abroad] == [(2026, 4, 1)]


def test_w4_what_stays_in_the_home_country_is_counted_but_not_as_abroad(chen: Actor) -> None:
    make(chen)
    made = get_counters(DIRECTOR)
    assert ([one.people for one in made.counters], made.abroad) == ([4], ())


def test_w4_who_watches_over_some_units_sees_no_counts_of_the_company(company: Company, chen: Actor) -> None:
    make(chen, replace(GUESTS, recipient=ABROAD))
    with pytest.raises(Refused, match="whole company"):
        get_counters(replace(chen, units=frozenset({company.shanghai.unit_id})))
    assert list_notices(replace(chen, user_id=None, units=frozenset()), NOON) == []


@pytest.mark.parametrize(
    ("people", "limit", "state"), [(0, 10, "within"), (7, 10, "within"), (8, 10, "near"), (9, 10, "near"), (10, 10, "over"), (0, 0, "over"), (79_999, 100_000, "within"), (80_000, 100_000, "near")]
)  # fmt: skip
def test_w5_a_year_is_near_its_limit_from_eighty_percent_and_over_from_the_limit_on(people: int, limit: int, state: str) -> None:
    assert limit_state(people, limit, 80) == LimitState(state)


def test_w5_a_limit_that_comes_near_or_is_passed_is_told_and_recorded_once(chen: Actor) -> None:
    policy(PolicyCode.YEARLY_PEOPLE, "5")
    make(chen, replace(GUESTS, recipient=ABROAD))
    make(chen, replace(GUESTS, recipient=ABROAD))
    assert actions().count("export.threshold_neared") == 1
    policy(PolicyCode.YEARLY_PEOPLE, "4")
    record_exchange(actor=chen, exchange=Exchange(ABROAD, "room_list", ("name",), 1, False, NOON), now=NOON)
    assert [one for one in actions() if "threshold" in one] == ["export.threshold_neared"]  # it was over before this one
    told = [one for one in list_notices(chen, NOON) if one.kind == "export_limit"]
    assert [one.title.en for one in told] == ["People whose data went abroad in 2026: 5, at or over the limit of 4"]


def test_w6_documents_birth_dates_and_whereabouts_make_a_file_sensitive(chen: Actor) -> None:
    plain, clear = make(chen), make(chen, replace(GUESTS, with_contacts=True))
    stays = make(chen, replace(GUESTS, kind="bookings"))
    assert [get_export(chen, one).is_sensitive for one in (plain, clear, stays)] == [False, True, True]
    row = next(row for row in lines(chen, clear) if row[0] == "林薇")
    assert (row[7], row[8], row[13]) == ("+8613800001111", "lin.wei@example.com", "E12341234")


def test_w7_a_file_expires_is_destroyed_and_its_line_stays(chen: Actor) -> None:
    export_id = make(chen)
    assert expire_exports(actor=DIRECTOR, now=NOON + timedelta(days=6, hours=23)) == 0
    with pytest.raises(Conflict, match="has expired"):
        open_export(actor=chen, export_id=export_id, now=NOON + timedelta(days=7))
    assert expire_exports(actor=DIRECTOR, now=NOON + timedelta(days=7)) == 1
    assert (export_path(export_id).exists(), get_export(chen, export_id).state, actions()[-1]) == (False, "expired", "export.expired")
    assert get_counters(DIRECTOR).counters[0].people == 4


def test_w7_the_file_lies_sealed_and_the_filter_too(chen: Actor) -> None:
    from tests.cast import stored_bytes

    waiting = order(chen, replace(GUESTS, where={"text": "+8613800001111"}))
    assert b"8613800001111" not in stored_bytes("trust_export")
    perform_export(export_id=waiting, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    assert ("林薇".encode() not in export_path(waiting).read_bytes(), "林薇" in content(chen, waiting).decode()) == (True, True)


def test_w8_an_exchange_with_a_partner_stands_in_the_same_log_and_count(chen: Actor) -> None:
    record_exchange(actor=chen, exchange=Exchange(ABROAD, "room_list", ("name", "room"), 120, True, NOON), now=NOON)
    entry = AuditEntry.objects.get(action="exchange.sent")
    assert {name: entry.details[name] for name in ("what", "recipient", "country", "agreement", "people", "fields")} == {
        "what": "room_list", "recipient": "Kyoto Ryokan KK", "country": "JP", "agreement": "A-2026-17", "people": 120, "fields": ["name", "room"],
    }  # fmt: skip
    assert [(one.people, one.sensitive_people) for one in get_counters(DIRECTOR).abroad] == [(120, 120)]


@pytest.mark.parametrize("changed", [{"people": 0}, {"recipient": INSIDE}, {"sent_at": NOON + timedelta(seconds=1)}])
def test_w8_an_exchange_that_cannot_have_been_is_refused(chen: Actor, changed: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        record_exchange(actor=chen, exchange=replace(Exchange(ABROAD, "x", (), 1, False, NOON), **changed), now=NOON)  # type: ignore[arg-type]
    assert models.Export.objects.count() == 0


def test_w9_only_the_one_who_asked_fetches_the_file_and_each_fetch_is_recorded(company: Company, chen: Actor) -> None:
    export_id = make(chen)
    for other in (company.actor("he"), replace(DIRECTOR, permissions=chen.permissions), replace(chen, user_id=uuid4())):
        with pytest.raises((NotFound, Refused)):
            open_export(actor=other, export_id=export_id, now=NOON)
    assert actions().count("export.downloaded") == 0


def test_the_register_shows_everyone_their_own_and_all_to_those_who_watch(company: Company, chen: Actor) -> None:
    make(chen)
    li = get_actor(create_person(actor=DIRECTOR, person=NewPerson("li@yunxing.example", "李", PASSWORD, ("marketer",), ("group",))))
    mine = make(li)
    assert [one.id for one in list_exports(li).items] == [mine]
    assert len(list_exports(DIRECTOR, size=1).items) == 1
    assert len(list_exports(chen, page=list_exports(chen, size=1).next, size=1).items) == 1
    with pytest.raises(Refused):
        list_exports(company.actor("zhao"))


def test_a_cancelled_export_leaves_neither_file_nor_people(chen: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, running = order(chen), order(chen)
    cancel_export(actor=chen, export_id=waiting, now=NOON)
    models.Export.objects.filter(id=running).update(state="running")
    cancel_export(actor=chen, export_id=running, now=NOON)
    for one in (waiting, running):
        perform_export(export_id=one, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    assert [(get_export(chen, one).state, export_path(one).exists()) for one in (waiting, running)] == [("cancelled", False)] * 2
    assert models.ExportedPerson.objects.count() == 0
    with pytest.raises(Conflict):
        cancel_export(actor=chen, export_id=waiting, now=NOON)


def test_an_export_that_broke_halfway_leaves_nothing_and_says_so(chen: Actor) -> None:
    def broken(*_: object) -> Iterator[object]:
        yield from list(wiring.EXPORTERS["guests"].rows(chen, _[1]))[:2]  # type: ignore[arg-type]
        raise OSError("disk")

    export_id = order(chen)
    exporters = {"guests": replace(wiring.EXPORTERS["guests"], rows=broken)}  # type: ignore[arg-type]
    with pytest.raises(OSError, match="disk"):
        perform_export(export_id=export_id, exporters=exporters, clock=lambda: NOON)
    assert (get_export(chen, export_id).state, export_path(export_id).exists(), models.ExportedPerson.objects.count()) == (
        "failed",
        False,
        0,
    )


def test_an_export_done_again_after_a_crash_is_whole(chen: Actor) -> None:
    export_id = order(chen)
    models.Export.objects.filter(id=export_id).update(state="running", rows=3)
    models.ExportedPerson.objects.create(export_id=export_id, record_id=uuid4())
    perform_export(export_id=export_id, exporters=wiring.EXPORTERS, clock=lambda: NOON)
    assert (get_export(chen, export_id).rows, len(people_of(DIRECTOR, [export_id])), len(lines(chen, export_id))) == (4, 4, 7)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("four_eyes_people", "-1"),
        ("four_eyes_people", "1e3"),
        ("near_percent", "0"),
        ("kept_days", "91"),
        ("home_country", "ZZ"),
        ("yearly_people", "٣"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_and_changes_nothing(code: str, value: str) -> None:
    with pytest.raises(Invalid):
        policy(PolicyCode(code), value)
    assert (models.ExportPolicy.objects.count(), AuditEntry.objects.count()) == (0, 0)
