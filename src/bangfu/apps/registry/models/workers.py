"""Workers, what they practise and where they were employed."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .institutions import Department, Institution


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Filters on workers that several queries need."""

    def valid_on(self, day: date) -> Self:
        """Those in service on a day."""
        still = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        return self.filter(still, valid_from__lte=day)


class Worker(models.Model):
    """A health worker, held by the home institution that pays them.

    ``rank`` repeats the last digit of the title code (GB/T 8561): 1 is the highest, 4 the lowest.
    """

    class Sex(models.TextChoices):
        MALE = "male", _("男")
        FEMALE = "female", _("女")
        UNKNOWN = "unknown", _("未说明")

    class Rank(models.IntegerChoices):
        SENIOR = 1, _("正高级")
        ASSOCIATE_SENIOR = 2, _("副高级")
        INTERMEDIATE = 3, _("中级")
        JUNIOR = 4, _("初级")

    name = models.CharField(_("姓名"), max_length=60)
    name_pinyin = models.CharField(_("姓名拼音"), max_length=200, blank=True)
    name_initials = models.CharField(_("拼音首字母"), max_length=60, blank=True, db_index=True)
    sex = models.CharField(_("性别"), max_length=7, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    id_number = models.CharField(_("身份证号"), max_length=18, unique=True, null=True, blank=True)
    staff_number = models.CharField(_("工号"), max_length=30)
    home = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="workers", verbose_name=_("所在单位")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="workers",
        verbose_name=_("所在科室"),
    )
    title_code = models.CharField(_("专业技术职务"), max_length=3, blank=True)
    rank = models.PositiveSmallIntegerField(_("职称级别"), choices=Rank, db_index=True)
    practice_certificate = models.CharField(_("执业证书编码"), max_length=30, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="worker",
        verbose_name=_("登录账号"),
    )
    valid_from = models.DateField(_("登记日期"))
    valid_to = models.DateField(_("离任日期"), null=True, blank=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["name_pinyin", "id"]
        indexes = [
            models.Index(fields=["name_pinyin", "id"], name="worker_in_list_order"),
            models.Index(fields=["home", "name_pinyin"], name="worker_of_institution"),
            models.Index(fields=["name"], name="worker_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["home", "staff_number"], name="worker_staff_number_per_home"
            ),
            models.CheckConstraint(condition=Q(rank__range=(1, 4)), name="worker_rank_is_1_to_4"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="worker_ends_after_they_begin",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkerSpecialty(models.Model):
    """A clinical subject (诊疗科目) a worker practises; at most one is the main one."""

    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, related_name="specialties", verbose_name=_("人员")
    )
    subject_code = models.CharField(_("诊疗科目"), max_length=8, db_index=True)
    is_primary = models.BooleanField(_("主要专业"), default=False)

    class Meta:
        verbose_name = _("专业")
        verbose_name_plural = _("专业")
        ordering = ["-is_primary", "subject_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "subject_code"], name="specialty_once_per_worker"
            ),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(is_primary=True), name="specialty_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return self.subject_code


class Employment(models.Model):
    """Where a worker was employed, from when to when; the open one is where they are now."""

    worker = models.ForeignKey(
        Worker, on_delete=models.CASCADE, related_name="employments", verbose_name=_("人员")
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="employments",
        verbose_name=_("单位"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="employments",
        verbose_name=_("科室"),
    )
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职经历")
        verbose_name_plural = _("任职经历")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="employment_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(ends_before__isnull=True),
                name="employment_one_is_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} @ {self.institution_id}"
