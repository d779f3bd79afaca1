"""Codes of the demonstration's institutions: right in form, and nobody's.

A unified social credit code carries nine characters of the institution's own. Here they begin
with ``DEM``, which no registering office gives out, so that every check passes and no real
institution is meant.
"""

from bangfu.core.standards import uscc

MARK = "DEM"
OWN_STARTS, OWN_LENGTH = 8, 8
"""Where in a code the institution's own part stands, its check character left out."""

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""Of the ninth character, which checks the eight before it (GB 11714)."""

AUTHORITY, PUBLIC, PRIVATE = "11", "12", "52"
"""Registering office and kind: organ of government, public institution, private non-enterprise."""


def code_of(kind: str, area: str, serial: int) -> str:
    """The code of the ``serial``-th institution, registered in an area.

    >>> code_of(PUBLIC, "370523101", 7)
    '12370523DEM0000731'
    """
    own = own_part(serial)
    body = f"{kind}{area[:6].ljust(6, '0')}{own}{_own_check(own)}"
    return body + uscc.check_character(body)


def own_part(serial: int) -> str:
    """The part of a code that is the institution's own, without its check character.

    >>> own_part(7)
    'DEM00007'
    """
    return f"{MARK}{serial:05d}"


def is_demonstration(code: str) -> bool:
    """Whether a code is one of these.

    >>> is_demonstration("12370523DEM0000731"), is_demonstration("911101066976941872")
    (True, False)
    """
    return code[OWN_STARTS:].startswith(MARK)


def _own_check(own: str) -> str:
    value = (11 - sum(int(c, 36) * w for c, w in zip(own, _WEIGHTS, strict=True)) % 11) % 11
    return "X" if value == 10 else str(value)
