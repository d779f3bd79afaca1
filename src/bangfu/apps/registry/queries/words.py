"""Looking for a name by Chinese characters, by pinyin, or by its initials."""

from django.db.models import Q

from bangfu.core.standards.code_lists import plain


def spelt(words: str) -> str:
    """Latin letters only, small, if that is what the words are; "" otherwise.

    >>> spelt("Zeng Xiao'ming"), spelt("曾晓明")
    ('zengxiaoming', '')
    """
    letters = plain(words).replace("'", "").replace("\u2019", "").lower()
    return letters if letters.isascii() and letters.isalpha() else ""


def by_spelling(letters: str) -> Q:
    """Rows whose pinyin or initials hold the letters."""
    return Q(name_pinyin__contains=letters) | Q(name_initials__contains=letters)
