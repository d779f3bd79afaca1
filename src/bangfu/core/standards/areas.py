"""Area codes as paths: everything below an area shares its code as a string prefix.

GB/T 2260 gives six digits in three pairs, GB/T 10114 three more for a town. Written without
trailing zero pairs the code is its own path: ``37`` 山东, ``3705`` 东营, ``370523`` 广饶,
``370523101`` a town.
"""

from collections.abc import Mapping

PROVINCE, CITY, COUNTY, TOWN = 1, 2, 3, 4

_LEVEL_OF_LENGTH = {2: PROVINCE, 4: CITY, 6: COUNTY, 9: TOWN}


def path_of(code: str) -> str:
    """The path of a code as published, of 2 to 12 digits.

    Towns end in three digits of their own, so their zeros are kept: 370523100 is a town. Codes of
    nine or twelve digits lose the town or village part where it is 000.
    Raises ``ValueError`` for anything that is no area code.

    >>> [path_of(code) for code in ("370000", "370500", "370523", "370523100000", "370523000")]
    ['37', '3705', '370523', '370523100', '370523']
    """
    if not (code.isascii() and code.isdigit()) or len(code) not in {2, 4, 6, 9, 12}:
        raise ValueError(code)
    county, town = code[:6], code[6:9]
    if town.strip("0"):
        return county + town
    while county.endswith("00"):
        county = county[:-2]
    if not county:
        raise ValueError(code)
    return county


def level_of(path: str) -> int:
    """1 province, 2 city, 3 county, 4 town; ``ValueError`` for another length.

    >>> [level_of(path) for path in ("37", "3705", "370523", "370523101")]
    [1, 2, 3, 4]
    """
    if len(path) not in _LEVEL_OF_LENGTH or not path.isdigit():
        raise ValueError(path)
    return _LEVEL_OF_LENGTH[len(path)]


def above(path: str) -> tuple[str, ...]:
    """The paths an area may lie in, highest first; some do not exist, see :func:`parent_of`.

    >>> above("370523101")
    ('37', '3705', '370523')
    """
    return tuple(path[:length] for length in _LEVEL_OF_LENGTH if length < len(path))


def parent_of(path: str, known: Mapping[str, object]) -> str:
    """The nearest area above that exists, "" for a province.

    The districts of 北京 lie directly below the municipality: there is no area 1101.

    >>> parent_of("110101", {"11": "北京市"})
    '11'
    """
    return next((up for up in reversed(above(path)) if up in known), "")


def is_below(path: str, prefix: str) -> bool:
    """Whether an area is, or lies in, another.

    >>> is_below("370523", "3705"), is_below("370523", "3706"), is_below("370523", "")
    (True, False, True)
    """
    return path.startswith(prefix)


def next_prefix(prefix: str) -> str:
    """The first string of digits that sorts after everything below a prefix, for range queries.

    ``prefix <= code < next_prefix(prefix)`` holds for exactly the codes that start with the prefix.
    Counting up instead of taking the next character keeps the bound a number, because databases
    do not agree on where ":" sorts. No area begins with 9, so only a prefix of nines has no bound:
    it raises ``ValueError``.

    >>> next_prefix("3705"), next_prefix("3709")
    ('3706', '3710')
    """
    bound = str(int(prefix) + 1).zfill(len(prefix))
    if len(bound) > len(prefix):
        raise ValueError(prefix)
    return bound


def full_name(path: str, names: Mapping[str, str]) -> str:
    """The name with those above it, as addresses are written.

    Grouping rows that name no place (省直辖县级行政区划, 市辖区) are left out.

    >>> full_name("370523", {"37": "山东省", "3705": "东营市", "370523": "广饶县"})
    '山东省东营市广饶县'
    """
    parts = [names[up] for up in above(path) if up in names and not is_grouping(up, names[up])]
    return "".join([*parts, names.get(path, path)])


def is_grouping(path: str, name: str) -> bool:
    """Whether a row only gathers others and names no place anybody would write.

    >>> is_grouping("4190", "省直辖县级行政区划"), is_grouping("3705", "东营市")
    (True, False)
    """
    return name == "市辖区" or (len(path) == 4 and path.endswith("90"))
