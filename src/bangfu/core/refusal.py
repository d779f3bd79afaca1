"""What every refusal has: one sentence for the user, in Chinese and in English."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """Something asked for is refused; the sentence says what, where and how to mend it.

    Subclasses are named for what was refused and stand beside the code that raises them.

    >>> str(Refusal(zh="日期不存在。", en="There is no such date."))
    '日期不存在。'
    """

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def in_language(self, language: str) -> str:
        """The sentence in a language code such as ``zh-hans`` or ``en``; Chinese by default."""
        return self.en if language.startswith("en") else self.zh
