"""Accounts and what they were granted."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.web.scope import Scope

from . import roles


class UserManager(BaseUserManager["User"]):
    """Accounts are found by their sign-in name; Django's own sign-in asks for this."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do stands in their grants, never here."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    is_active = models.BooleanField(_("启用"), default=True)
    # Kept here because every page shows it and reads the account anyhow.
    unseen = models.PositiveSmallIntegerField(_("未看的提醒"), default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["username"]
        verbose_name = _("账号")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def current_grants(self) -> tuple["Grant", ...]:
        """Today's grants, read once per request: an ended grant is gone with the next one."""
        if not self.is_active:
            return ()
        return tuple(self.grants.on(timezone.localdate()))

    @property
    def grants_in_words(self) -> list[str]:
        """What the account may do, for the menu under its name."""
        return [grant.in_words for grant in self.current_grants]

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether any grant includes the permission; where it reaches is ``scope_of``'s answer."""
        return any(grant.role in roles.permitting(permission) for grant in self.current_grants)

    def scope_of(self, permission: str) -> Scope:
        """Everywhere the permission reaches for this account."""
        granting = [
            grant for grant in self.current_grants if grant.role in roles.permitting(permission)
        ]
        return Scope(
            areas=tuple(
                sorted({g.area_prefix for g in granting if g.reach in ("area", "everywhere")})
            ),
            institutions=tuple(
                sorted({g.institution_code for g in granting if g.institution_code})
            ),
            own=self.pk if any(g.reach == "own" for g in granting) else None,
        )


class GrantQuerySet(models.QuerySet["Grant"]):
    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(starts_on__lte=day).exclude(ends_before__lte=day)


class Grant(models.Model):
    """One role for one account, somewhere, from a day on.

    ``place_name`` is what the area or institution was called when the grant was given.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("账号"))
    role = models.CharField(_("角色"), max_length=40)
    reach = models.CharField(_("范围类型"), max_length=12)
    area_prefix = models.CharField(_("区划"), max_length=12, blank=True)
    institution_code = models.CharField(_("机构"), max_length=22, blank=True)
    place_name = models.CharField(_("范围"), max_length=120, blank=True)
    starts_on = models.DateField(_("生效日期"))
    ends_before = models.DateField(_("失效日期"), null=True)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("授权人")
    )

    objects: ClassVar[models.Manager["Grant"]] = models.Manager.from_queryset(GrantQuerySet)()

    class Meta:
        ordering = ["user", "role"]
        verbose_name = _("授权")
        constraints = [
            models.CheckConstraint(
                name="grant_reaches_one_kind_of_place",
                condition=(
                    models.Q(reach="institution", area_prefix="") & ~models.Q(institution_code="")
                )
                | models.Q(reach="area", institution_code="")
                | models.Q(reach__in=["own", "everywhere"], institution_code="", area_prefix=""),
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_starts",
                condition=models.Q(ends_before=None)
                | models.Q(ends_before__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """The role and where it reaches, for its owner."""
        place = self.place_name or self.institution_code or self.area_prefix
        if self.reach == "area" and not place:
            place = gettext("全国")
        title = roles.title_of(self.role)
        return f"{title}（{place}）" if place else title


class SavedView(models.Model):
    """Filters of a list that somebody keeps under a title; ``page`` is the name of its address.

    ``query`` is what follows the question mark, in the one order of ``exports.filters_in``.
    """

    account = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name=_("账号")
    )
    page = models.CharField(_("列表"), max_length=60)
    title = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选条件"), max_length=1000)
    position = models.PositiveSmallIntegerField(_("序号"))

    class Meta:
        ordering = ["page", "position", "pk"]
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "page", "title"], name="saved_view_has_a_title_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["account", "page", "query"], name="saved_view_has_filters_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.title
