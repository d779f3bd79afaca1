"""Verification codes of service certificates: short, readable aloud, checked, not to be guessed.

Eleven random characters and a check character, in three groups of four: ``7KQ4-M2XT-9HCT``. The
alphabet is that of the unified social credit code, which leaves out I, O, S, V and Z; whoever reads
one of these is understood. It has 31 characters, a prime number, so that the weighted sum below
finds every single wrong character and every two neighbours exchanged.
"""

import secrets
from collections.abc import Callable
from unicodedata import normalize

from bangfu.core.refusal import Refusal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
RANDOM_CHARACTERS = 11
"""54 bits: with a million certificates one guess in 25 thousand million hits."""

_MISREAD = str.maketrans("OISZV", "0152U")
_LEFT_OUT = str.maketrans("", "", " -–—_.·　")
_BASE = len(ALPHABET)
_LENGTH = RANDOM_CHARACTERS + 1
_GROUP = 4


class CodeMistyped(Refusal):
    """The code cannot be one: its length, a character or the check character is wrong."""


def new(choose: Callable[[int], int] = secrets.randbelow) -> str:
    """A code nobody can guess, in groups; ``choose(n)`` gives a number below n.

    >>> new(lambda below: 0)
    '0000-0000-0000'
    """
    body = "".join(ALPHABET[choose(_BASE)] for _ in range(RANDOM_CHARACTERS))
    return _grouped(body + _check_character(body))


def read(typed: str) -> str:
    """A code as somebody typed or read it, in groups; raises ``CodeMistyped``.

    >>> read("oooo oooo oooo")
    '0000-0000-0000'
    """
    # Full-width letters, as a Chinese keyboard types them, are the same letters.
    plain = normalize("NFKC", typed).upper().translate(_LEFT_OUT).translate(_MISREAD)
    if len(plain) != _LENGTH:
        raise CodeMistyped(
            zh=f"验证码应为{_LENGTH}位，现为{len(plain)}位，请核对。",
            en=f"A code has {_LENGTH} characters, this has {len(plain)}.",
        )
    for place, sign in enumerate(plain, 1):
        if sign not in ALPHABET:
            raise CodeMistyped(
                zh=f"验证码第{place}位“{sign}”不是可用字符，请核对。",
                en=f'Character {place}, "{sign}", never stands in a code.',
            )
    if plain[-1] != _check_character(plain[:-1]):
        raise CodeMistyped(
            zh="验证码有误：可能抄错一位或相邻两位颠倒，请对照证明重新输入。",
            en="The code is mistyped: a character is wrong, or two are exchanged.",
        )
    return _grouped(plain)


def _check_character(body: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, 2))
    return ALPHABET[-total % _BASE]


def _grouped(plain: str) -> str:
    return "-".join(plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP))
