"""Figures as people write them, and rows of a score table as forms."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.arithmetic import canonical, exact, rounded
from bangfu.core.programmes.walking import shape_problems
from bangfu.core.programmes.words import Section
from bangfu.web.wording import in_own_language

Choices = Sequence[tuple[str, str]]

_NUMBER = re.compile(r"([+-]?\d{1,13}(?:\.\d{1,10})?)\s*(%?)")


def number_in(written: str) -> int | float:
    """A figure as it is typed: full width or not, 95% for 0.95.

    >>> number_in("９５％"), number_in("12"), number_in("0.5")
    (0.95, 12, 0.5)

    Raises ``ValidationError`` where it is no figure.
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if not found:
        raise ValidationError(_("“%(written)s”不是数，请填写数字。"), params={"written": written})
    value = Decimal(found[1])
    if found[2]:
        value /= 100
    return int(value) if value == value.to_integral_value() else float(value)


def number_out(value: float, *, percent: bool = False) -> str:
    """A figure as a field shows it.

    >>> number_out(0.95, percent=True), number_out(10), number_out(0.5)
    ('95%', '10', '0.5')
    """
    stated = exact(value) * (100 if percent else 1)
    return canonical(rounded(stated, 10)) + ("%" if percent else "")


class FigureField(forms.CharField):
    """A figure; with ``percent`` a share that is shown as a percentage."""

    def __init__(self, *, percent: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.percent = percent

    def clean(self, value: Any) -> Any:
        """The figure, ``None`` where nothing is typed."""
        text = super().clean(value)
        return number_in(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """What the field shows."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number_out(value, percent=self.percent)
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Telephones show digits."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}


class RowForm(forms.Form):
    """One row of a table: its fields have the names of the row's own."""

    row: ClassVar[type[Section]]
    texts: ClassVar[tuple[str, ...]] = ("title",)
    handles: ClassVar[tuple[str, ...]] = ()
    """Fields of the row that the form states under other names."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def told(cls, row: Section) -> dict[str, Any]:
        """What the fields show of a row."""
        return flat(spelt_out(row), cls.texts)

    def plain(self) -> dict[str, Any]:
        """The row's fields as they would stand in its file; blank ones are left out."""
        return folded(self.cleaned_data, self.texts, set(self.row.__struct_fields__))

    def clean(self) -> dict[str, Any]:
        """What the row cannot hold is told beside its field."""
        given = super().clean() or {}
        if not self.errors:
            self._tell(shape_problems(self.placed(), self.row))
        return given

    def placed(self) -> dict[str, Any]:
        """The row's fields with a code, which nobody types, for looking at its shape."""
        key = next((name for name in ("code", "fact") if name in self.row.__struct_fields__), "")
        return self.plain() | ({key: "new"} if key else {})

    def stated(self, before: Section | None, key: str) -> Any:
        """The row, once the form is valid; what no field states stays as it was before."""
        names = set(self.row.__struct_fields__)
        own = {name for name in names if name in self.fields} | {*self.handles}
        kept = {} if before is None else msgspec.to_builtins(before)
        plain = {name: value for name, value in kept.items() if name not in own} | self.plain()
        if key and "fact" in names:
            plain["fact"] = key
        elif key and "code" in names:
            plain["code"] = key
        return msgspec.convert(plain, self.row)

    def _tell(self, problems: Sequence[Any]) -> None:
        english = (get_language() or "").startswith("en")
        for problem in problems:
            names = [f"{step}" for step in problem.path if f"{step}" in self.fields]
            said = problem.en if english else problem.zh
            self.add_error(names[-1] if names else None, said)


def spelt_out(row: Section) -> dict[str, Any]:
    """A row's fields as plain values, those that have their default value too."""
    return {name: msgspec.to_builtins(getattr(row, name)) for name in row.__struct_fields__}


def flat(plain: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """A row's fields with each text in both languages apart."""
    found: dict[str, Any] = {}
    for name, value in plain.items():
        if name in texts:
            found |= {name: (value or {}).get("zh", ""), f"{name}_en": (value or {}).get("en", "")}
        else:
            found[name] = value
    return found


def folded(given: Mapping[str, Any], texts: Sequence[str], known: set[str]) -> dict[str, Any]:
    """The reverse of :func:`flat`, without what is blank."""
    found = {
        name: value
        for name, value in given.items()
        if name in known and name not in texts and value not in ("", None, [], ())
    }
    for name in texts:
        if given.get(name):
            found[name] = {"zh": given[name], "en": given.get(f"{name}_en") or ""}
    return found


def words_field(label: Any, *, required: bool = True, **more: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=300, required=required, **more)


def choose(label: Any, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """A list to choose from; its choices are those of the table at hand."""
    return forms.ChoiceField(label=label, required=required, **more)


def offer(form: forms.Form, name: str, choices: Choices, *, none: Any = None) -> None:
    """Fill a list, with a first line that says what nothing chosen means."""
    first = [] if none is None else [("", none)]
    form.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]


def offer_sources(
    form: forms.Form, scheme: Scheme, *, name: str = "source", label: Any = None
) -> None:
    """A list of the table's documents, for the part that a form states."""
    form.fields[name] = choose(label or _("依据"), required=False)
    sources = [(one.code, in_own_language(one.what)) for one in scheme.sources]
    offer(form, name, sources, none=_("未注明"))
