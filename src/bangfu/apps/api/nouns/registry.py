"""Institutions, departments, workers, accounts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts import queries as accounts
from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.api.frame.fields import Derived, fields
from bangfu.apps.api.frame.resource import Nested, Resource
from bangfu.apps.registry.models import (
    Department,
    Employment,
    FormerName,
    Institution,
    Worker,
    WorkerSpecialty,
)
from bangfu.apps.registry.queries import institutions, workers
from bangfu.core.standards import id_number


def _departments(user: User) -> QuerySet[Department]:
    inside = institutions.visible_to(user).order_by().values("pk")
    return Department.objects.filter(institution__in=inside)


def _masked(number: str | None) -> str:
    """The number as the page of a worker shows it: never in full."""
    return id_number.masked(number) if number else ""


INSTITUTIONS = Resource(
    code="institutions",
    section="registry",
    permission=institutions.VIEW,
    title=_("机构"),
    model=Institution,
    rows=institutions.visible_to,
    fields=fields(
        Institution,
        "id code name short_name category level grade area_code area_class is_weak "
        "parent_id=parent__id parent_code=parent__code merged_into_id=merged_into__id address "
        "phone population_served valid_from valid_to",
    ),
    filters=("code", "name", "category", "level", "area_code", "is_weak", "valid_from"),
    nested=(
        Nested(
            "former_names",
            FormerName,
            "institution",
            fields(FormerName, "name valid_from valid_to"),
            _("曾用名"),
        ),
    ),
)
DEPARTMENTS = Resource(
    code="departments",
    section="registry",
    permission=institutions.VIEW,
    title=_("科室"),
    model=Department,
    rows=_departments,
    fields=fields(
        Department,
        "id institution_id=institution__id institution_code=institution__code name subject_code "
        "staff minimum_staff",
    ),
    filters=("institution_id", "institution_code", "subject_code"),
)
WORKERS = Resource(
    code="workers",
    section="registry",
    permission=workers.VIEW,
    title=_("人员"),
    model=Worker,
    rows=workers.visible_to,
    fields=fields(
        Worker,
        "id name sex birth_date staff_number home_id=home__id home_code=home__code "
        "home_name=home__name department_id=department__id department_name=department__name "
        "title_code rank practice_certificate phone valid_from valid_to",
    ),
    filters=("name", "home_id", "home_code", "title_code", "rank", "staff_number"),
    derived=(
        Derived(
            "id_number_masked",
            ("id_number",),
            _masked,
            {"type": "string", "title": "身份证号（隐去）"},
            "370502********0011",
        ),
    ),
    nested=(
        Nested(
            "specialties",
            WorkerSpecialty,
            "worker",
            fields(WorkerSpecialty, "subject_code is_primary"),
            _("诊疗科目"),
        ),
        Nested(
            "employments",
            Employment,
            "worker",
            fields(
                Employment,
                "institution_code=institution__code institution_name=institution__name "
                "starts_on ends_before",
            ),
            _("任职经历"),
        ),
    ),
)
ACCOUNTS = Resource(
    code="accounts",
    section="accounts",
    permission="accounts.view_user",
    title=_("账号"),
    model=User,
    rows=accounts.visible_to,
    fields=fields(User, "id username name is_active"),
    filters=("username", "is_active"),
    nested=(
        Nested(
            "grants",
            Grant,
            "user",
            fields(
                Grant,
                "id role reach area_prefix institution_code place_name starts_on ends_before "
                "given_by_name=given_by__name",
            ),
            _("授权"),
        ),
    ),
)
NOUNS = (INSTITUTIONS, DEPARTMENTS, WORKERS, ACCOUNTS)
