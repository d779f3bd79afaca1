"""The unified social credit code of GB 32100-2015: 18 characters, the last checks the rest.

Codes in use do fail the check, so a failed check is explained and never blocks.
"""

from .code_lists import plain
from .finding import Finding

# I, O, S, V and Z are left out of the standard's alphabet: they are too easily misread.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(3**place % 31 for place in range(LENGTH - 1))


def normal(code: str) -> str:
    """The code as it is stored: no spaces, half-width, capital letters.

    >>> normal(" 91110000101623741k ")
    '91110000101623741K'
    """
    return plain(code).upper()


def check_character(body: str) -> str:
    """The eighteenth character that belongs to the first seventeen.

    Raises ``ValueError`` where the body has another length or a character outside the alphabet.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    if len(body) != LENGTH - 1 or any(character not in _VALUE for character in body):
        raise ValueError(body)
    total = sum(_VALUE[c] * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    # A remainder of 0 gives 0, not 31: the outer modulo is part of the standard.
    return ALPHABET[(31 - total % 31) % 31]


def check(code: str) -> tuple[Finding, ...]:
    """What is wrong with a code, in order of gravity; empty where it passes.

    >>> check("911101066976941872")
    ()
    >>> print(check("91350211M0000XUF46")[0])
    统一社会信用代码末位校验码应为“R”，现为“6”；请与登记证书核对。
    """
    code = normal(code)
    if len(code) != LENGTH:
        return (
            Finding(
                "uscc_length",
                zh=f"统一社会信用代码应为18位，现为{len(code)}位；请与登记证书核对。",
                en=f"A unified social credit code has 18 characters, this has {len(code)}; "
                "compare it with the certificate.",
            ),
        )
    if strange := _outside_alphabet(code):
        return (strange,)
    expected = check_character(code[:-1])
    if code[-1] == expected:
        return ()
    return (
        Finding(
            "uscc_check",
            zh=f"统一社会信用代码末位校验码应为“{expected}”，现为“{code[-1]}”；请与登记证书核对。",
            en=f'The check character should be "{expected}" but is "{code[-1]}"; '
            "compare the code with the certificate.",
        ),
    )


def _outside_alphabet(code: str) -> Finding | None:
    for place, character in enumerate(code, start=1):
        if character not in _VALUE:
            return Finding(
                "uscc_alphabet",
                zh=f"统一社会信用代码第{place}位“{character}”不在规定字符之内"
                "（不使用 I、O、S、V、Z）；请与登记证书核对。",
                en=f'Character {place}, "{character}", is not used in such codes '
                "(I, O, S, V and Z are not); compare it with the certificate.",
            )
    return None
