"""What a check found, in two languages. A finding informs; it never blocks by itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check noticed; ``code`` names the kind, the sentences are for the reader.

    >>> Finding("length", zh="应为18位。", en="Must have 18 characters.").in_language("en")
    'Must have 18 characters.'
    """

    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def in_language(self, language: str) -> str:
        """The sentence in a language code such as ``zh-hans`` or ``en``; Chinese by default."""
        return self.en if language.startswith("en") else self.zh
