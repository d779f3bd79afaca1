"""Entries and the head of their chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One change: who, what, when, on what.

    The actor is kept by id and name, not by reference, so that an entry outlives the account.
    """

    number = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    actor_id = models.BigIntegerField(_("操作人编号"), null=True)
    actor = models.CharField(_("操作人"), max_length=100)
    verb = models.CharField(_("事项"), max_length=60)
    subject_type = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.CharField(_("对象编号"), max_length=60)
    subject = models.CharField(_("对象"), max_length=200)
    area_code = models.CharField(_("区划代码"), max_length=12, blank=True)
    institution_code = models.CharField(_("机构代码"), max_length=22, blank=True)
    programme = models.CharField(_("项目"), max_length=60, blank=True)
    facts = models.JSONField(_("内容"), default=dict)
    previous = models.CharField(_("上一条摘要"), max_length=64)
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["area_code", "number"]),
            models.Index(fields=["institution_code", "number"]),
            models.Index(fields=["actor_id", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"

    @property
    def who(self) -> str:
        """The actor as a reader meets it: the system's name is in the reader's language."""
        return self.actor if self.actor_id is not None else str(_("系统"))


class ChainHead(models.Model):
    """The single row every writer locks: the last number and digest."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="journal_has_one_head"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"
