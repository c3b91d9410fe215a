"""The part of the data map that news and the queue keep: ids and counts only. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Whose, table
from xenia.kernel.texts import Text

_IDS = Text("只有编号与数量；送达或完成后按期删除。", "Ids and counts only; deleted in time once delivered or done.")
_QUEUE = Handling(Whose.GUEST, FoundBy.READING, Erasing.DELETE, "queue", _IDS)

STORES = (
    table(
        "news_news",
        "消息",
        "News",
        Handling(Whose.GUEST, FoundBy.READING, Erasing.DELETE, "queue", _IDS),
        pseudonym="payload",
        none="id kind published_at delivered_at",
    ),
    table(
        "procrastinate_jobs",
        "任务队列",
        "The queue",
        _QUEUE,
        pseudonym="args lock queueing_lock",
        none="id priority queue_name task_name status scheduled_at attempts abort_requested worker_id",
    ),
    table("procrastinate_events", "任务经过", "What happened to jobs", none="id job_id type at"),
    table("procrastinate_periodic_defers", "定时任务", "Periodic jobs", none="id task_name defer_timestamp job_id periodic_id"),
    table("procrastinate_workers", "工作进程", "Workers", none="id last_heartbeat"),
)
