"""What the business decided about notes, calls and tasks. Pure."""

from datetime import date, datetime, timedelta

from xenia.kernel.errors import Conflict, Invalid
from xenia.profile.types.staff import NewCall, TaskState

NOTE_LETTERS_MAX = 5_000
SUMMARY_LETTERS_MAX = 2_000
TASK_LETTERS_MAX = 500
MENTIONS_MAX = 20
CALL_HOURS_MAX = 24
DUE_YEARS_MAX = 5


def clean_text(text: str, letters_max: int) -> str:
    """Returns the text without space around it; raises Invalid where nothing is left or it is longer than `letters_max`."""
    said = text.replace("\x00", "").strip()
    if not said:
        raise Invalid("text_empty", "There is no text; write a sentence.", "内容为空；请填写。")
    if len(said) > letters_max:
        raise Invalid(
            "text_too_long",
            f"The text has {len(said):,} characters; at most {letters_max:,} are kept. Attach the rest as a file.",
            f"内容有 {len(said):,} 个字符，最多 {letters_max:,} 个；其余请作为文件附上。",
        )
    return said


def require_version(found: int, expected: int, changed_by: str) -> None:
    """Raises Conflict where somebody changed the thing since the caller read it."""
    if found != expected:
        who, who_zh = changed_by or "Somebody", changed_by or "有人"
        raise Conflict(
            "changed_meanwhile",
            f"{who} changed this meanwhile (version {found}, yours is {expected}). Read it again; what you wrote was not saved.",
            f"{who_zh}已在此期间修改（现为第 {found} 版，您看到的是第 {expected} 版）。请重新查看；您的内容尚未保存。",
        )


def check_call(call: NewCall, now: datetime) -> None:
    """Raises Invalid for a call that lies ahead or lasted longer than a day."""
    if call.began_at > now + timedelta(minutes=5):
        raise Invalid("call_ahead", "The call lies ahead; set a task for it instead.", "通话时间在将来；请改为安排任务。")
    if call.duration_seconds is not None and not 0 <= call.duration_seconds <= CALL_HOURS_MAX * 3600:
        raise Invalid(
            "call_too_long",
            f"A call lasts at most {CALL_HOURS_MAX} hours; correct its length.",
            f"通话时长最多 {CALL_HOURS_MAX} 小时；请更正。",
        )


def check_due(due_on: date, today: date, *, was: date | None = None) -> None:
    """Raises Invalid for a day that is over (unless it was the task's day before) or years ahead."""
    if due_on < today and due_on != was:
        raise Invalid("due_over", f"{due_on} is over; choose today or a later day.", f"{due_on} 已过；请选择今天或以后的日期。")
    if due_on.year > today.year + DUE_YEARS_MAX:
        raise Invalid(
            "due_far",
            f"{due_on} is more than {DUE_YEARS_MAX} years ahead; choose an earlier day.",
            f"{due_on} 超过 {DUE_YEARS_MAX} 年；请选择更早的日期。",
        )


def is_overdue(state: TaskState, due_on: date, today: date) -> bool:
    """Whether the task is open and its day is over."""
    return state is TaskState.OPEN and due_on < today
