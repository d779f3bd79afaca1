"""Score tables, rounds, sheets, published results; indicators and statistics."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Resource
from bangfu.apps.appraisal.models import Edition, Objection, Result, Round, Scheme, Subject
from bangfu.apps.appraisal.queries import reach
from bangfu.apps.appraisal.queries.schemes import editions_visible_to
from bangfu.apps.indicators.models import Statistic
from bangfu.apps.indicators.queries.reach import statistics_in_reach


def _subjects(user: User) -> QuerySet[Subject]:
    return reach.subjects_visible_to(user)


def _rounds(user: User) -> QuerySet[Round]:
    return reach.rounds_visible_to(user)


def _results(user: User) -> QuerySet[Result]:
    """Results that were published; before that only sheets show what stands."""
    seen = reach.subjects_visible_to(user).order_by().values("pk")
    return Result.objects.filter(subject__in=seen, subject__round__published_at__isnull=False)


def _statistics(user: User) -> QuerySet[Statistic]:
    return statistics_in_reach(user)


def _objections(user: User) -> QuerySet[Objection]:
    return Objection.objects.filter(
        subject__in=reach.subjects_visible_to(user).order_by().values("pk")
    )


SCHEMES = Resource(
    code="schemes",
    section="appraisal",
    permission="appraisal.view_sheet",
    title=_("考核表"),
    model=Scheme,
    rows=reach.schemes_visible_to,
    fields=fields(Scheme, "id code title_zh title_en kind area_code"),
    filters=("code", "kind", "area_code"),
)
EDITIONS = Resource(
    code="scheme_editions",
    section="appraisal",
    permission="appraisal.view_sheet",
    title=_("考核表版本"),
    model=Edition,
    rows=editions_visible_to,
    fields=fields(
        Edition,
        "id scheme_id=scheme__id scheme_code=scheme__code number state version text "
        "digest changed_at frozen_at",
    ),
    filters=("scheme_id", "scheme_code", "state"),
)
ROUNDS = Resource(
    code="rounds",
    section="appraisal",
    permission="appraisal.view_sheet",
    title=_("考核"),
    model=Round,
    rows=_rounds,
    fields=fields(
        Round,
        "id programme=programme__code edition_id=edition__id title kind area_code "
        "starts_on ends_before state follows_id=follows__id opened_at decided_at "
        "announced_on objections_until published_at digest reason",
    ),
    filters=("programme", "area_code", "kind", "state"),
)
SHEETS = Resource(
    code="sheets",
    section="appraisal",
    permission="appraisal.view_sheet",
    title=_("评分表"),
    model=Subject,
    rows=_subjects,
    fields=fields(
        Subject,
        "id round_id=round__id kind key group institution_code=institution__code "
        "institution_name=institution__name partner_code=partner__code level "
        "awaiting",
    ),
    filters=("round_id", "institution_code", "level"),
)
RESULTS = Resource(
    code="results",
    section="appraisal",
    permission="appraisal.view_sheet",
    title=_("考核结果"),
    model=Result,
    rows=_results,
    fields=fields(
        Result,
        "id round_id=subject__round__id sheet_id=subject__id "
        "institution_code=subject__institution__code score grade star reasons "
        "decided_at",
    ),
    filters=("round_id", "institution_code", "grade"),
)
OBJECTIONS = Resource(
    code="objections",
    section="appraisal",
    permission="appraisal.view_sheet",
    title=_("异议"),
    model=Objection,
    rows=_objections,
    fields=fields(
        Objection,
        "id sheet_id=subject__id round_id=subject__round__id item text state at "
        "decision points decided_at",
    ),
    filters=("round_id", "sheet_id", "state"),
)
STATISTICS = Resource(
    code="statistics",
    section="indicators",
    permission="indicators.view_indicator",
    title=_("统计数"),
    model=Statistic,
    rows=_statistics,
    fields=fields(
        Statistic,
        "id item area_code institution_code=institution__code first last amount "
        "document at withdrawn_at reason",
    ),
    filters=("item", "area_code", "institution_code"),
)

NOUNS = (
    SCHEMES,
    EDITIONS,
    ROUNDS,
    SHEETS,
    RESULTS,
    OBJECTIONS,
    STATISTICS,
)
