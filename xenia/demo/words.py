"""What the people of the demonstration know of its guests: notes, calls, tasks, preferences, tags, and who looks after whom."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.profile.actions.calls import log_call
from xenia.profile.actions.notes import write_note
from xenia.profile.actions.owners import give_owner
from xenia.profile.actions.tag_batches import order_batch, perform_batch
from xenia.profile.actions.tags import create_tag
from xenia.profile.actions.tasks import set_task
from xenia.profile.actions.traits import say_trait
from xenia.profile.queries.tags import list_tags
from xenia.profile.types.staff import CallDirection, CallOutcome, NewCall, TaskDraft
from xenia.profile.types.tags import BatchDeed, TagDraft, TagWay
from xenia.profile.types.traits import NewTrait
from xenia.trust.queries.people import find_user_id, get_actor

AGENT, LEAD = "zhou.min@yunxing.example.com", "lin.yue@yunxing.example.com"
NOTED, TAGGED = 24, 30
NOTES = (
    "到店习惯先喝一杯温水，不用冰。早餐 7 点前下楼，请提前备好靠窗的位置。",
    "上次因航班延误晚到，前台留了房并送了夜宵，客人非常满意，写信致谢。",
    "出行以商务为主，周一去周四回；发票抬头已存，退房时直接打印。",
    "带两位老人同行，上下车需要搀扶；接机请安排七座车，司机提前十分钟到。",
    "喜欢自己安排行程，不喜欢推销电话；有活动发微信即可。",
    "孩子六岁，喜欢恐龙；上次住亲子房很开心，问过有没有博物馆夜场。",
)
CALLS = (
    "询问能否提前到中午入住，已答应，房态已备注。",
    "想把回程改到周日，查了价格后决定不改。",
    "确认接机时间与司机电话，已短信发送。",
)
TASKS = ("确认婴儿床与提前入住", "回电告知升舱结果", "核对发票抬头与税号", "生日蛋糕改为无糖，确认送达时间")
LIKES = (
    (("seat", "window"), ("floor", "high"), ("meal", "no_spice")),
    (("room", "quiet"), ("room", "away_lift"), ("bed", "king"), ("contact_way", "wechat")),
    (("seat", "aisle"), ("cabin", "business"), ("do_not_disturb", "morning")),
    (("allergy", "坚果"), ("meal", "no_pork"), ("guide_language", "zh")),
    (("accessibility", "wheelchair"), ("room", "near_lift"), ("floor", "low")),
    (("room", "connecting"), ("bed", "cot"), ("interest", "博物馆"), ("pace", "slow")),
)
TAGS = (
    ("家庭出游", "Family trips", "十二个月内带孩子或老人同行过的客人", "Guests who travelled with children or parents in the last year"),
    ("商务常旅客", "Frequent on business", "每季度至少两次公务出行的客人", "Guests who travel on business twice a quarter or more"),
    ("致谢过的客人", "Wrote to thank us", "写过表扬信或在评价中点名致谢的客人", "Guests who praised somebody of us by name"),
)
NEEDED_AGENTS = 2


def load_words(actor: Actor, guest_ids: Sequence[UUID], *, now: datetime) -> int:
    """Writes what colleagues know of some guests and returns of how many; does nothing where there are tags already or nobody signs in."""
    people = [get_actor(user_id) for email in (AGENT, LEAD) if (user_id := find_user_id(email))]
    if list_tags(actor, with_retired=True) or len(people) < NEEDED_AGENTS:
        return 0
    for place, guest_id in enumerate(guest_ids[:NOTED]):
        _know(people[place % len(people)], people[(place + 1) % len(people)], guest_id, place, now)
    for place, tag_id in enumerate(_tags(people[-1], actor, now)):
        some = guest_ids[place * TAGGED // 2 : place * TAGGED // 2 + TAGGED]
        batch = order_batch(actor=actor, tag_id=tag_id, deed=BatchDeed.PUT, guest_ids=some, now=now)
        perform_batch(batch_id=batch, clock=lambda: now)
    return min(NOTED, len(guest_ids))


def _know(writer: Actor, colleague: Actor, guest_id: UUID, place: int, now: datetime) -> None:
    at = now - timedelta(days=3 + place * 2, hours=place % 7)
    asked = [colleague.user_id] if place % 5 == 0 and colleague.user_id else []
    text = f"@{colleague.name} {NOTES[place % len(NOTES)]}" if asked else NOTES[place % len(NOTES)]
    write_note(actor=writer, guest_id=guest_id, text=text, mention_ids=asked, now=at)
    for kind, value in LIKES[place % len(LIKES)]:
        say_trait(actor=writer, guest_id=guest_id, new=NewTrait(kind, value), now=at)
    if place % 2 == 0:
        began = at - timedelta(days=1)
        call = NewCall(CallDirection.INBOUND, CallOutcome.SOLVED, began, 90 + place * 7, CALLS[place % len(CALLS)])
        log_call(actor=writer, guest_id=guest_id, call=call, now=began + timedelta(minutes=6))
    if place % 3 == 0 and colleague.user_id:
        today = now.date()
        draft = TaskDraft(TASKS[place % len(TASKS)], today + timedelta(days=place % 5 - 1), colleague.user_id)
        set_task(actor=writer, guest_id=guest_id, draft=draft, today=draft.due_on, now=at)
    if place % 2 == 1 and writer.user_id:
        give_owner(actor=writer, guest_id=guest_id, owner_id=writer.user_id, unit_id=None, now=at)


def _tags(owner: Actor, actor: Actor, now: datetime) -> Iterator[UUID]:
    for zh, en, meaning_zh, meaning_en in TAGS:
        draft = TagDraft(Text(zh, en), Text(meaning_zh, meaning_en), TagWay.MANUAL, "", owner.user_id)
        yield create_tag(actor=actor, draft=draft, now=now)
