"""Appraisals in every state: stars of branches, a pairing's year, a half-year, a posting."""

from collections.abc import Sequence
from datetime import date

from bangfu.apps.accounts import actions as accounts
from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.actions.workers import link_account
from bangfu.apps.registry.models import Institution
from bangfu.apps.registry.queries.areas import full_names

from . import (
    group,
    jinzhou,
    pairing_year,
    posting_evaluations,
    signins,
    stars,
    wolong,
    wolong_half_year,
)
from .star_rating import People


def tell(*, on: date, people: dict[str, User]) -> None:
    """Within the caller's transaction, as of a day."""
    clerk, assessor = people["clerk"], people["assessor"]
    host, sender = people["host"], people["sender"]
    stars.tell(on=on, people=_of_jinzhou(people, on=on))
    pairing_year.tell(on=on, clerk=clerk, assessor=assessor, sender=sender)
    wolong_half_year.tell(
        on=on,
        clerk=_of_area("wolong", "卧龙区卫生健康委经办人", "commission_clerk", wolong.DISTRICT, on),
        assessor=assessor,
        units=_of_units("units", "卧龙区各单位填报人员", _units_of(wolong.DISTRICT), on=on),
    )
    worker = User.objects.get(username=signins.WORKER)
    posting_evaluations.tell(
        on=on,
        clerk=clerk,
        host=host,
        sender=sender,
        worker=worker,
        colleagues=_colleagues(on=on),
    )


def _of_jinzhou(people: dict[str, User], *, on: date) -> People:
    """One hospital's branches and committee have sign-ins; two offices stand for all the others."""
    others = [one for one in _units_of(jinzhou.CITY) if one.name != jinzhou.CENTRAL]
    second = _of_area("recheck", "锦州市卫生健康委考核复核人员", "assessor", jinzhou.CITY, on)
    return People(
        branches={
            jinzhou.CENTRAL: people["branch"],
            "": _of_units("branches", "各医院党支部填报人员", others, on=on),
        },
        committees={
            jinzhou.CENTRAL: people["committee"],
            "": _of_units("committees", "各医院党委办公室人员", others, on=on),
        },
        bureau=people["party"],
        organisation=people["organisation"],
        second_look=(User.objects.get(username="jinzhou"), second),
    )


def _of_units(username: str, name: str, units: Sequence[Institution], *, on: date) -> User:
    """An account that stands for several units, so that the demonstration has not one for each."""
    account = _account(username, name)
    for unit in units:
        accounts.give_grant(
            user=account,
            role="host_office",
            by=None,
            on=on,
            institution_code=unit.code,
            place_name=unit.name,
        )
    return account


def _colleagues(*, on: date) -> tuple[User, User]:
    """Two more who are resident at the worker's host, with accounts of their own."""
    found = Posting.objects.on(on).filter(
        programme__code=group.CODE, form="resident", worker__account__isnull=True
    )
    made = []
    for number, posting in enumerate(found.select_related("worker").order_by("pk")[:2], start=2):
        account = _account(f"{signins.WORKER}{number}", posting.worker.name)
        accounts.give_grant(user=account, role="posted_worker", by=None, on=on)
        link_account(worker=posting.worker, account=account, by=None)
        made.append(account)
    return made[0], made[1]


def _of_area(username: str, name: str, role: str, area: str, on: date) -> User:
    account = _account(username, name)
    accounts.give_grant(
        user=account,
        role=role,
        by=None,
        on=on,
        area_prefix=area,
        place_name=full_names([area])[area],
    )
    return account


def _units_of(area: str) -> list[Institution]:
    return list(
        Institution.objects.filter(area_code__startswith=area, valid_to__isnull=True).order_by("pk")
    )


def _account(username: str, name: str) -> User:
    return accounts.open_account(username=username, name=name, password=signins.PASSWORD, by=None)
