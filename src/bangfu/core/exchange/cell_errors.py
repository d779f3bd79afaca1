"""What is wrong with one cell, and what to do about it."""

from dataclasses import dataclass

from bangfu.core.refusal import Refusal


class BadValue(Refusal):
    """A cell's value cannot be taken; says why and how to mend it."""

    def __init__(self, code: str, *, zh: str, en: str, remedy_zh: str, remedy_en: str) -> None:
        super().__init__(zh=zh, en=en)
        self.code = code
        self.remedy_zh = remedy_zh
        self.remedy_en = remedy_en


@dataclass(frozen=True, slots=True)
class CellError:
    """One thing to mend: where it stands, what stands there, what is wrong, what to do.

    ``cell`` is an address such as ``B7``, a range such as ``A1:D1``, or "" for the whole sheet.
    """

    sheet: str
    cell: str
    value: str
    code: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str

    @classmethod
    def at(cls, sheet: str, cell: str, value: str, reason: BadValue) -> "CellError":
        """The error of one cell for a reason that a parser gave."""
        return cls(
            sheet=sheet,
            cell=cell,
            value=value,
            code=reason.code,
            zh=reason.zh,
            en=reason.en,
            remedy_zh=reason.remedy_zh,
            remedy_en=reason.remedy_en,
        )

    def says(self, language: str) -> str:
        """What is wrong, in a language code such as ``zh-hans`` or ``en``."""
        return self.en if language.startswith("en") else self.zh

    def remedy(self, language: str) -> str:
        """What to do, in a language code such as ``zh-hans`` or ``en``."""
        return self.remedy_en if language.startswith("en") else self.remedy_zh

    def __str__(self) -> str:
        place = f"工作表“{self.sheet}”" + (f"单元格 {self.cell}" if self.cell else "")
        value = f"“{self.value}”" if self.value else ""
        return f"{place}{value}：{self.zh}{self.remedy_zh}"
