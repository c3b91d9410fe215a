"""Audiences that people make, change and put away: two at once, circles, names, what is refused. Rules AU13, AU14 and AU22."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, open_company
from tests.segment.cast import did, is_so, of
from tests.segment.kept import draft, keep, row_of
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.segment.actions.audiences import archive_audience, copy_audience, create_audience, save_audience
from xenia.segment.models.audiences import Audience, AudienceVersion, Rebuild
from xenia.segment.queries.audiences import get_audience, list_audiences
from xenia.segment.types.documents import write_document
from xenia.segment.types.operators import Op
from xenia.segment.types.tree import Everyone, InAudience, Node, Not
from xenia.trust.models.audit import AuditEntry
from xenia.trust.queries.people import find_user_id

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def chen(db: None, settings: Any) -> Actor:
    """A colleague who may what the director may."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    open_company()
    return replace(DIRECTOR, user_id=find_user_id("chen@yunxing.example"))


def save(audience: UUID, node: Node, seen: int, name: str = "受众", actor: Actor = DIRECTOR) -> int:
    return save_audience(actor=actor, audience_id=audience, draft=draft(node, name), seen_revision=seen, now=LATER)


def test_an_audience_is_kept_with_its_first_version_and_a_rebuild_waits(db: None) -> None:
    audience = keep(did("searched"), NOON, "搜索过")
    told = get_audience(DIRECTOR, audience, now=NOON)
    assert (told.audience.name, told.audience.sentence.zh, told.audience.revision) == (Text("搜索过", "搜索过"), "搜索过的客人。", 1)
    assert (told.audience.is_made, told.audience.share, [one.number for one in told.versions]) == (False, None, [1])
    assert told.definition == write_document(of(did("searched")))
    assert Rebuild.objects.get().audience_ids == [str(audience)]
    assert AuditEntry.objects.filter(action="audience.created", subject_id=str(audience)).count() == 1


def test_au22_a_save_makes_a_version_and_the_same_again_makes_none(db: None) -> None:
    audience = keep(did("searched"), NOON)
    assert [save(audience, did("booked"), 1), save(audience, did("booked"), 2)] == [2, 2]
    versions = get_audience(DIRECTOR, audience, now=NOON).versions
    assert [(one.number, one.sentence.zh) for one in versions] == [(2, "预订过的客人。"), (1, "搜索过的客人。")]


def test_au22_of_two_people_the_second_is_told_who_changed_what_and_nothing_is_lost(chen: Actor) -> None:
    audience = keep(did("searched"), NOON, "甲")
    save(audience, did("booked"), 1, "乙", actor=chen)
    with pytest.raises(Conflict, match="changed the name and the conditions on 2026-03-02 13:00") as refused:
        save(audience, did("viewed"), 1, "丙")
    assert (refused.value.code, refused.value.context["revision"], refused.value.context["parts"]) == (
        "audience_changed",
        2,
        ["name", "definition"],
    )
    assert (row_of(audience).name_zh, AudienceVersion.objects.count()) == ("乙", 2)


def test_au22_a_new_name_alone_needs_no_rebuild(db: None) -> None:
    audience = keep(did("searched"), NOON)
    Audience.objects.filter(id=audience).update(made_of=1)
    Rebuild.objects.all().delete()
    assert (save(audience, did("searched"), 1, "新名"), Rebuild.objects.count()) == (2, 0)
    assert get_audience(DIRECTOR, audience, now=NOON).audience.is_made


def test_au13_a_circle_is_refused_with_the_way_round_it(db: None) -> None:
    first = keep(did("searched"), NOON, "甲")
    second = keep(InAudience(first), NOON, "乙")
    with pytest.raises(Conflict, match="甲 → 乙 → 甲"):
        save(first, Not(InAudience(second)), 1, "甲")
    with pytest.raises(Conflict, match="甲 → 甲"):
        save(first, InAudience(first), 1, "甲")
    assert row_of(first).revision == 1


def test_au14_what_is_gone_is_not_kept_anew_but_a_frozen_audience_is_renamed(db: None) -> None:
    gone = is_so("feature.gone", Op.IS_KNOWN)
    with pytest.raises(Conflict, match=r"feature\.gone"):
        keep(gone, NOON)
    with pytest.raises(Conflict, match="frozen"):
        keep(InAudience(new_id()), NOON)
    audience = keep(Everyone(), NOON)
    Audience.objects.filter(id=audience).update(definition=write_document(of(gone)))
    assert save(audience, gone, 1, "冻结") == 2


def test_what_another_asks_about_is_not_put_away(db: None) -> None:
    inner = keep(did("searched"), NOON, "内")
    outer = keep(InAudience(inner), NOON, "外")
    with pytest.raises(Conflict, match="外"):
        archive_audience(actor=DIRECTOR, audience_id=inner, now=NOON)
    archive_audience(actor=DIRECTOR, audience_id=outer, now=NOON)
    archive_audience(actor=DIRECTOR, audience_id=inner, now=NOON)
    assert (list_audiences(DIRECTOR, now=NOON), len(list_audiences(DIRECTOR, is_archived=True, now=NOON))) == ([], 2)
    with pytest.raises(NotFound):
        save(inner, did("booked"), 1)


@pytest.mark.parametrize(("name", "note", "code"), [("  ", "", "audience_unnamed"), ("长" * 81, "", "audience_name_long"), ("甲", "长" * 1_001, "audience_note_long")])  # fmt: skip
def test_names_and_notes_that_do_not_fit_are_refused(db: None, name: str, note: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_audience(actor=DIRECTOR, draft=draft(Everyone(), name, note), now=NOON)
    assert (refused.value.code, Audience.objects.count()) == (code, 0)


def test_what_was_never_made_is_not_copied(db: None) -> None:
    audience = keep(Everyone(), NOON)
    with pytest.raises(Conflict, match="not made yet"):
        copy_audience(actor=DIRECTOR, audience_id=audience, name=Text("副本", ""), now=NOON)
    assert Audience.objects.count() == 1


def test_who_may_only_look_changes_nothing(db: None) -> None:
    audience = keep(Everyone(), NOON)
    looking = replace(DIRECTOR, permissions=DIRECTOR.permissions - {"edit_audiences"})
    with pytest.raises(Refused, match="edit_audiences"):
        save(audience, did("booked"), 1, actor=looking)
    with pytest.raises(Refused, match="edit_audiences"):
        archive_audience(actor=looking, audience_id=audience, now=NOON)
    assert (row_of(audience).revision, row_of(audience).archived_at) == (1, None)
