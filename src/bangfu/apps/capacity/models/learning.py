"""Skills somebody learns until they do them alone, and what an authority finds later."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.core.capacity import Found, SkillStep

from .items import Item


class Skill(models.Model):
    """One skill or task: when it was taught, done under guidance, done alone before a witness.

    Done alone it counts once ``confirmed_at`` is set. ``dropped`` is why it is taught no more.
    """

    item = models.ForeignKey(
        Item, models.CASCADE, related_name="skills", verbose_name=_("能力建设")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("技能"), max_length=80)
    taught_on = models.DateField(_("讲授日期"), null=True, blank=True)
    guided_on = models.DateField(_("指导下完成日期"), null=True, blank=True)
    alone_on = models.DateField(_("独立完成日期"), null=True, blank=True)
    witness_name = models.CharField(_("见证人"), max_length=60, blank=True)
    witness_function = models.CharField(_("见证人职务"), max_length=60, blank=True)
    said_by = acting_account(_("登记人"))
    said_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    confirmed_by = acting_account(_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    returned = models.CharField(_("未予确认的原因"), max_length=200, blank=True)
    dropped = models.CharField(_("不再带教的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("技能")
        verbose_name_plural = _("技能")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="skill_has_its_place"),
            models.UniqueConstraint(fields=["item", "title"], name="skill_once"),
            models.CheckConstraint(condition=~Q(title=""), name="skill_has_a_name"),
            models.CheckConstraint(
                condition=Q(taught_on__isnull=True)
                | Q(guided_on__isnull=True)
                | Q(guided_on__gte=F("taught_on")),
                name="skill_guided_after_taught",
            ),
            models.CheckConstraint(
                condition=Q(alone_on__isnull=True)
                | Q(guided_on__isnull=True)
                | Q(alone_on__gte=F("guided_on")),
                name="skill_alone_after_guided",
            ),
            models.CheckConstraint(
                condition=Q(alone_on__isnull=True)
                | (~Q(witness_name="") & ~Q(witness_function="") & Q(said_at__isnull=False)),
                name="skill_alone_has_a_witness",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(alone_on__isnull=False),
                name="skill_confirmed_is_done_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> dict[SkillStep, date]:
        """The day of each step taken."""
        given = {
            SkillStep.TAUGHT: self.taught_on,
            SkillStep.GUIDED: self.guided_on,
            SkillStep.ALONE: self.alone_on,
        }
        return {step: day for step, day in given.items() if day is not None}

    @property
    def is_alone(self) -> bool:
        """Whether it is done alone and the host has confirmed it."""
        return self.confirmed_at is not None


class Verification(models.Model):
    """What the authority found when it looked again at something built."""

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="verifications", verbose_name=_("能力建设")
    )
    on = models.DateField(_("核验日期"))
    found = models.CharField(
        _("核验结果"), max_length=10, choices=[(each.value, each.zh) for each in Found]
    )
    cases = models.PositiveIntegerField(_("近期例数"), null=True, blank=True)
    note = models.CharField(_("情况"), max_length=300, blank=True)
    by = acting_account(_("核验人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("核验")
        verbose_name_plural = _("核验")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(found="kept") | ~Q(note=""), name="verification_says_what_is_wrong"
            ),
            models.UniqueConstraint(fields=["item", "on"], name="verified_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.on}"
