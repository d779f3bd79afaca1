"""Needs, nominations, offers, postings."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Resource
from bangfu.apps.intake import queries as intake
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.postings.queries import offers, postings


def _needs(user: User) -> QuerySet[Need]:
    return intake.needs_visible_to(user)


def _nominations(user: User) -> QuerySet[Nomination]:
    return intake.nominations_visible_to(user)


def _postings(user: User) -> QuerySet[Posting]:
    return postings.visible_to(user)


NEEDS = Resource(
    code="needs",
    section="intake",
    permission="intake.view_need",
    title=_("受援需求"),
    model=Need,
    rows=_needs,
    fields=fields(
        Need,
        "id programme=programme__code host_id=host__id host_code=host__code "
        "host_name=host__name department_name subject_codes form role_title "
        "post_group rank_floor headcount sessions_per_week starts_on ends_before "
        "equipment_ready priority tasks sender_code=sender__code state withdrawn_on "
        "withdrawal_reason stated_at",
    ),
    filters=("programme", "host_id", "host_code", "form", "state", "starts_on"),
)
NOMINATIONS = Resource(
    code="nominations",
    section="intake",
    permission="intake.view_nomination",
    title=_("推荐人选"),
    model=Nomination,
    rows=_nominations,
    fields=fields(
        Nomination,
        "id programme=programme__code worker_id=worker__id worker_name=worker__name "
        "home_code=worker__home__code forms available_from available_before "
        "consented note state withdrawn_on withdrawal_reason nominated_at",
    ),
    filters=("programme", "worker_id", "state"),
)
OFFERS = Resource(
    code="offers",
    section="postings",
    permission="postings.view_offer",
    title=_("待商定人选"),
    model=Offer,
    rows=offers.offers_visible_to,
    fields=fields(
        Offer,
        "id need_id=need__id programme=need__programme__code worker_id=worker__id "
        "worker_name=worker__name home_code=home__code host_code=need__host__code "
        "starts_on ends_before sessions_per_week state reasons sender_agreed_at "
        "host_agreed_at declined_by reason declined_at posting_id=posting__id "
        "offered_at",
    ),
    filters=("need_id", "programme", "state", "worker_id", "host_code"),
)
POSTINGS = Resource(
    code="postings",
    section="postings",
    permission="postings.view_posting",
    title=_("派驻"),
    model=Posting,
    rows=_postings,
    fields=fields(
        Posting,
        "id programme=programme__code need_id=need__id worker_id=worker__id "
        "worker_name=worker__name home_id=home__id home_code=home__code "
        "home_name=home__name host_id=host__id host_code=host__code "
        "host_name=host__name form role_title department_name starts_on ends_before "
        "planned_ends_before end_reason sessions_per_week reported_on arrived_on "
        "suspended_from resumes_on handed_over_on closed_on batch "
        "predecessor_id=predecessor__id appointment_document plan_reference "
        "opened_at",
    ),
    filters=(
        "programme",
        "need_id",
        "worker_id",
        "home_code",
        "host_id",
        "host_code",
        "form",
        "starts_on",
        "ends_before",
        "batch",
    ),
)

NOUNS = (
    NEEDS,
    NOMINATIONS,
    OFFERS,
    POSTINGS,
)
