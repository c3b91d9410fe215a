"""When a run stops itself, and what it says. Pure."""

from xenia.connect.rules.faults import contract_rule
from xenia.connect.types.runs import Counts
from xenia.kernel.texts import Text

ROWS_BEFORE_STOP = 20
"""A share of fewer rows says nothing."""


def is_too_bad(counts: Counts, bad_share_max: float) -> bool:
    """Whether more than the allowed share (0 to 1) of at least ROWS_BEFORE_STOP rows is bad."""
    return counts.read >= ROWS_BEFORE_STOP and counts.quarantined > bad_share_max * counts.read


def stopped_message(chunk: Counts, bad_share_max: float, commonest: str) -> Text:
    """The sentence for a run that stopped: how bad, against which limit, the commonest reason (`ordinal|field|rule`), what to do."""
    _, field, rule = commonest.split("|")
    said, share = contract_rule(rule), chunk.quarantined / chunk.read
    return Text(
        f"这一段 {chunk.read:,} 行中有 {chunk.quarantined:,} 行不合格（{share:.0%}，上限 {bad_share_max:.0%}），已停止，这一段没有写入。"
        f"最常见：{field} {said.what.zh}请先试运行并修改映射或文件，再继续。",
        f"{chunk.quarantined:,} of {chunk.read:,} rows of this stretch are bad ({share:.0%}, limit {bad_share_max:.0%}), "
        f"so the run stopped and wrote none of them. "
        f"Most often: {field}: {said.what.en} Try a dry run, mend the mapping or the file, then resume.",
    )
