"""Which health authority a certificate is issued by."""

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries.lives import AUTHORITY
from bangfu.apps.registry.models import Institution
from bangfu.core.standards.areas import above


def issuer_of(posting: Posting, *, by: User | None) -> Institution | None:
    """The health authority of the programme's area; one that the acting account works for.

    Who acts for a county does not issue in the city's name. Of several the programme's own comes
    first, then that of the host's area, then of the sender's; the nearest of each. Without an
    account, as where a demonstration is built, any of them. One query.
    """
    around = [posting.programme.area_code, posting.host.area_code, posting.home.area_code]
    codes = {code for area in around for code in (area, *above(area)) if code}
    found = Institution.objects.filter(
        category=Institution.Category.COMMISSION, area_code__in=codes, valid_to__isnull=True
    ).order_by("pk")
    if by is not None:
        found = found.filter(by.scope_of(AUTHORITY).filter(area="area_code"))

    def nearness(one: Institution) -> tuple[bool, bool, int]:
        programme, host, _home = (area.startswith(one.area_code) for area in around)
        return programme, host, len(one.area_code)

    return max(found, key=nearness, default=None)


def works_for(user: User, issuer: Institution) -> bool:
    """Whether an account acts for a health authority."""
    return user.scope_of(AUTHORITY).covers(area=issuer.area_code)
