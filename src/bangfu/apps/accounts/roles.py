"""Roles and permissions as the definitions state them."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec
from django.utils.translation import get_language

from bangfu.definitions import FOLDER

Reach = Literal["everywhere", "area", "institution", "own"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A title in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A title, how far it reaches, and what it permits."""

    title: Words
    reach: Reach
    permissions: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything ``roles.toml`` says."""

    permissions: Mapping[str, Words]
    roles: Mapping[str, Role]

    def __post_init__(self) -> None:
        for code, role in self.roles.items():
            if unknown := sorted(set(role.permissions) - set(self.permissions)):
                raise ValueError(f"role {code} names unknown permissions: {', '.join(unknown)}")


@cache
def catalogue() -> Catalogue:
    """The roles of this installation, read once."""
    return msgspec.toml.decode((FOLDER / "roles.toml").read_bytes(), type=Catalogue)


def permitting(permission: str) -> frozenset[str]:
    """Codes of the roles that include a permission.

    >>> sorted(permitting("journal.view_entry"))
    ['auditor']
    """
    return frozenset(
        code for code, role in catalogue().roles.items() if permission in role.permissions
    )


def title_of(code: str) -> str:
    """The role's title in the reader's language; the code itself where the role was withdrawn."""
    role = catalogue().roles.get(code)
    return str(role.title) if role else code
