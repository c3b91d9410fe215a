"""A small company for the browser tests of trust, made as the demonstration makes its own: `python -m tests.e2e.company FOLDER`.

Runs in the environment of the product that is under test. Safe to repeat: people who can sign in already are left as they are.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xenia.kernel.actor import Actor

PASSWORD = "harbour-lantern-42"
OFFICER, SECOND, CLERK = "fang.zheng@example.com", "gao.min@example.com", "he.jing@example.com"
AGENT = "zhou.min@example.com"
PEOPLE = (
    (OFFICER, "方正", ("privacy_officer", "exporter")),
    (SECOND, "高敏", ("privacy_officer",)),
    (CLERK, "何静", ("desk",)),
    (AGENT, "周敏", ("service_agent",)),
)
FILE = "member_id,name,mobile,email\nM777001,王小明,13800135678,wang@example.com\nM777002,李娜,13911112222,li@example.com\n"
MAPPING = {
    "name": "members",
    "title": {"zh": "会员", "en": "Members"},
    "match": {"columns": ["member_id", "name", "mobile"]},
    "format": {"encoding": None, "delimiter": None, "header_row": 1, "sheet": None},
    "records": [
        {
            "kind": "guest",
            "fields": {
                "guest_key": {"from": "member_id"},
                "name": {"from": "name", "as": "name", "order": "surname_first"},
                "phone": {"from": "mobile", "as": "phone", "region": "CN"},
                "email": {"from": "email"},
            },
        }
    ],
}


def main(folder: Path) -> None:
    from xenia.cli.setup import prepare

    prepare()
    from xenia.kernel.actor import product_actor
    from xenia.trust.queries.people import find_user_id
    from xenia.trust.types.access import Permission

    if find_user_id(OFFICER) is None:
        actor = product_actor("tests", *Permission)
        make_people(actor)
        load_guests(actor, folder)
        publish(actor)


def make_people(actor: "Actor") -> None:
    """A privacy officer who may export, a second one, a clerk at the desk who sees phones masked, and an agent of the call centre."""
    from xenia.kernel.texts import Text
    from xenia.trust.actions.people import create_person
    from xenia.trust.actions.roles import create_role
    from xenia.trust.queries.people import list_units
    from xenia.trust.types.access import NewPerson, Permission, RoleDraft

    desk = frozenset({Permission.VIEW_GUESTS, Permission.VIEW_BOOKINGS, Permission.RECORD_CONSENT, Permission.REVEAL_CONTACTS})
    drafts = (("desk", Text("前台", "Desk"), desk), ("exporter", Text("导出", "Exports"), frozenset({Permission.EXPORT_DATA})))
    for code, title, permissions in drafts:
        create_role(actor=actor, code=code, draft=RoleDraft(title, permissions, frozenset()), now=datetime.now(UTC))
    root = next(unit.code for unit in list_units(actor) if unit.parent_id is None)
    for email, name, roles in PEOPLE:
        create_person(actor=actor, person=NewPerson(email, name, PASSWORD, roles, (root,)))


def load_guests(actor: "Actor", folder: Path) -> None:
    from xenia.connect.actions.loading import LoadOrder, load_file
    from xenia.connect.actions.sources import create_source
    from xenia.connect.types.sources import SourceKind, SourceSettings
    from xenia.trust.queries.people import list_units

    root = next(unit.code for unit in list_units(actor) if unit.parent_id is None)
    path = folder / "members.csv"
    path.write_text(FILE, encoding="utf-8")
    settings = SourceSettings(code="members", name="会员系统", kind=SourceKind.FILE, unit_code=root)
    source_id = create_source(actor=actor, settings=settings, now=datetime.now(UTC))
    load_file(actor=actor, order=LoadOrder(path, source_id, document=MAPPING), clock=lambda: datetime.now(UTC))


def publish(actor: "Actor") -> None:
    """A notice to read out at the desk; an export of two people takes a second person."""
    from xenia.kernel.texts import Text
    from xenia.trust.actions.exports import change_export_policy
    from xenia.trust.actions.purposes import publish_notice
    from xenia.trust.types.consent import NewNotice
    from xenia.trust.types.exports import PolicyCode

    now = datetime.now(UTC)
    notice = NewNotice(Text("我们想把优惠发给您。", "We would like to send you offers."), Text("", ""), False, now - timedelta(days=30))
    publish_notice(actor=actor, purpose="marketing", notice=notice, now=now)
    change_export_policy(actor=actor, code=PolicyCode.FOUR_EYES_PEOPLE, value="1", now=now)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main(Path(sys.argv[1]))
