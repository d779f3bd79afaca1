"""What a workbook should hold: columns by their headings, and which of them tell rows apart."""

from dataclasses import dataclass, field

from bangfu.core.standards.code_lists import plain

from .parsers import Parser

# Sheets of the template beside the one to fill in; what stands there is never imported.
NOTES_SHEET, LISTS_SHEET = "填写说明", "可选内容"
MISTAKES_SHEET = "需要改正"
"""The list of mistakes in a marked-up copy, which may come back with it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key`` is the name of its value in a row; ``zh`` the heading of the template.

    ``synonyms`` are other headings in use. ``note_zh`` tells how to fill it in, ``example`` shows
    it, ``choices`` become a drop-down list, ``as_text`` keeps Excel from making numbers of it.
    """

    key: str
    zh: str
    en: str
    parse: Parser
    required: bool = False
    unique: bool = False
    synonyms: tuple[str, ...] = ()
    note_zh: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    width: int = 14
    as_text: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of sheet; no two rows share all the columns of one of ``keys``."""

    zh: str
    en: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    _by_heading: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_heading: dict[str, Column] = {}
        for column in self.columns:
            for heading in (column.zh, column.en, *column.synonyms):
                if by_heading.setdefault(_heading(heading), column) is not column:
                    raise ValueError(f"two columns answer to {heading!r}")
        object.__setattr__(self, "_by_heading", by_heading)

    def column_of(self, heading: str) -> Column | None:
        """The column a heading means; stars, spaces and remarks in brackets do not matter.

        >>> from .parsers import text
        >>> name = Column("name", "姓名", "Name", text(longest=60), synonyms=("人员姓名",))
        >>> Layout("人员", "Workers", (name,)).column_of(" 人员姓名*（必填）").key
        'name'
        """
        return self._by_heading.get(_heading(heading))

    def column(self, key: str) -> Column:
        """The column of a key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns every sheet must have."""
        return tuple(column for column in self.columns if column.required)


def _heading(text: str) -> str:
    return plain(text).partition("(")[0].replace("*", "").lower()
