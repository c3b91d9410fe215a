"""What trust, the queue and signing in keep only for a time (rule X16)."""

from datetime import datetime

from django.contrib.sessions.models import Session

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.news.erase import count_failed, count_older, forget_failed, forget_older
from xenia.trust.actions.packages import expire_packages, expired_packages
from xenia.trust.types.access import Permission
from xenia.trust.types.retention import Deed, Held, RetentionKind


def count_packages(actor: Actor, before: datetime, held: Held) -> int:
    """How many result packages are older."""
    actor.require(Permission.MANAGE_RETENTION)
    return len(list(expired_packages(before)))


def end_packages(actor: Actor, before: datetime, held: Held) -> int:
    """Deletes older result packages."""
    actor.require(Permission.MANAGE_RETENTION)
    return expire_packages(actor=actor, before=before)


def count_sessions(actor: Actor, before: datetime, held: Held) -> int:
    """How many sessions ended before."""
    actor.require(Permission.MANAGE_RETENTION)
    return Session.objects.filter(expire_date__lt=before).count()


def end_sessions(actor: Actor, before: datetime, held: Held) -> int:
    """Deletes sessions that ended before."""
    actor.require(Permission.MANAGE_RETENTION)
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def count_news(actor: Actor, before: datetime, held: Held) -> int:
    """How many delivered news and jobs that ended well are older."""
    actor.require(Permission.MANAGE_RETENTION)
    return count_older(before)


def end_news(actor: Actor, before: datetime, held: Held) -> int:
    """Deletes older delivered news and jobs that ended well."""
    actor.require(Permission.MANAGE_RETENTION)
    return forget_older(before)


def count_failures(actor: Actor, before: datetime, held: Held) -> int:
    """How many failed jobs are older."""
    actor.require(Permission.MANAGE_RETENTION)
    return count_failed(before)


def end_failures(actor: Actor, before: datetime, held: Held) -> int:
    """Deletes older failed jobs."""
    actor.require(Permission.MANAGE_RETENTION)
    return forget_failed(before)


RETENTION_KINDS = (
    RetentionKind(
        "packages", Text("资料包", "Result packages"), Text("制作完成", "It was made"), Text("答复权利请求", "Answering requests"), 7,
        Deed.DELETE, Text("本人取走后即无用途。", "Without use once the person has it."), count_packages, end_packages, "trust/requests",
    ),
    RetentionKind(
        "sessions", Text("登录会话", "Sessions"), Text("会话结束", "The session ended"), Text("账号安全", "Safety of accounts"), 7,
        Deed.DELETE, Text("查明异常登录所需的时间。", "The time it takes to look into a strange sign-in."), count_sessions, end_sessions,
    ),
    RetentionKind(
        "queue", Text("消息与任务", "News and jobs"), Text("送达或完成", "Delivered or done"), Text("系统运行", "Running the product"), 30,
        Deed.DELETE, Text("查明故障所需的时间。", "The time it takes to look into a fault."), count_news, end_news,
    ),
    RetentionKind(
        "failed_jobs", Text("失败的任务", "Failed jobs"), Text("失败", "It failed"), Text("系统运行", "Running the product"), 90,
        Deed.DELETE, Text("留待排查，保存更久。", "Kept longer, for they are looked into."), count_failures, end_failures,
    ),
)  # fmt: skip
