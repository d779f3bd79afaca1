"""What a programme definition may say, decoded strictly; each mistake named with its place."""

from .definition import Definition
from .loading import load, load_all, load_kinds, read, shipped, shipped_kinds, shipped_themes
from .measured import ActivityKind, Kinds, Measurable, measurable
from .pace import share_due
from .problems import DefinitionRefused, Located
from .sums import posts_in_all
from .syntax import normalised, text_from
from .words import Text
from .writing import as_toml

__all__ = [
    "ActivityKind",
    "Definition",
    "DefinitionRefused",
    "Kinds",
    "Located",
    "Measurable",
    "Text",
    "as_toml",
    "load",
    "load_all",
    "load_kinds",
    "measurable",
    "normalised",
    "posts_in_all",
    "read",
    "share_due",
    "shipped",
    "shipped_kinds",
    "shipped_themes",
    "text_from",
]
