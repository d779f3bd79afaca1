"""Public requests, branches, spot checks and findings."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Nested, Resource
from bangfu.apps.branches.models import Branch, MemberCount, Seat, Secretary
from bangfu.apps.branches.queries import reach as branches
from bangfu.apps.spotchecks.models import Check, Draw, Finding, FindingStep
from bangfu.apps.spotchecks.queries import reach as spotchecks
from bangfu.apps.voice.models import PublicRequest, RequestStep
from bangfu.apps.voice.queries import reach


def _branches(user: User) -> QuerySet[Branch]:
    return branches.visible_to(user)


REQUESTS = Resource(
    code="public_requests",
    section="voice",
    permission="voice.view_request",
    title=_("群众需求"),
    model=PublicRequest,
    rows=reach.visible_to,
    fields=fields(
        PublicRequest,
        "id receipt kind words asked_at asked_on first_code=first__code "
        "institution_id=institution__id institution_code=institution__code "
        "institution_name=institution__name department_id=department__id area_code "
        "state way joint due return_until planned_for extended reopened late answer "
        "answered_on solved satisfied cause closed_on task_id=task__id "
        "need_id=need__id problem_id=problem__id reminded_on",
    ),
    filters=("institution_code", "area_code", "state", "kind", "asked_on", "due", "late"),
    nested=(
        Nested(
            "steps",
            RequestStep,
            "request",
            fields(RequestStep, "step on words way until solved satisfied at"),
            _("办理过程"),
        ),
    ),
)
BRANCHES = Resource(
    code="branches",
    section="branches",
    permission="branches.view_branch",
    title=_("党支部"),
    model=Branch,
    rows=_branches,
    fields=fields(
        Branch,
        "id name is_joint institution_id=institution__id "
        "institution_code=institution__code founded_on ended_on "
        "successor_id=successor__id",
    ),
    filters=("institution_code", "is_joint", "founded_on"),
    nested=(
        Nested(
            "seats",
            Seat,
            "branch",
            fields(Seat, "institution_code=institution__code starts_on ends_before"),
            _("组成单位"),
        ),
        Nested(
            "secretaries",
            Secretary,
            "branch",
            fields(
                Secretary, "name worker_id=worker__id is_backbone is_head starts_on ends_before"
            ),
            _("书记"),
        ),
        Nested(
            "member_counts",
            MemberCount,
            "branch",
            fields(MemberCount, "institution_code=institution__code on full probationary"),
            _("党员人数"),
        ),
    ),
)
DRAWS = Resource(
    code="draws",
    section="spotchecks",
    permission="spotchecks.view_check",
    title=_("抽签"),
    model=Draw,
    rows=spotchecks.draws_visible_to,
    fields=fields(
        Draw,
        "id programme=programme__code area_code title subjects way as_of state "
        "round size take list_digest commitment public_event public_after "
        "committed_at revealed_at published_at",
    ),
    filters=("programme", "area_code", "state", "as_of"),
)
CHECKS = Resource(
    code="spot_checks",
    section="spotchecks",
    permission="spotchecks.view_check",
    title=_("抽查"),
    model=Check,
    rows=spotchecks.checks_visible_to,
    fields=fields(
        Check,
        "id draw_id=draw__id host_code=host__code host_name=host__name area_code "
        "way state on half recorded_at dropped_reason",
    ),
    filters=("draw_id", "host_code", "area_code", "state", "on"),
)
FINDINGS = Resource(
    code="findings",
    section="spotchecks",
    permission="spotchecks.view_check",
    title=_("抽查发现的问题"),
    model=Finding,
    rows=spotchecks.findings_visible_to,
    fields=fields(
        Finding,
        "id check_id=check_made__id request_id=request__id "
        "programme=programme__code institution_code=institution__code "
        "institution_name=institution__name area_code posting_id=posting__id kind "
        "title detail found_on state due late closed_on task_id=task__id raised_at",
    ),
    filters=("institution_code", "area_code", "kind", "state", "due"),
    nested=(
        Nested(
            "steps",
            FindingStep,
            "finding",
            fields(FindingStep, "step on words measures promised holds at"),
            _("整改过程"),
        ),
    ),
)

NOUNS = (
    REQUESTS,
    BRANCHES,
    DRAWS,
    CHECKS,
    FINDINGS,
)
