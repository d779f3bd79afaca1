"""The doors to what stays behind: who sees an item, who changes it, who verifies it."""

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, ItemQuerySet
from bangfu.core.duty.sides import Side

VIEW = "capacity.view_item"
CHANGE = "capacity.change_item"
VERIFY = "capacity.verify_item"


def visible_to(user: User, *, permission: str = VIEW) -> ItemQuerySet:
    """Items of which a side lies in reach, and those of the person's own postings."""
    scope = user.scope_of(permission)
    return Item.objects.filter(
        scope.filter(
            area=("host__area_code", "giver__area_code"),
            institution=("host__code", "giver__code"),
            owner="posting__worker__account",
        )
    )


def changeable_by(user: User) -> ItemQuerySet:
    """Items on which the reader goes on for one of the sides."""
    return visible_to(user, permission=CHANGE)


def verifiable_by(user: User) -> ItemQuerySet:
    """Items an authority looks at again: the area of the host is its own."""
    scope = user.scope_of(VERIFY)
    return Item.objects.filter(scope.filter(area="host__area_code"))


def side_of(user: User, item: Item) -> Side | None:
    """For which side the reader acts on an item; nothing where they only read.

    Whoever is posted acts as themselves, also where they hold an office of the sending unit.
    """
    scope = user.scope_of(CHANGE)
    if item.posting is not None and scope.own == item.posting.worker.account_id is not None:
        return Side.WORKER
    if item.host.code in scope.institutions:
        return Side.HOST
    if item.giver.code in scope.institutions:
        return Side.SENDER
    if scope.covers(area=item.host.area_code) or scope.covers(area=item.giver.area_code):
        return Side.AUTHORITY
    return None
