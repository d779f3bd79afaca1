"""Appraisals in every state: stars of branches, a pairing's year, a half-year, a posting."""

from collections.abc import Sequence
from datetime import date

from bangfu.apps.accounts import actions as accounts
from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Institution

from . import jinzhou, signins, stars
from .star_rating import People


def tell(*, on: date, people: dict[str, User]) -> None:
    """Within the caller's transaction, as of a day."""
    stars.tell(on=on, people=_of_jinzhou(people, on=on))


def _of_jinzhou(people: dict[str, User], *, on: date) -> People:
    """One hospital's branches and committee have sign-ins; two offices stand for all the others."""
    others = Institution.objects.filter(area_code__startswith=jinzhou.CITY, level__gte=1)
    others = others.exclude(name=jinzhou.CENTRAL)
    second = _account("recheck", "锦州市卫生健康委考核复核人员", on=on)
    accounts.give_grant(
        user=second,
        role="assessor",
        by=None,
        on=on,
        area_prefix=jinzhou.CITY,
        place_name="锦州市",
    )
    return People(
        branches={
            jinzhou.CENTRAL: people["branch"],
            "": _of_units("branches", "各医院党支部填报人员", list(others), on=on),
        },
        committees={
            jinzhou.CENTRAL: people["committee"],
            "": _of_units("committees", "各医院党委办公室人员", list(others), on=on),
        },
        bureau=people["party"],
        organisation=people["organisation"],
        second_look=(User.objects.get(username="jinzhou"), second),
    )


def _of_units(username: str, name: str, units: Sequence[Institution], *, on: date) -> User:
    """An account that stands for several units, so that the demonstration has not one for each."""
    account = _account(username, name, on=on)
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


def _account(username: str, name: str, *, on: date) -> User:
    return accounts.open_account(username=username, name=name, password=signins.PASSWORD, by=None)
