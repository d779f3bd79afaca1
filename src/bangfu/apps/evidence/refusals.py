"""What is refused of files on record."""

from bangfu.core.refusal import Refusal


class NoReason(Refusal):
    """A file is taken back only with a reason."""

    def __init__(self) -> None:
        super().__init__(
            zh="撤下佐证材料须说明原因，例如“传错文件”。",
            en="Say why the file is taken back, for example “wrong file”.",
        )


class NotThere(Refusal):
    """The file was taken back already, or the record never had it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"“{name}”已经撤下，无需重复办理。", en=f"“{name}” was taken back already."
        )


class HeldNoMore(Refusal):
    """A file of an earlier attempt waits no more."""

    def __init__(self) -> None:
        super().__init__(
            zh="先前选择的文件已超过保留时间，请重新选择。",
            en="A file chosen earlier is kept no more; choose it again.",
        )


class ContentGone(Refusal):
    """A file on record is missing from its folder, or changed there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"“{name}”的内容找不到了，请告知系统管理员从备份恢复佐证材料目录。",
            en=f"The content of “{name}” is missing; ask the administrator to restore the folder "
            "of evidence from the backup.",
        )
