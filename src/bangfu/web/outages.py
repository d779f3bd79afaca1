"""What is no mistake of the product: a full disk, a failing one, a database that is away.

Each has its sentence and its status, so that a user knows whether to wait or to call somebody, and
a proxy or a phone that keeps entries knows that it may try again.
"""

import errno
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from .faults import Fault

FULL = Fault(
    507,
    _("服务器存储空间已满，本次内容没有保存"),
    _("查看不受影响。请告知运维人员腾出空间后，返回上一页重新提交。"),
    "alert-triangle",
)
STORAGE = Fault(
    503,
    _("服务器存储设备读写出错，本次内容没有保存"),
    _("请立即告知运维人员；修复之前请不要重复提交。"),
    "alert-triangle",
)
BUSY = Fault(
    503,
    _("同时办理的人较多，本次内容没有保存"),
    _("请稍候片刻，返回上一页重新提交。"),
    "refresh",
)
AWAY = Fault(
    503,
    _("数据库暂时连不上，本次操作未完成"),
    _("一般几秒钟后恢复。请稍后刷新或重新提交；持续不能恢复的，请告知运维人员。"),
    "refresh",
)
RETRY_SECONDS = 5
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FAILING = {errno.EIO, errno.EROFS}
# What SQLite says in its own words; its driver gives no codes before Python 3.11's newest.
_SAID = (
    ("database or disk is full", FULL),
    ("disk i/o error", STORAGE),
    ("readonly database", STORAGE),
    ("database is locked", BUSY),
)
# SQLSTATE classes of PostgreSQL: 53100 is a full disk, 58 are errors of its system, 55P03 a lock.
_STATES = (("53100", FULL), ("58", STORAGE), ("55P03", BUSY), ("57P", AWAY), ("08", AWAY))


def outage_of(failure: BaseException | None) -> Fault | None:
    """What an exception, or what it was raised from, tells of the machine; nothing of the code."""
    for each in _behind(failure):
        if found := _told(each):
            return found
    return None


def _behind(failure: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while failure is not None and id(failure) not in seen:
        seen.add(id(failure))
        yield failure
        failure = failure.__cause__ or failure.__context__


def _told(failure: BaseException) -> Fault | None:
    if isinstance(failure, OperationalError | InterfaceError):
        return _of_database(failure)
    if isinstance(failure, OSError):
        return FULL if failure.errno in _NO_ROOM else STORAGE if failure.errno in _FAILING else None
    return None


def _of_database(failure: Exception) -> Fault | None:
    said = str(failure).lower()
    for words, fault in _SAID:
        if words in said:
            return fault
    state = getattr(failure.__cause__, "sqlstate", None)
    if state:
        return next((fault for start, fault in _STATES if state.startswith(start)), None)
    # A connection that broke has no state: nobody was there to give one.
    is_sqlite = type(failure.__cause__).__module__.startswith("sqlite3")
    return None if is_sqlite else AWAY
