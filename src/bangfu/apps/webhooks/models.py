"""Who is told what, how far they have been told, and each message that was sent."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> Self:
        """Those that were not ended."""
        return self.filter(ended_at=None)

    def due(self, at: datetime) -> Self:
        """Those that may be told something at that moment."""
        return self.standing().filter(paused_at=None, next_at__lte=at)


class Subscription(models.Model):
    """A program that is told of some topics, as far as its holder may read.

    ``told`` is the number of the last journal entry that it heard of or that did not concern it;
    ``turn`` counts the secrets it has had; none of them is kept.
    """

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="webhook_subscriptions",
        verbose_name=_("账号"),
    )
    title = models.CharField(_("接收系统"), max_length=60)
    address = models.CharField(_("接收地址"), max_length=500)
    topics = models.JSONField(_("事项"), default=list)
    turn = models.PositiveIntegerField(default=1)
    told = models.BigIntegerField(_("已推送到"))
    failures = models.PositiveSmallIntegerField(_("连续失败次数"), default=0)
    next_at = models.DateTimeField(_("下次推送"))
    made_at = models.DateTimeField(_("建立时间"))
    paused_at = models.DateTimeField(_("暂停时间"), null=True)
    paused_why_zh = models.CharField(_("暂停原因"), max_length=100, blank=True)
    paused_why_en = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(_("停用时间"), null=True)
    ended_by = acting_account(_("停用人"))

    objects: ClassVar[models.Manager["Subscription"]] = models.Manager.from_queryset(
        SubscriptionQuerySet
    )()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("事件推送")
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(ended_at=None, paused_at=None),
                name="webhook_due",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One message as it was sent, and what came back; ``entry`` is empty for a trial."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    entry = models.BigIntegerField(_("日志序号"), null=True)
    verb = models.CharField(_("事项"), max_length=60)
    sent_at = models.DateTimeField(_("推送时间"))
    status = models.PositiveSmallIntegerField(_("答复状态"), null=True)
    failed_zh = models.CharField(max_length=100, blank=True)
    failed_en = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("推送记录")
        indexes = [models.Index(fields=["subscription", "-id"]), models.Index(fields=["sent_at"])]

    def __str__(self) -> str:
        return f"{self.verb} → {self.subscription_id}"

    @property
    def arrived(self) -> bool:
        """Whether it was heard."""
        return not self.failed_zh
