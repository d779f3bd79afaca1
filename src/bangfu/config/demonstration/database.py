"""Whether the database holds a demonstration already, and making one where it holds nothing."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models.functions import Substr
from django.utils import timezone

from bangfu.apps.accounts import roles
from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Institution
from bangfu.config.commands.migrate import migrate
from bangfu.config.progress import bar
from bangfu.core.refusal import Refusal

from . import codes, province, signins

TITLE = "建立演示数据"
TITLE_OF_PROVINCE = "建立全省规模数据"


class HoldsOtherData(Refusal):
    """The database holds institutions or accounts, and no demonstration among them."""


def ready(*, whole_province: bool = False) -> None:
    """Bring the database up to date and build in it what is not there yet.

    Each of the two parts is one transaction: broken off, it leaves nothing, and the next run
    builds it again. Raises ``HoldsOtherData``.
    """
    migrate()
    today = timezone.localdate()
    if not _is_there(after=0):
        _refuse_other_data()
        from . import story  # the solvers take a second to load, and a second run needs none

        with bar(TITLE) as step, transaction.atomic():
            story.tell(on=today, step=step)
        _take_stock()
    if whole_province and not _is_there(after=province.FIRST_SERIAL):
        from . import bulk

        with bar(TITLE_OF_PROVINCE) as step, transaction.atomic():
            bulk.enter(on=today, step=step)
        _take_stock()


def sign_in_rows() -> Iterator[tuple[str, str, str]]:
    """Sign-in name, role and what there is to see, for the accounts that stand."""
    standing = {user.username: user for user in User.objects.filter(is_active=True)}
    for one in signins.sign_ins():
        if one.username in standing:
            titles = dict.fromkeys(roles.title_of(grant.role) for grant in one.grants)
            yield one.username, "、".join(titles), one.sees
    if worker := standing.get(signins.WORKER):
        yield worker.username, roles.title_of("posted_worker"), f"{worker.name}本人的派驻"


def _take_stock() -> None:
    """Let the database count its rows: without, it joins thousands of needs the slow way round."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _is_there(*, after: int) -> bool:
    """Whether the institution that comes next after a serial number stands."""
    own = Substr("code", codes.OWN_STARTS + 1, codes.OWN_LENGTH)
    return Institution.objects.annotate(own=own).filter(own=codes.own_part(after + 1)).exists()


def _refuse_other_data() -> None:
    """A demonstration beside real data would be taken for real."""
    if Institution.objects.exists() or User.objects.exists():
        raise HoldsOtherData(
            zh="数据库中已有正式数据，不能再装入演示数据；请用 --data 指定另一个目录。",
            en="The database holds real data; a demonstration is not loaded beside it. "
            "Name another folder with --data.",
        )
