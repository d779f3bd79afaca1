"""Tasks, problems, ledgers handed in; targets and what was reported of them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Nested, Resource
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision.models import Answer, Check, HandIn, Problem, Report, Task
from bangfu.apps.supervision.queries import reach
from bangfu.apps.targets.models import Part, Review, Sharing
from bangfu.apps.targets.queries import reach as targets


def _tasks(user: User) -> QuerySet[Task]:
    return reach.visible_to(user)


def _problems(user: User) -> QuerySet[Problem]:
    return reach.problems_visible_to(user)


def _of_whole_programmes(user: User) -> QuerySet[Programme]:
    """Programmes all of whose figures an account may see: those of its own area."""
    return Programme.objects.filter(user.scope_of(targets.VIEW).filter(area="area_code"))


def _contacts(user: User) -> QuerySet[Answer]:
    return Answer.objects.filter(task__in=reach.visible_to(user).order_by().values("pk"))


def _sharings(user: User) -> QuerySet[Sharing]:
    return Sharing.objects.filter(programme__in=_of_whole_programmes(user).order_by().values("pk"))


def _reviews(user: User) -> QuerySet[Review]:
    return Review.objects.filter(programme__in=_of_whole_programmes(user).order_by().values("pk"))


TASKS = Resource(
    code="tasks",
    section="supervision",
    permission="supervision.view_task",
    title=_("任务台账"),
    model=Task,
    rows=_tasks,
    fields=fields(
        Task,
        "id programme=programme__code key code round follows_id=follows__id listing "
        "project title_zh title_en detail measures "
        "institution_code=institution__code institution_name=institution__name "
        "party_code responsible office leader person area_code basis repeat "
        "starts_on due first_due state share outcome reason submitted_on closed_on "
        "closed_late shown_on look_back_due looked_back_on opened_at",
    ),
    filters=("programme", "institution_code", "area_code", "state", "due", "code", "listing"),
    nested=(
        Nested(
            "reports", Report, "task", fields(Report, "on share done hindered at"), _("进展报告")
        ),
        Nested(
            "checks",
            Check,
            "task",
            fields(Check, "starts_on ends_before finding opinion share at"),
            _("查账"),
        ),
    ),
)
CONTACTS = Resource(
    code="contact_reports",
    section="supervision",
    permission="supervision.view_task",
    title=_("联系报告"),
    model=Answer,
    rows=_contacts,
    fields=fields(
        Answer, "id task_id=task__id starts_on ends_before due on contacted found late_reason at"
    ),
    filters=("task_id", "starts_on", "due"),
)
PROBLEMS = Resource(
    code="problems",
    section="supervision",
    permission="supervision.view_task",
    title=_("问题"),
    model=Problem,
    rows=_problems,
    fields=fields(
        Problem,
        "id programme=programme__code institution_code=institution__code "
        "institution_name=institution__name area_code title detail found_on "
        "found_by_way_of cause spread measures found_in_id=found_in__id "
        "task_id=task__id settled_on settled_words at",
    ),
    filters=("programme", "institution_code", "area_code", "cause", "found_on"),
)
HAND_INS = Resource(
    code="handed_in_ledgers",
    section="supervision",
    permission="supervision.view_task",
    title=_("交账"),
    model=HandIn,
    rows=reach.handed_in_visible_to,
    fields=fields(
        HandIn,
        "id programme=programme__code institution_code=institution__code area_code "
        "starts_on ends_before lines sums digest words at",
    ),
    filters=("programme", "institution_code", "area_code"),
)
SHARINGS = Resource(
    code="target_sharings",
    section="targets",
    permission="targets.view_target",
    title=_("目标分解"),
    model=Sharing,
    rows=_sharings,
    fields=fields(
        Sharing,
        "id programme=programme__code target institution_code=institution__code "
        "edition whole way at replaced_at",
    ),
    filters=("programme", "target", "institution_code"),
    nested=(
        Nested(
            "parts",
            Part,
            "sharing",
            fields(Part, "institution_code=institution__code posts department amount"),
            _("分解"),
        ),
    ),
)
REVIEWS = Resource(
    code="target_reviews",
    section="targets",
    permission="targets.view_target",
    title=_("讲评"),
    model=Review,
    rows=_reviews,
    fields=fields(Review, "id programme=programme__code title on edition figures digest kept_at"),
    filters=("programme", "on"),
)

NOUNS = (
    TASKS,
    CONTACTS,
    PROBLEMS,
    HAND_INS,
    SHARINGS,
    REVIEWS,
)
