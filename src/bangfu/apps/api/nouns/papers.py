"""Papers, certificates, hand-overs, what is written for the public, the journal."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Nested, Resource
from bangfu.apps.certificates.models import Certificate
from bangfu.apps.certificates.queries import reach as certificates
from bangfu.apps.completion.models import Handover, HandoverItem
from bangfu.apps.completion.queries import reach as completion
from bangfu.apps.documents.models import Document
from bangfu.apps.documents.queries import reach
from bangfu.apps.journal import queries as journal
from bangfu.apps.journal.models import Entry
from bangfu.apps.publicity.models import PublicList, Story
from bangfu.apps.publicity.queries import reach as publicity


def _lists(user: User) -> QuerySet[PublicList]:
    return publicity.lists_visible_to(user)


def _stories(user: User) -> QuerySet[Story]:
    return publicity.stories_visible_to(user)


def _entries(user: User) -> QuerySet[Entry]:
    return journal.visible_to(user)


def _handovers(user: User) -> QuerySet[Handover]:
    return Handover.objects.filter(posting__in=completion.visible_to(user).order_by().values("pk"))


DOCUMENTS = Resource(
    code="documents",
    section="documents",
    permission="documents.view_document",
    title=_("文书"),
    model=Document,
    rows=reach.visible_to,
    fields=fields(
        Document,
        "id kind office_code=office__code office_name=office__name area_code "
        "programme=programme__code subject title number year serial digest made_at "
        "changed_at dropped_at issued_at withdrawn_at withdraw_reason",
    ),
    filters=("kind", "office_code", "area_code", "programme", "year", "issued_at"),
)
CERTIFICATES = Resource(
    code="certificates",
    section="certificates",
    permission="certificates.view_certificate",
    title=_("服务证明"),
    model=Certificate,
    rows=certificates.visible_to,
    fields=fields(
        Certificate,
        "id posting_id=posting__id worker_id=posting__worker__id "
        "worker_name=posting__worker__name issuer_code=issuer__code year serial "
        "code issued_at revoked_at revoke_reason",
    ),
    filters=("posting_id", "worker_id", "issuer_code", "year"),
)
HANDOVERS = Resource(
    code="handovers",
    section="completion",
    permission="completion.view_handover",
    title=_("交接"),
    model=Handover,
    rows=_handovers,
    fields=fields(
        Handover, "id posting_id=posting__id successor_id=successor__id on begun_at revision"
    ),
    filters=("posting_id", "on"),
    nested=(
        Nested(
            "items",
            HandoverItem,
            "handover",
            fields(HandoverItem, "id position title_zh title_en own done note"),
            _("交接事项"),
        ),
    ),
)
LISTS = Resource(
    code="public_lists",
    section="publicity",
    permission="publicity.view_item",
    title=_("公示名单"),
    model=PublicList,
    rows=_lists,
    fields=fields(
        PublicList,
        "id programme=programme__code area_code kind office title words telephone "
        "rows shown_until written_at approved_at withdrawn_at withdrawn_reason",
    ),
    filters=("programme", "area_code", "kind"),
)
STORIES = Resource(
    code="stories",
    section="publicity",
    permission="publicity.view_item",
    title=_("典型事迹"),
    model=Story,
    rows=_stories,
    fields=fields(
        Story,
        "id programme=programme__code institution_code=institution__code area_code "
        "office title lead words caption agreed shown_until written_at approved_at "
        "withdrawn_at withdrawn_reason",
    ),
    filters=("programme", "institution_code", "area_code"),
)
ENTRIES = Resource(
    code="journal_entries",
    section="journal",
    permission="journal.view_entry",
    title=_("日志"),
    model=Entry,
    rows=_entries,
    fields=fields(
        Entry,
        "id=number at actor_id actor verb subject_type subject_id subject area_code "
        "institution_code programme facts previous digest",
    ),
    filters=(
        "at",
        "actor_id",
        "verb",
        "subject_type",
        "subject_id",
        "area_code",
        "institution_code",
        "programme",
    ),
)

NOUNS = (
    DOCUMENTS,
    CERTIFICATES,
    HANDOVERS,
    LISTS,
    STORIES,
    ENTRIES,
)
