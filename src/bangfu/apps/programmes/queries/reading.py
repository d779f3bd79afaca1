"""Reading programmes for a person, and the definition in force."""

from functools import lru_cache

from django.db.models import QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.queries import scope_of
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.core.programmes import Definition, read

VIEW = "programmes.view_programme"
CHANGE = "programmes.change_programme"


def visible_to(user: User, permission: str = VIEW) -> QuerySet[Programme]:
    """Programmes of the user's areas or with a party there, those their institution takes part
    in, and those that post the user: a county sees the city's programme that helps its hospitals.
    """
    inside = scope_of(user, permission).filter(
        area=("area_code", "parties__institution__area_code"),
        institution="parties__institution__code",
        owner="postings__worker__account",
    )
    return Programme.objects.filter(inside).distinct()


def changeable_by(user: User) -> QuerySet[Programme]:
    """Programmes that a person may change: those of the areas they administer, no others."""
    return Programme.objects.filter(scope_of(user, CHANGE).filter(area="area_code"))


def definition_of(programme: Programme) -> Definition:
    """The definition in force: the newest edition, decoded once per text."""
    return decoded(edition_in_force(programme))


def edition_in_force(programme: Programme) -> Edition:
    """The newest edition; a programme without one raises ``Edition.DoesNotExist``."""
    edition = Edition.objects.filter(programme=programme).order_by("-number").first()
    if edition is None:
        raise Edition.DoesNotExist(f"{programme.code} has no edition")
    return edition


def decoded(edition: Edition) -> Definition:
    """What an edition says, decoded once per text."""
    return _decoded(edition.digest, edition.text)


@lru_cache(maxsize=64)
def _decoded(digest: str, text: str) -> Definition:
    return read(text)
