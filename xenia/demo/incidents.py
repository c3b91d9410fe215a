"""What went wrong at the demonstration: one incident that is over, one whose clocks run, an assessment, and signals to look at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.trust.actions import incidents as actions
from xenia.trust.actions.signals import weigh_account_events
from xenia.trust.queries.incidents import list_incidents
from xenia.trust.types.incidents import (
    Duty,
    IncidentDraft,
    IncidentGrade,
    IncidentKind,
    IncidentLaw,
    IncidentState,
    NewAssessment,
    Occasion,
    Trail,
)  # fmt: skip
from xenia.trust.types.signals import AccountEvent, EventKind

CONTACT = "方正，个人信息保护负责人，privacy@yunxing.example.com"
LOST_BEFORE = timedelta(days=74)
FOUND_BEFORE = timedelta(hours=5)
MISUSED = timedelta(hours=18), timedelta(hours=7)
"""From how long before now until how long before now the shared account was used: those whom the log shows in that time are affected."""
POINTS = (12_000, 18_000, 25_000)
REFUNDS_MINOR = (46_000, 38_800, 52_000)


def load_incidents(actor: Actor, guest_ids: Sequence[UUID], *, now: datetime) -> int:
    """Registers the incidents with an assessment and signals, and returns how many; does nothing where there are some already."""
    if list_incidents(actor, now=now):
        return 0
    _lost_tablet(actor, now - LOST_BEFORE)
    _misused_account(actor, now)
    actions.record_assessment(actor=actor, new=_assessment(now), today=now.date(), now=now)
    weigh_account_events(actor=actor, events=_events(guest_ids, now), now=now)
    return 2


def _lost_tablet(actor: Actor, found_at: datetime) -> None:
    """Over: the disk was encrypted, so the guests need not be told, the authority was told within hours."""
    draft = IncidentDraft(
        IncidentKind.LOSS,
        "前台平板电脑遗失",
        "上海外滩酒店一台用于办理入住的平板电脑在大堂遗失，当晚未找到。",
        "设备已全盘加密并需密码解锁；当日到店客人的姓名与房号可能被看到，可能性很低。",
        "遗失 40 分钟后远程擦除成功并注销设备；更换柜台锁具；每班交接时清点设备。",
        CONTACT,
        ("identity", "contact"),
        (IncidentLaw.PIPL,),
        IncidentGrade.GENERAL,
        began_at=found_at - timedelta(hours=2),
        ended_at=found_at + timedelta(minutes=40),
        found_at=found_at,
    )
    incident_id = actions.register_incident(actor=actor, draft=draft, now=found_at + timedelta(minutes=20))
    told = found_at + timedelta(hours=6)
    notice_id = actions.make_notice(actor=actor, incident_id=incident_id, duty=Duty.PIPL_AUTHORITY, now=told)
    actions.mark_notice_sent(actor=actor, notice_id=notice_id, how="网信部门事件报告平台", sent_at=told, now=told)
    why = "设备已加密并在 40 分钟内远程擦除，没有读取迹象，措施有效避免了危害。"
    actions.waive_duty(actor=actor, incident_id=incident_id, duty=Duty.PIPL_GUESTS, reason=why, now=told)
    actions.step_incident(actor=actor, incident_id=incident_id, state=IncidentState.CONTAINED, note="远程擦除已确认", now=told)
    closed_at = found_at + timedelta(days=9)
    actions.step_incident(actor=actor, incident_id=incident_id, state=IncidentState.CLOSED, note="整改完成，复盘已存档", now=closed_at)


def _misused_account(actor: Actor, now: datetime) -> None:
    """Open: counted from the log, a notice is written but not sent, every clock runs."""
    found_at = now - FOUND_BEFORE
    since, until = (now - ago for ago in MISUSED)
    draft = IncidentDraft(
        IncidentKind.MISUSE,
        "合作方共用账号查看了无关客人的报价",
        "合作分销商的一个报价账号由多人共用，夜间查看了与其业务无关的客人报价与权益。",
        "查看者可能得知客人的会员等级与预订意向，存在被用于营销骚扰的风险；没有发现联系方式外泄。",
        "账号已停用，密钥已作废；已要求合作方书面说明并删除所得信息；正在核对访问日志。",
        CONTACT,
        ("identity", "behaviour"),
        (IncidentLaw.PIPL, IncidentLaw.GDPR),
        IncidentGrade.GENERAL,
        began_at=since,
        ended_at=until,
        found_at=found_at,
    )
    incident_id = actions.register_incident(actor=actor, draft=draft, now=found_at + timedelta(minutes=25))
    counted_at = found_at + timedelta(hours=1)
    actions.count_affected(actor=actor, incident_id=incident_id, trail=Trail(since=since, until=until), now=counted_at)
    actions.make_notice(actor=actor, incident_id=incident_id, duty=Duty.PIPL_AUTHORITY, now=counted_at + timedelta(minutes=10))
    note = "合作方已确认收到要求，承诺今日 18 点前书面答复。"
    actions.note_incident(actor=actor, incident_id=incident_id, text=note, now=counted_at + timedelta(hours=2))


def _assessment(now: datetime) -> NewAssessment:
    return NewAssessment(
        "用预订与浏览记录推荐目的地",
        (Occasion.AUTOMATED,),
        "按客人的预订、入住和浏览记录，挑选首页与邮件中先展示的目的地；不影响价格、房态与排队。",
        "只使用同意“偏好分析”的客人的记录；不用证件、位置与消费能力；可随时关闭。",
        "推荐可能让客人感到被观察；错误的推断会带来打扰。对权益的影响较小。",
        "单独同意、每条推荐可查看理由、价格护栏拒绝画像输入、24 个月后删除浏览明细。",
        "low",
        (now - timedelta(days=120)).date(),
    )


def _events(guest_ids: Sequence[UUID], now: datetime) -> list[AccountEvent]:
    """Points that left one account, and money that went back to another, faster than guests do it themselves."""
    points, refunds, *_ = guest_ids
    at = now - timedelta(hours=2)
    moved = [AccountEvent(at + timedelta(minutes=6 * place), EventKind.POINTS, points, amount) for place, amount in enumerate(POINTS)]
    at = now - timedelta(hours=20)
    back = [
        AccountEvent(at + timedelta(minutes=9 * place), EventKind.REFUND, refunds, amount) for place, amount in enumerate(REFUNDS_MINOR)
    ]
    return moved + back
