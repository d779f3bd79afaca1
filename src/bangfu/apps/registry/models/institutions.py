"""Institutions, what they were called before, and their departments."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class InstitutionQuerySet(models.QuerySet["Institution"]):
    """Filters on institutions that several queries need."""

    def valid_on(self, day: date) -> Self:
        """Those that exist on a day."""
        still = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        return self.filter(still, valid_from__lte=day)


class Institution(models.Model):
    """A health institution or authority: sender, host, or both.

    ``code`` is the unified social credit code (GB 32100, 18 characters) or, where there is none,
    the code it is registered under (at most the 22 characters of WS 218).
    """

    class Category(models.TextChoices):
        GENERAL_HOSPITAL = "general_hospital", _("综合医院")
        TCM_HOSPITAL = "tcm_hospital", _("中医医院")
        MATERNAL_CHILD = "maternal_child", _("妇幼保健机构")
        DISEASE_CONTROL = "disease_control", _("疾病预防控制机构")
        TOWNSHIP_HOSPITAL = "township_hospital", _("乡镇卫生院")
        COMMUNITY_HEALTH_CENTRE = "community_health_centre", _("社区卫生服务中心")
        HEALTH_SUPERVISION = "health_supervision", _("卫生监督机构")
        COMMISSION = "commission", _("卫生健康行政部门")
        PRIVATE_HOSPITAL = "private_hospital", _("民营医院")
        OTHER = "other", _("其他机构")

    class Level(models.IntegerChoices):
        TERTIARY = 3, _("三级")
        SECONDARY = 2, _("二级")
        PRIMARY = 1, _("一级")
        UNGRADED = 0, _("未定级")

    class Grade(models.TextChoices):
        NONE = "", _("未定等")
        A = "甲", _("甲等")
        B = "乙", _("乙等")
        C = "丙", _("丙等")

    code = models.CharField(_("机构代码"), max_length=22, unique=True)
    name = models.CharField(_("机构名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    name_pinyin = models.CharField(_("名称拼音"), max_length=400, blank=True, db_index=True)
    name_initials = models.CharField(_("拼音首字母"), max_length=120, blank=True, db_index=True)
    category = models.CharField(_("机构类别"), max_length=30, choices=Category)
    level = models.PositiveSmallIntegerField(_("医院等级"), choices=Level, default=Level.UNGRADED)
    grade = models.CharField(_("等次"), max_length=1, choices=Grade, blank=True)
    area_code = models.CharField(_("行政区划"), max_length=9, db_index=True)
    area_class = models.PositiveSmallIntegerField(_("地区类别"), null=True, blank=True)
    is_weak = models.BooleanField(_("薄弱机构"), default=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级机构"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("并入机构"),
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    population_served = models.PositiveIntegerField(_("服务人口"), null=True, blank=True)
    valid_from = models.DateField(_("成立日期"))
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["area_code", "-level", "code"]
        indexes = [
            models.Index(fields=["area_code", "-level", "code"], name="institution_in_list_order"),
            models.Index(fields=["category", "level"], name="institution_category"),
            models.Index(fields=["name"], name="institution_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__range=(0, 3)), name="institution_level_is_0_to_3"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["", "甲", "乙", "丙"]), name="institution_grade_is_known"
            ),
            models.CheckConstraint(
                condition=Q(area_class__isnull=True) | Q(area_class__range=(1, 6)),
                name="institution_area_class_is_1_to_6",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="institution_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(valid_to__isnull=False),
                name="institution_merged_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What an institution was called before, and from when to when."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("机构")
    )
    name = models.CharField(_("曾用名"), max_length=120, db_index=True)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"))

    class Meta:
        verbose_name = _("曾用名")
        verbose_name_plural = _("曾用名")
        ordering = ["-valid_to"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="former_name_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerCode(models.Model):
    """The code an institution was registered under before, and from when to when."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="former_codes", verbose_name=_("机构")
    )
    code = models.CharField(_("曾用代码"), max_length=22, db_index=True)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"))

    class Meta:
        verbose_name = _("曾用代码")
        verbose_name_plural = _("曾用代码")
        ordering = ["-valid_to"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="former_code_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Department(models.Model):
    """A department of an institution, with the clinical subject (诊疗科目) it works in."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="departments", verbose_name=_("机构")
    )
    name = models.CharField(_("科室名称"), max_length=60)
    subject_code = models.CharField(_("诊疗科目"), max_length=8, blank=True)
    staff = models.PositiveIntegerField(_("在编人数"), default=0)
    minimum_staff = models.PositiveIntegerField(_("最低在岗人数"), default=0)

    class Meta:
        verbose_name = _("科室")
        verbose_name_plural = _("科室")
        ordering = ["subject_code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name"], name="department_name_per_institution"
            ),
        ]

    def __str__(self) -> str:
        return self.name
