"""What a few guests of the demonstration asked for by law, in different states, and one legal hold."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from xenia.connect.queries.runs import list_record_ids
from xenia.demo.consents import LINKER
from xenia.kernel.actor import Actor
from xenia.trust.actions.requests import open_request, refuse_request, start_work, waive_identity
from xenia.trust.actions.retention import order_report, place_hold
from xenia.trust.queries.requests import list_requests
from xenia.trust.types.requests import Intake, Law, NewRequest, RequestKind
from xenia.trust.types.retention import NewHold
from xenia.wiring import RIGHTS

SEEN = "柜台核对护照原件"
ASKED = (
    (RequestKind.COPY, Intake.EMAIL, Law.PIPL, 3, "想看看你们保存了我的哪些信息。"),
    (RequestKind.DELETE, Intake.DESK, Law.PIPL, 19, "我不再使用你们的服务，请删除我的资料。"),
    (RequestKind.CORRECT, Intake.DESK, Law.PIPL, 6, "我的手机号换了。"),
    (RequestKind.OBJECT, Intake.API, Law.PIPL, 1, "请不要根据我的浏览记录推荐。"),
    (RequestKind.KNOW, Intake.EMAIL, Law.GDPR, 12, "Which data do you hold about me, and for how long?"),
)
"""Kind, how it came, whose clock, how many days ago, in which words. The first and third are begun, the last is refused."""


def some_records(run_id: UUID) -> list[UUID]:
    """Twenty people of a run, always the same ones."""
    return sorted(next(list_record_ids(LINKER, run_id, size=20), []))


def load_requests(actor: Actor, record_ids: Sequence[UUID], *, now: datetime) -> int:
    """Takes the requests in and returns how many; does nothing where there are some already. The worker does the work of those begun."""
    if list_requests(actor, now=now) or len(record_ids) <= len(ASKED):
        return 0
    made = [_ask(actor, record_id, place, now) for place, record_id in enumerate(record_ids[: len(ASKED)])]
    for request_id in (made[0], made[2], made[3]):
        waive_identity(actor=actor, request_id=request_id, because=SEEN, now=now)
        start_work(actor=actor, request_id=request_id, rights=RIGHTS, now=now)
    refuse_request(actor=actor, request_id=made[4], because="两次询问均无法确认请求人身份。", now=now)
    hold = NewHold("消费者协会投诉处理中，保全至结案", (record_ids[len(ASKED)],), until=_day(now) + timedelta(days=90))
    place_hold(actor=actor, hold=hold, rights=RIGHTS, now=now)
    order_report(actor=actor, is_dry=True, now=now)
    return len(made)


def _ask(actor: Actor, record_id: UUID, place: int, now: datetime) -> UUID:
    kind, intake, law, days, words = ASKED[place]
    new = NewRequest(kind, (record_id,), law, intake, asked_words=words, received_on=_day(now) - timedelta(days=days))
    return open_request(actor=actor, new=new, rights=RIGHTS, now=now)


def _day(now: datetime) -> date:
    return now.date()
