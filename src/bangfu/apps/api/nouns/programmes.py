"""Programmes, who takes part, who is paired with whom; notices read into drafts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Nested, Resource
from bangfu.apps.programmes.models import Edition, Pairing, Party, Programme
from bangfu.apps.programmes.queries import reading
from bangfu.apps.readings import queries as readings
from bangfu.apps.readings.models import NoticeReading


def _parties(user: User) -> QuerySet[Party]:
    return Party.objects.filter(programme__in=reading.visible_to(user).order_by().values("pk"))


def _pairings(user: User) -> QuerySet[Pairing]:
    return Pairing.objects.filter(programme__in=reading.visible_to(user).order_by().values("pk"))


PROGRAMMES = Resource(
    code="programmes",
    section="programmes",
    permission="programmes.view_programme",
    title=_("项目"),
    model=Programme,
    rows=reading.visible_to,
    fields=fields(Programme, "id code title_zh title_en area_code starts_on ends_before"),
    filters=("code", "area_code", "starts_on"),
    nested=(
        Nested(
            "editions",
            Edition,
            "programme",
            fields(Edition, "number digest note adopted_on"),
            _("版本"),
        ),
    ),
)
PARTIES = Resource(
    code="parties",
    section="programmes",
    permission="programmes.view_programme",
    title=_("参加单位"),
    model=Party,
    rows=_parties,
    fields=fields(
        Party,
        "id programme=programme__code institution_id=institution__id "
        "institution_code=institution__code institution_name=institution__name role "
        "party_code starts_on ends_before",
    ),
    filters=("programme", "institution_code", "role"),
)
PAIRINGS = Resource(
    code="pairings",
    section="programmes",
    permission="programmes.view_programme",
    title=_("结对"),
    model=Pairing,
    rows=_pairings,
    fields=fields(
        Pairing,
        "id programme=programme__code sender_id=sender__id sender_code=sender__code "
        "sender_name=sender__name host_id=host__id host_code=host__code "
        "host_name=host__name starts_on ends_before replaced_by_id=replaced_by__id",
    ),
    filters=("programme", "sender_code", "host_code"),
)
READINGS = Resource(
    code="notice_readings",
    section="programmes",
    permission="programmes.change_programme",
    title=_("通知草案"),
    model=NoticeReading,
    rows=readings.visible_to,
    fields=fields(
        NoticeReading, "id name area_code state title started_by_name=started_by__name started_at"
    ),
    filters=("state", "area_code"),
)

NOUNS = (
    PROGRAMMES,
    PARTIES,
    PAIRINGS,
    READINGS,
)
