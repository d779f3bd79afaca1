"""Stars of Jinzhou's Party branches: a half-year rated by four sides, and the next under way.

Nothing here states a star. Branches differ by the papers they keep and by what reviewers give; the
table makes of it what it makes. Twenty-five five-star and forty four-star branches, as the city
reports, is what these marks come to.
"""

from datetime import date, timedelta

import msgspec

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Edition, Round
from bangfu.apps.programmes.models import Programme
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.rules.ratio_to_target import RatioToTarget
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.core.programmes.words import Text

from . import jinzhou, star_rating
from .appraisal_steps import frozen_table, opened
from .star_rating import People

TABLE = "party_branch_stars"
TITLE = Text(
    zh="锦州市公立医院党支部星级堡垒半年评定表",
    en="Half-year star rating of Party branches in Jinzhou's public hospitals",
)
SETTLED = timedelta(days=45)
"""A half-year is rated and published within so many days after its end."""
STARTED = 12
"""Days since the round that is under way was opened."""


def tell(*, on: date, people: People) -> None:
    """Within the caller's transaction, as of a day."""
    programme = Programme.objects.get(code=jinzhou.CODE)
    settled = on - SETTLED
    ended = date(settled.year, 7 if settled.month > 6 else 1, 1)
    edition = frozen_table(
        TABLE, area=jinzhou.CITY, title=TITLE, day=ended, by=people.bureau, change=_halved
    )
    day = ended + timedelta(1)
    done = _opened(programme, edition, ended, by=people.bureau, day=day)
    star_rating.rate(done, people, day=day)
    day = on - timedelta(STARTED)
    until = _half_after(ended)
    held = _opened(programme, edition, until, by=people.bureau, day=day, follows=done)
    star_rating.begin(held, people, day=day)


def _halved(whole: Scheme) -> Scheme:
    """Half of what a year asks for; members are admitted by the year's plan and not rated twice a
    year, so that the complete base file counts for those points too."""
    items = []
    for item in whole.items:
        if item.code == "developed":
            continue
        rule = item.rule
        if isinstance(rule, RatioToTarget) and rule.target and rule.target > 1:
            item = msgspec.structs.replace(
                item, rule=msgspec.structs.replace(rule, target=rule.target // 2)
            )
        if item.code == "base_file":
            item = msgspec.structs.replace(item, points=20)
        items.append(item)
    return msgspec.structs.replace(whole, items=tuple(items))


def _opened(
    programme: Programme,
    edition: Edition,
    ends: date,
    *,
    by: User,
    day: date,
    follows: Round | None = None,
) -> Round:
    """The round of the half-year that ends before a day."""
    begins = date(ends.year - 1, 7, 1) if ends.month == 1 else date(ends.year, 1, 1)
    half = "上半年" if begins.month == 1 else "下半年"
    return opened(
        programme,
        edition,
        title=f"{begins.year}年{half}党支部星级堡垒评定",
        kind=RoundKind.HALF_YEAR,
        days=(begins, ends),
        by=by,
        day=day,
        follows=follows,
    )


def _half_after(day: date) -> date:
    return date(day.year + 1, 1, 1) if day.month == 7 else date(day.year, 7, 1)
