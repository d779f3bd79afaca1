"""What stands on a certificate: taken once, kept as JSON, shown and printed from there alone."""

import hashlib
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from bangfu.core.programmes.wording import counted, figure
from bangfu.core.programmes.words import Text

DAYS = Text(zh="天", en="days")


class Printed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a certificate says, in the words and figures of the day it was issued.

    Days are half-open. ``half_days`` were confirmed by the host; ``amount`` is the same service in
    the programme's ``unit``, ``credited`` in days as converted: exact fractions, as ``"277/2"``.
    """

    title: Text
    number: str
    name: str
    home: str
    host: str
    department: str
    form: Text
    role: str
    programme: Text
    starts_on: date
    ends_before: date
    half_days: int
    amount: str
    unit: Text
    credited: str
    issuer: str
    issued_on: date

    @property
    def amount_said(self) -> Text:
        """The confirmed service in the programme's unit: 138.5个工作日.

        >>> from bangfu.apps.certificates.printed import said
        >>> said("277/2", Text(zh="个工作日", en="working days")).zh
        '138.5个工作日'
        """
        return said(self.amount, self.unit)

    @property
    def credited_said(self) -> Text:
        """The service as converted, in days."""
        return said(self.credited, DAYS)

    @property
    def half_days_said(self) -> Text:
        """The confirmed half-days."""
        return said(str(self.half_days), Text(zh="个半天", en="half-days"))


def said(amount: str, unit: Text) -> Text:
    """An exact amount in words, to two places where it does not come out even."""
    number = round(float(Fraction(amount)), 2)
    return Text(zh=f"{figure(number)}{unit.zh}", en=counted(number, unit.en))


def as_plain(printed: Printed) -> dict[str, Any]:
    """What to keep as JSON."""
    plain: dict[str, Any] = msgspec.to_builtins(printed, order="deterministic")
    return plain


def from_plain(kept: object) -> Printed:
    """What :func:`as_plain` wrote; raises ``msgspec.ValidationError`` for anything else."""
    return msgspec.convert(kept, Printed)


def digest_of(code: str, kept: object) -> str:
    """What the journal knows a certificate by: SHA-256 of code and contents, in hexadecimal."""
    whole = msgspec.json.encode([code, kept], order="deterministic")
    return hashlib.sha256(whole).hexdigest()
