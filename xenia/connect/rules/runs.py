"""When a run stops itself, and what it says. Pure."""

from xenia.connect.rules.faults import contract_rule
from xenia.connect.types.runs import Counts
from xenia.kernel.texts import Text

ROWS_BEFORE_STOP = 20
"""A share of fewer rows says nothing."""
FULL_DISK = "No space left on device"


def is_too_bad(counts: Counts, bad_share_max: float) -> bool:
    """Whether more than the allowed share (0 to 1) of at least ROWS_BEFORE_STOP rows is bad (rule Q3)."""
    return counts.read >= ROWS_BEFORE_STOP and counts.quarantined > bad_share_max * counts.read


def stopped_message(chunk: Counts, bad_share_max: float, commonest: str) -> Text:
    """The sentence for a run that stopped: how bad, against which limit, the commonest reason (`ordinal|field|rule`), what to do."""
    share = chunk.quarantined / max(chunk.read, 1)
    most_zh, most_en = _most_often(commonest)
    return Text(
        f"这一段 {chunk.read:,} 行中有 {chunk.quarantined:,} 行不合格（{share:.0%}，上限 {bad_share_max:.0%}），已停止，这一段没有写入。"
        f"{most_zh}请修改文件或映射后重新导入；或调高来源的上限，再继续。",
        f"{chunk.quarantined:,} of {chunk.read:,} rows of this stretch are bad ({share:.0%}, limit {bad_share_max:.0%}), "
        f"so the run stopped and wrote none of them. "
        f"{most_en}Mend the file or the mapping and import it again, or raise the source's limit and resume.",
    )


def _most_often(commonest: str) -> tuple[str, str]:
    if not commonest:
        return "", ""
    _, field, rule = commonest.split("|")
    said = contract_rule(rule).what
    return f"最常见：{field} {said.zh}", f"Most often: {field}: {said.en} "


def is_full_disk(fault: BaseException) -> bool:
    """Whether a disk was full: whoever wrote to it (we, the lake's library, PostgreSQL) says so in the same words."""
    return FULL_DISK in str(fault)


def failed_message(fault: Exception) -> Text:
    """The sentence for a run that an unexpected error ended: what it was, what stays, what to do."""
    if is_full_disk(fault):
        return Text(
            "磁盘已满。已导入的行保留；请清理空间后继续。", "The disk is full. What is in stays; free some space, then let the run go on."
        )
    said = type(fault).__name__
    return Text(f"程序出错（{said}）。已导入的行保留；可以继续。", f"The program failed ({said}). What is in stays; the run can go on.")
