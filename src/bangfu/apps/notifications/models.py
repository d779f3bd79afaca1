"""What waits for whom since when, where people want to hear of it, and what they were told."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.core.notifications.ways import KINDS


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> Self:
        """What still waits."""
        return self.filter(ended_at=None)


class Notice(models.Model):
    """One line of a reader's first page, from when it appeared until it was gone.

    The line itself is read again whenever it is shown; ``key`` says which it is.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=400)
    count = models.PositiveIntegerField(_("数量"))
    since = models.DateTimeField(_("出现或增加的时间"))
    seen_at = models.DateTimeField(_("看到的时间"), null=True)
    ended_at = models.DateTimeField(_("消失的时间"), null=True)

    objects: ClassVar[models.Manager["Notice"]] = models.Manager.from_queryset(NoticeQuerySet)()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                condition=models.Q(ended_at=None),
                name="notice_of_a_line_once",
            )
        ]
        indexes = [models.Index(fields=["ended_at"], name="notice_ended")]

    def __str__(self) -> str:
        return self.key


class WayQuerySet(models.QuerySet["Way"]):
    def standing(self) -> Self:
        """Those that were not ended."""
        return self.filter(ended_at=None)

    def confirmed(self) -> Self:
        """Those that messages go to."""
        return self.standing().exclude(confirmed_at=None)


class Way(models.Model):
    """Where somebody wants to be told. ``sealed`` is the address, encrypted; see ``sealing``.

    ``told_until`` is the moment up to which the last message that arrived told everything;
    ``looked_on`` the last day on which there was a look at what is new, once a day.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ways")
    kind = models.CharField(
        _("方式"), max_length=10, choices=[(kind.code, kind.zh) for kind in KINDS]
    )
    sealed = models.TextField()
    language = models.CharField(_("语言"), max_length=10)
    made_at = models.DateTimeField(_("登记时间"))
    code_mac = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    told_until = models.DateTimeField(_("已提醒到"), null=True)
    looked_on = models.DateField(_("最近检查的日期"), null=True)
    ended_at = models.DateTimeField(_("停用时间"), null=True)

    objects: ClassVar[models.Manager["Way"]] = models.Manager.from_queryset(WayQuerySet)()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("提醒方式")

    def __str__(self) -> str:
        return self.kind


class Message(models.Model):
    """One digest of one way and day: what it said, and whether it arrived."""

    way = models.ForeignKey(Way, models.CASCADE, related_name="messages")
    on = models.DateField(_("日期"))
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"))
    made_at = models.DateTimeField(_("拟定时间"))
    attempts = models.PositiveSmallIntegerField(_("发送次数"), default=0)
    next_at = models.DateTimeField(_("下次发送"), null=True)
    sent_at = models.DateTimeField(_("送出时间"), null=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("提醒消息")
        constraints = [models.UniqueConstraint(fields=["way", "on"], name="message_once_a_day")]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(sent_at=None), name="message_to_send"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_due(self, at: datetime) -> bool:
        """Whether it is to be sent now."""
        return self.sent_at is None and self.next_at is not None and self.next_at <= at
