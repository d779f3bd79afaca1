"""Opening the demonstration's accounts and giving them their roles."""

from datetime import date

from bangfu.apps.accounts import actions as accounts
from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.actions.workers import link_account
from bangfu.apps.registry.models import Institution
from bangfu.apps.registry.queries.areas import full_names

from . import group, signins


def open_all(*, on: date) -> dict[str, User]:
    """One account for each role but the posted worker's, by sign-in name."""
    return {one.username: _open(one, on=on) for one in signins.sign_ins()}


def open_for_worker(*, on: date) -> User:
    """The account of somebody who is resident at the host of the city medical group today."""
    posting = (
        Posting.objects.on(on)
        .filter(programme__code=group.CODE, form="resident")
        .select_related("worker__home")
        .order_by("pk")[0]
    )
    worker = posting.worker
    account = accounts.open_account(
        username=signins.WORKER, name=worker.name, password=signins.PASSWORD, by=None
    )
    accounts.give_grant(user=account, role="posted_worker", by=None, on=on)
    link_account(worker=worker, account=account, by=None)
    return account


def _open(one: signins.SignIn, *, on: date) -> User:
    account = accounts.open_account(
        username=one.username, name=one.name, password=signins.PASSWORD, by=None
    )
    for grant in one.grants:
        code, named = "", full_names([grant.area])[grant.area] if grant.area else ""
        if grant.institution:
            named = grant.institution
            code = Institution.objects.values_list("code", flat=True).get(name=named)
        accounts.give_grant(
            user=account,
            role=grant.role,
            by=None,
            on=on,
            area_prefix=grant.area,
            institution_code=code,
            whole_country=grant.whole_country,
            place_name=named,
        )
    return account
