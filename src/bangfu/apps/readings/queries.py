"""Reading drafts for a person."""

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.queries import scope_of
from bangfu.apps.readings.models import DraftValue, NoticeReading, NoticeReadingQuerySet
from bangfu.core.readings import Verdict

CHANGE = "programmes.change_programme"
ROWS = 30


def visible_to(user: User) -> NoticeReadingQuerySet:
    """Drafts of the areas whose programmes a person may make, and no others."""
    return NoticeReading.objects.filter(scope_of(user, CHANGE).filter(area="area_code"))


def in_full(user: User) -> QuerySet[NoticeReading]:
    """Drafts with all that their page shows of them."""
    values = DraftValue.objects.select_related("decided_by")
    return (
        visible_to(user)
        .select_related("started_by", "edition__programme")
        .prefetch_related(Prefetch("values", values))
    )


def reading_rows(user: User, *, page: str | None) -> Leaf[NoticeReading]:
    """A page of drafts, those worked on last first, each with how many values it has and how many
    are open.
    """
    rows = (
        visible_to(user)
        .defer("kept", "draft")
        .select_related("started_by", "edition__programme")
        .annotate(
            valued=Count("values"),
            waiting=Count("values", filter=Q(values__verdict=Verdict.OPEN.value)),
        )
        .order_by("-touched_at", "-pk")
    )
    return Paginator(rows, ROWS).get_page(page)
