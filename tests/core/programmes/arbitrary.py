"""Definitions and tables of every shape the types allow, for laws that hold for all of them."""

from datetime import date
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from bangfu.core.programmes.definition import Definition
from bangfu.core.programmes.dispatch import Dispatch
from bangfu.core.programmes.parties import Basis, Parties
from bangfu.core.programmes.review import Appraisal, Voice
from bangfu.core.programmes.words import Section
from bangfu.core.programmes.work import Activities, Duty, Target, Tasks

SECTIONS: tuple[type[Section], ...] = (
    Basis,
    Parties,
    Dispatch,
    Duty,
    Activities,
    Target,
    Tasks,
    Voice,
    Appraisal,
)


def plain(kind: type[Section]) -> st.SearchStrategy[dict[str, Any]]:
    """Plain tables that decode as a section."""
    return _table(inspect.type_info(kind))  # type: ignore[arg-type]


def decoded(kind: type[Section]) -> st.SearchStrategy[Section]:
    """Sections decoded from such tables."""
    return plain(kind).map(lambda raw: msgspec.convert(raw, kind, builtin_types=(date,)))


def minimal() -> dict[str, Any]:
    """The least a definition may say."""
    return {"code": "least", "edition": 1, "title": {"zh": "最少"}}


def definition(**sections: Any) -> Definition:
    """A least definition with some sections in plain form."""
    return msgspec.convert({**minimal(), **sections}, Definition, builtin_types=(date,))


def _value(kind: inspect.Type) -> st.SearchStrategy[Any]:
    if isinstance(kind, inspect.Metadata):
        return _value(kind.type)
    if isinstance(kind, inspect.StructType):
        return _table(kind)
    if isinstance(kind, inspect.UnionType):
        return st.one_of(
            *[_value(choice) for choice in kind.types if not isinstance(choice, inspect.NoneType)]
        )
    if isinstance(kind, inspect.VarTupleType):
        least = kind.min_length or 0
        return st.lists(_value(kind.item_type), min_size=least, max_size=least + 1)
    return _scalar(kind)


def _table(kind: inspect.StructType) -> st.SearchStrategy[dict[str, Any]]:
    required = {f.encode_name: _value(f.type) for f in kind.fields if f.required}
    optional = {f.encode_name: _value(f.type) for f in kind.fields if not f.required}
    if kind.tag_field:
        required[kind.tag_field] = st.just(kind.tag)
    return st.fixed_dictionaries(required, optional=optional)


def _scalar(kind: inspect.Type) -> st.SearchStrategy[Any]:
    if isinstance(kind, inspect.StrType):
        if kind.pattern:
            return st.from_regex(kind.pattern, fullmatch=True)
        return st.text(st.characters(exclude_categories=["Cs"]), min_size=kind.min_length or 0)
    if isinstance(kind, inspect.IntType):
        return st.integers(kind.ge, kind.le)
    if isinstance(kind, inspect.FloatType):
        return st.floats(
            kind.ge if kind.ge is not None else kind.gt,
            kind.le,
            exclude_min=kind.gt is not None,
            allow_nan=False,
        )
    if isinstance(kind, inspect.EnumType):
        return st.sampled_from([word.value for word in kind.cls])
    if isinstance(kind, inspect.DateType):
        return st.dates()
    assert isinstance(kind, inspect.BoolType), kind
    return st.booleans()
