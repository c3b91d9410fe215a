"""What people write down of a guest: notes with history, mentions, calls, tasks, owners, on a real database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cast import DIRECTOR, NOON, Company, join_guests, stored_bytes
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.profile.actions.calls import delete_call, log_call
from xenia.profile.actions.notes import change_note, delete_note, see_mentions, write_note
from xenia.profile.actions.owners import give_owner
from xenia.profile.actions.tasks import change_task, close_task, set_task
from xenia.profile.models.staff import Note
from xenia.profile.queries.staff import get_owners, list_moments, list_note_versions, list_peers
from xenia.profile.queries.tasks import count_my_desk, list_mentions_of_me, list_my_tasks, list_tasks
from xenia.profile.types.staff import CallDirection, CallOutcome, MomentKind, NewCall, TaskDraft, TaskState
from xenia.trust.models.audit import AuditEntry

TODAY = NOON.date()
CALL = NewCall(CallDirection.INBOUND, CallOutcome.SOLVED, NOON, 90, "改签到五月")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def lin(company: Company):
    return company.guests["林薇"]


@pytest.fixture
def zhao(company: Company) -> Actor:
    return company.actor("zhao")


def texts(actor: Actor, guest) -> list[str]:
    return [one.text for one in list_moments(actor, guest).items]


def test_notes_calls_and_files_come_newest_first_and_lie_sealed(company: Company, lin, zhao: Actor) -> None:
    write_note(actor=zhao, guest_id=lin, text="喜欢靠窗的安静房间", now=NOON - timedelta(days=1))
    log_call(actor=zhao, guest_id=lin, call=CALL, now=LATER)
    shown = list_moments(zhao, lin).items
    assert [(one.kind, one.text, one.by_name) for one in shown] == [
        (MomentKind.CALL, "改签到五月", "赵敏"),
        (MomentKind.NOTE, "喜欢靠窗的安静房间", "赵敏"),
    ]
    assert "安静".encode() not in stored_bytes("profile_note")
    assert "改签".encode() not in stored_bytes("profile_call")


def test_moments_come_page_by_page_without_gap_or_repeat(lin, zhao: Actor) -> None:
    for place in range(5):
        write_note(actor=zhao, guest_id=lin, text=f"note {place}", now=NOON)
    seen, page = [], None
    while page is not None or not seen:
        answer = list_moments(zhao, lin, page=page, size=2)
        seen, page = seen + [one.text for one in answer.items], answer.next
    assert seen == [f"note {place}" for place in (4, 3, 2, 1, 0)]


def test_a_changed_note_keeps_every_text_and_who_said_it(company: Company, lin, zhao: Actor) -> None:
    note = write_note(actor=zhao, guest_id=lin, text="对花生过敏", now=NOON)
    change_note(actor=company.actor("sun"), note_id=note, text="对坚果过敏", version=1, now=LATER)
    versions = list_note_versions(zhao, note)
    assert [(one.version, one.text, one.by_name) for one in versions] == [(2, "对坚果过敏", "孙磊"), (1, "对花生过敏", "赵敏")]
    assert list_moments(zhao, lin).items[0].changed_by_name == "孙磊"


def test_who_writes_over_a_colleague_is_told_and_changes_nothing(company: Company, lin, zhao: Actor) -> None:
    note = write_note(actor=zhao, guest_id=lin, text="一", now=NOON)
    change_note(actor=company.actor("sun"), note_id=note, text="二", version=1, now=LATER)
    with pytest.raises(Conflict, match="孙磊 changed this meanwhile"):
        change_note(actor=zhao, note_id=note, text="三", version=1, now=LATER)
    assert texts(zhao, lin) == ["二"]


def test_a_deleted_note_is_gone_from_sight_and_says_who(lin, zhao: Actor) -> None:
    note = write_note(actor=zhao, guest_id=lin, text="写错了", now=NOON)
    delete_note(actor=zhao, note_id=note, now=LATER)
    row = Note.objects.get(id=note)
    assert (texts(zhao, lin), row.deleted_by, row.deleted_at) == ([], zhao.user_id, LATER)
    with pytest.raises(NotFound):
        list_note_versions(zhao, note)


def test_a_note_is_read_under_every_id_after_a_merge(company: Company, lin) -> None:
    zhang = company.guests["张伟"]
    write_note(actor=DIRECTOR, guest_id=zhang, text="北京的备注", now=NOON)
    write_note(actor=DIRECTOR, guest_id=lin, text="上海的备注", now=LATER)
    join_guests(lin, zhang)
    assert texts(DIRECTOR, zhang) == texts(DIRECTOR, lin) == ["上海的备注", "北京的备注"]


def test_nobody_writes_about_a_guest_of_another_house(company: Company, zhao: Actor) -> None:
    with pytest.raises(NotFound, match="that you may see"):
        write_note(actor=zhao, guest_id=company.guests["张伟"], text="x", now=NOON)
    with pytest.raises(Refused):
        write_note(actor=replace(zhao, permissions=frozenset({"view_guests"})), guest_id=company.guests["林薇"], text="x", now=NOON)
    assert not Note.objects.exists()


def test_peers_are_those_who_see_the_guest(company: Company, lin, zhao: Actor) -> None:
    assert [one.name for one in list_peers(zhao, lin)] == sorted(["陈静", "赵敏", "孙磊"])
    assert [one.name for one in list_peers(zhao, lin, text="孙")] == ["孙磊"]
    assert [one.name for one in list_peers(DIRECTOR, company.guests["张伟"])] == sorted(["陈静", "何芳"])


def test_a_mentioned_colleague_finds_the_note_on_the_desk(company: Company, lin, zhao: Actor) -> None:
    sun = company.actor("sun")
    write_note(actor=zhao, guest_id=lin, text="@孙磊 请回电", mention_ids=[sun.user_id], now=NOON)
    (mention,) = list_mentions_of_me(sun).items
    assert (mention.text, mention.by_name, mention.guest.name, count_my_desk(sun, today=TODAY).mentions) == (
        "@孙磊 请回电",
        "赵敏",
        "林薇",
        1,
    )
    assert see_mentions(actor=zhao, mention_ids=[mention.id], now=LATER) == 0
    assert see_mentions(actor=sun, mention_ids=[mention.id], now=LATER) == 1
    assert count_my_desk(sun, today=TODAY).mentions == 0


def test_a_colleague_who_does_not_see_the_guest_is_not_mentioned(company: Company, lin, zhao: Actor) -> None:
    with pytest.raises(Invalid, match="何芳 does not see this guest"):
        write_note(actor=zhao, guest_id=lin, text="看一下", mention_ids=[company.actor("he").user_id], now=NOON)
    assert not Note.objects.exists()


def test_a_deleted_call_is_gone_from_sight(lin, zhao: Actor) -> None:
    call = log_call(actor=zhao, guest_id=lin, call=CALL, now=LATER)
    delete_call(actor=zhao, call_id=call, now=LATER)
    assert texts(zhao, lin) == []


def test_a_task_waits_for_its_person_and_becomes_overdue(company: Company, lin, zhao: Actor) -> None:
    sun = company.actor("sun")
    set_task(actor=zhao, guest_id=lin, draft=TaskDraft("确认素食", TODAY, sun.user_id), today=TODAY, now=NOON)
    tomorrow = TODAY + timedelta(days=1)
    (task,) = list_my_tasks(sun, is_open=True, today=tomorrow).items
    assert (task.text, task.guest.name, task.is_overdue, task.set_by_name) == ("确认素食", "林薇", True, "赵敏")
    desk = count_my_desk(sun, today=tomorrow)
    assert (desk.tasks, desk.due, list_my_tasks(zhao, is_open=True, today=TODAY).items) == (1, 1, [])


def test_a_task_is_changed_done_and_opened_again_with_its_version(company: Company, lin, zhao: Actor) -> None:
    task = set_task(actor=zhao, guest_id=lin, draft=TaskDraft("一", TODAY, zhao.user_id), today=TODAY, now=NOON)
    change_task(actor=zhao, task_id=task, draft=TaskDraft("二", TODAY, company.actor("sun").user_id), version=1, today=TODAY, now=NOON)
    close_task(actor=zhao, task_id=task, state=TaskState.DONE, version=2, now=LATER)
    (shown,) = list_tasks(zhao, lin, today=TODAY)
    assert (shown.text, shown.assignee_name, shown.state, shown.closed_by_name) == ("二", "孙磊", TaskState.DONE, "赵敏")
    with pytest.raises(Conflict, match="open it again first"):
        change_task(actor=zhao, task_id=task, draft=TaskDraft("三", TODAY, zhao.user_id), version=3, today=TODAY, now=NOON)
    with pytest.raises(Conflict, match="changed this meanwhile"):
        close_task(actor=zhao, task_id=task, state=TaskState.OPEN, version=1, now=LATER)
    close_task(actor=zhao, task_id=task, state=TaskState.OPEN, version=3, now=LATER)
    assert list_tasks(zhao, lin, today=TODAY)[0].closed_at is None


def test_a_task_for_somebody_who_does_not_see_the_guest_is_refused(company: Company, lin, zhao: Actor) -> None:
    with pytest.raises(Invalid, match="does not see this guest"):
        set_task(actor=zhao, guest_id=lin, draft=TaskDraft("x", TODAY, company.actor("he").user_id), today=TODAY, now=NOON)
    with pytest.raises(Invalid, match="is over"):
        set_task(actor=zhao, guest_id=lin, draft=TaskDraft("x", date(2026, 3, 1), zhao.user_id), today=TODAY, now=NOON)


def test_my_tasks_come_page_by_page_open_by_day_and_closed_newest_first(lin, zhao: Actor) -> None:
    for days in (3, 1, 2):
        set_task(actor=zhao, guest_id=lin, draft=TaskDraft(f"{days}", TODAY + timedelta(days=days), zhao.user_id), today=TODAY, now=NOON)
    first = list_my_tasks(zhao, is_open=True, today=TODAY, size=2)
    rest = list_my_tasks(zhao, is_open=True, today=TODAY, size=2, page=first.next)
    assert ([one.text for one in first.items], [one.text for one in rest.items], rest.next) == (["1", "2"], ["3"], None)
    for place, task in enumerate([*first.items, *rest.items]):
        close_task(actor=zhao, task_id=task.id, state=TaskState.DONE, version=1, now=NOON + timedelta(minutes=place))
    closed = list_my_tasks(zhao, is_open=False, today=TODAY, size=2)
    assert [one.text for one in closed.items] == ["3", "2"]
    assert [one.text for one in list_my_tasks(zhao, is_open=False, today=TODAY, size=2, page=closed.next).items] == ["1"]


def test_an_owner_follows_another_and_the_former_stays_known(company: Company, lin, zhao: Actor) -> None:
    sun = company.actor("sun").user_id
    give_owner(actor=zhao, guest_id=lin, owner_id=zhao.user_id, unit_id=company.shanghai.unit_id, now=NOON)
    give_owner(actor=zhao, guest_id=lin, owner_id=sun, unit_id=None, now=LATER)
    owners = get_owners(zhao, lin)
    assert owners.current is not None
    assert (owners.current.owner_name, owners.current.unit_name) == ("孙磊", None)
    assert [(one.owner_name, one.unit_name.zh, one.until) for one in owners.history] == [("赵敏", "外滩云行酒店", LATER)]
    give_owner(actor=zhao, guest_id=lin, owner_id=None, unit_id=None, now=LATER + timedelta(hours=1))
    assert (get_owners(zhao, lin).current, len(get_owners(zhao, lin).history)) == (None, 2)


def test_of_two_guests_that_became_one_the_owner_given_last_counts(company: Company, lin) -> None:
    zhang = company.guests["张伟"]
    give_owner(actor=DIRECTOR, guest_id=zhang, owner_id=company.actor("he").user_id, unit_id=None, now=NOON)
    give_owner(actor=DIRECTOR, guest_id=lin, owner_id=company.actor("sun").user_id, unit_id=None, now=LATER)
    join_guests(lin, zhang)
    owners = get_owners(DIRECTOR, zhang)
    assert owners.current is not None
    assert owners.current.owner_name == "孙磊"


def test_every_deed_leaves_an_entry_without_a_word_of_what_was_written(company: Company, lin, zhao: Actor) -> None:
    write_note(actor=zhao, guest_id=lin, text="秘密", now=NOON)
    log_call(actor=zhao, guest_id=lin, call=CALL, now=LATER)
    set_task(actor=zhao, guest_id=lin, draft=TaskDraft("秘密任务", TODAY, zhao.user_id), today=TODAY, now=NOON)
    entries = list(AuditEntry.objects.filter(subject_kind="guest").order_by("id"))
    assert [one.action for one in entries] == ["note.written", "call.logged", "task.set"]
    assert "秘密" not in repr([one.details for one in entries])
