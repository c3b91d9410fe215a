"""What each action of audiences is called in the audit log: a part of audit_words.py. Pure (rule L9)."""

SEGMENT = {
    "audience.created": "{actor} 新建了{subject}|{actor} created {subject}",
    "audience.changed": "{actor} 修改了{subject}（第 {revision} 版：{parts}）|{actor} changed {subject} (revision {revision}: {parts})",
    "audience.copied": "{actor} 为受众保存了静态副本（{members} 人）|{actor} kept a static copy of an audience ({members} guests)",
    "audience.list_read": "{actor} 导入了{subject}（{lines} 行，{guests} 位客人）|"
    "{actor} read {subject} from a file ({lines} lines, {guests} guests)",
    "audience.archived": "{actor} 归档了{subject}|{actor} archived {subject}",
    "audience.rebuild_ordered": "{actor} 重新计算了受众|{actor} had audiences rebuilt",
    "audience.rebuild_cancelled": "{actor} 中止了受众的计算|{actor} stopped a rebuild of audiences",
}
