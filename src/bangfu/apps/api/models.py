"""Tokens of programs, and the answers kept so that a repeated request is not done twice."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account


class TokenQuerySet(models.QuerySet["Token"]):
    def in_force(self, at: datetime) -> Self:
        """Neither revoked nor past their end at that moment."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class Token(models.Model):
    """What a program shows instead of signing in: it acts as its holder, and never further.

    Only the SHA-256 of the secret is kept; ``start`` are its first characters, by which people
    tell tokens apart. ``sections`` narrows it to parts of the interface; empty means all of them.
    """

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="api_tokens",
        verbose_name=_("账号"),
    )
    title = models.CharField(_("用途"), max_length=60)
    start = models.CharField(_("开头"), max_length=12)
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    may_act = models.BooleanField(_("可以办理"), default=False)
    sections = models.JSONField(_("范围"), default=list)
    made_at = models.DateTimeField(_("生成时间"))
    made_by = acting_account(_("生成人"))
    expires_at = models.DateTimeField(_("到期时间"))
    used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True)
    revoked_by = acting_account(_("停用人"))

    objects: ClassVar[models.Manager["Token"]] = models.Manager.from_queryset(TokenQuerySet)()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("接口令牌")
        constraints = [
            models.CheckConstraint(
                name="token_ends_after_it_is_made",
                condition=models.Q(expires_at__gt=models.F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.start}…）"

    def allows(self, section: str, *, acting: bool) -> bool:
        """Whether the token reaches a section, for reading or for acting."""
        return (not self.sections or section in self.sections) and (self.may_act or not acting)


class KeptAnswer(models.Model):
    """What a request with an idempotency key was answered, so that its repetition gets the same.

    ``body`` is the SHA-256 of what was asked: address and content.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=255)
    body = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    location = models.CharField(max_length=300, blank=True)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("已答复的请求")
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once_for_each_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
