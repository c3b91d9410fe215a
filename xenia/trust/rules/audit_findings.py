"""What a verification may find, in words (rule L8). Pure."""

from xenia.kernel.texts import Text
from xenia.trust.types.audit import LogFinding

FINDINGS = {
    "entry_changed": Text(
        "第 {position} 条（记录 {entry_id}）的内容与封存时不同：它被改动过。",
        "Entry {entry_id} at position {position} is not what was sealed: it was changed.",
    ),
    "entry_missing": Text(
        "第 {position} 条（记录 {entry_id}）已不在表中：它被删除了。",
        "Entry {entry_id} at position {position} is gone from the table: it was removed.",
    ),
    "entry_inserted": Text(
        "记录 {entry_id} 声称早已写入，却不在封存的日志里：它是事后插入的。",
        "Entry {entry_id} says that it is old, but it is not in the sealed log: it was put in afterwards.",
    ),
    "leaf_missing": Text(
        "第 {position} 至 {last_position} 条从封存的树中消失了。",
        "Positions {position} to {last_position} are gone from the sealed tree.",
    ),
    "leaf_unsigned": Text(
        "第 {position} 条（记录 {entry_id}）在树中，但没有签名的检查点包含它：检查点被删除，或该条被插入。",
        "Position {position} (entry {entry_id}) is in the tree, but no signed checkpoint covers it: one was removed, or it was put in.",
    ),
    "tree_changed": Text(
        "第 {position} 至 {last_position} 条之间（从记录 {entry_id} 起）的内容与签名的检查点不符：其中有记录被改写、互换或插入。",
        "Positions {position} to {last_position} (from entry {entry_id}) do not add up to the signed checkpoint:"
        " one was rewritten, swapped or put in.",
    ),
    "node_changed": Text(
        "第 {position} 至 {last_position} 条之上的内部哈希被改动过。",
        "The inner hash over positions {position} to {last_position} was changed.",
    ),
    "checkpoint_unsigned": Text(
        "大小为 {size} 的检查点没有有效签名，或与其签名的内容不符。",
        "The checkpoint of size {size} is not validly signed, or says something else than what was signed.",
    ),
    "checkpoint_missing": Text(
        "大小 {after} 与 {size} 之间的一个检查点不见了。",
        "A checkpoint between the sizes {after} and {size} is gone.",
    ),
    "checkpoint_differs": Text(
        "您提供的大小为 {size} 的检查点与本日志的不同：日志在那之后被整体改写。",
        "The checkpoint of size {size} that you gave is not this log's: the log was rewritten after it was handed out.",
    ),
    "checkpoint_foreign": Text(
        "您提供的检查点不是由本日志的密钥签名的，或已被改动。",
        "The checkpoint that you gave is not signed by a key of this log, or was changed.",
    ),
    "log_cut": Text(
        "您提供的检查点包含 {size} 条，而本日志只有 {position} 条：第 {position} 条起的内容被截去。",
        "The checkpoint that you gave covers {size} entries, and the log holds {position}: what came from position {position}"
        " on was cut off.",
    ),
    "key_changed": Text(
        "签名密钥 {key} 与密钥库中封存的不符：它被替换过。",
        "The signing key {key} does not fit the one the vault holds: it was replaced.",
    ),
}
"""Code -> sentence; positions count from 0."""


def finding(code: str, **about: int | str | None) -> LogFinding:
    """Returns the finding with its sentences; `about` names the position, last_position and entry_id where they are known."""
    words = FINDINGS[code]
    first, last, entry = about.get("position"), about.get("last_position"), about.get("entry_id")
    return LogFinding(
        code,
        Text(words.zh.format(**about), words.en.format(**about)),
        first if isinstance(first, int) else None,
        last if isinstance(last, int) else None,
        entry if isinstance(entry, int) else None,
    )
