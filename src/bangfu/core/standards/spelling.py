"""Names spelt in pinyin, so that a person or place is found by its spelling or its initials.

Names of persons follow GB/T 28039-2011: a surname has its own reading (曾 is zeng, not ceng).
"""

from .code_lists import plain

_MARK = "\0"

# Surnames whose reading differs from the usual one of the character.
_SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "曾": ("zeng",),
    "单": ("shan",),
    "解": ("xie",),
    "仇": ("qiu",),
    "查": ("zha",),
    "区": ("ou",),
    "朴": ("piao",),
    "任": ("ren",),
    "盖": ("ge",),
    "华": ("hua",),
    "翟": ("zhai",),
    "乐": ("yue",),
    "员": ("yun",),
    "贠": ("yun",),
    "秘": ("bi",),
    "种": ("chong",),
    "缪": ("miao",),
    "折": ("she",),
    "黑": ("he",),
    "晟": ("cheng",),
    "繁": ("po",),
    "召": ("shao",),
    "祭": ("zhai",),
    "洗": ("xian",),
    "冼": ("xian",),
    "重": ("chong",),
    "宓": ("mi",),
    "适": ("kuo",),
    "覃": ("qin",),
}


def of_person(name: str) -> tuple[str, str]:
    """Full spelling and initials of a person's name, small letters, no spaces.

    >>> of_person("曾晓明"), of_person("尉迟恭"), of_person("Aygul")
    (('zengxiaoming', 'zxm'), ('yuchigong', 'ycg'), ('aygul', 'aygul'))
    """
    name = plain(name).replace("·", "")
    for length in (2, 1):
        surname = name[:length]
        if surname in _SURNAMES and len(name) > length:
            spelt, initials = _spell(name[length:])
            own = _SURNAMES[surname]
            return "".join(own) + spelt, "".join(part[0] for part in own) + initials
    return _spell(name)


def of_name(name: str) -> tuple[str, str]:
    """Full spelling and initials of an institution's or a place's name.

    >>> of_name("广饶县人民医院")
    ('guangraoxianrenminyiyuan', 'grxrmyy')
    """
    return _spell(plain(name))


def _spell(text: str) -> tuple[str, str]:
    # Its tables take 60 MiB: only a process that spells a name pays for them.
    from pypinyin import lazy_pinyin

    # What is no Chinese character comes as one piece; the mark tells it from a syllable.
    parts = lazy_pinyin(text, errors=lambda other: _MARK + other)
    full = "".join(part.removeprefix(_MARK) for part in parts)
    initials = "".join(part[1:] if part.startswith(_MARK) else part[:1] for part in parts)
    return full.lower(), initials.lower()
