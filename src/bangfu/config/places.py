"""Where a grant reaches: the registry's answer for the accounts, which stand below it."""

from bangfu.apps.accounts.places import Place, PlaceUnknown
from bangfu.apps.registry.actions.imports.places import AreaWords, InstitutionWords
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.exchange.cell_errors import BadValue


def area(word: str) -> Place:
    """The area that a code or name means; raises ``PlaceUnknown``."""
    try:
        code = AreaWords().code_of(word)
    except BadValue as reason:
        raise _unknown(reason) from None
    return Place(code, full_names([code])[code])


def institution(word: str) -> Place:
    """The institution that a code or full name means; raises ``PlaceUnknown``."""
    try:
        found = InstitutionWords([word]).find(word)
    except BadValue as reason:
        raise _unknown(reason) from None
    return Place(found.code, found.name)


def _unknown(reason: BadValue) -> PlaceUnknown:
    return PlaceUnknown(
        zh=f"{reason.zh}{reason.remedy_zh}", en=f"{reason.en} {reason.remedy_en}".strip()
    )
