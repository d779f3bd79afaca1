"""What is refused when an installation is brought back or moved."""

from bangfu.core.refusal import Refusal


class NotEmpty(Refusal):
    """There is work in the installation already."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            zh=f"只能恢复到空的系统：{zh}。请换一个空的数据目录（BANGFU_DATA）和空的数据库；"
            "这里的内容没有改动。",
            en=f"A backup is restored into an empty installation only: {en}. Choose an empty "
            "data folder (BANGFU_DATA) and database; nothing here was changed.",
        )


class MadeByNewer(Refusal):
    """The backup comes from a newer version of the product."""

    def __init__(self, product: str, missing: str) -> None:
        super().__init__(
            zh=f"备份由较新的版本 {product} 生成（含 {missing}），请先安装该版本再恢复。",
            en=f"The backup was made by the newer version {product} (it has {missing}); install "
            "that version first.",
        )


class NotTheSame(Refusal):
    """What was loaded is not what was read."""

    def __init__(self, label: str) -> None:
        super().__init__(
            zh=f"表 {label} 写入后核对不符，全部撤销；数据库没有改动。",
            en=f"The table {label} differs after loading; everything was undone.",
        )


class SameDatabase(Refusal):
    """The move would end where it begins."""

    def __init__(self) -> None:
        super().__init__(
            zh="两个数据库是同一个，不需要迁移。", en="Both are the same database; nothing to move."
        )


class MoveFailed(Refusal):
    """The other database could not be filled."""

    def __init__(self, said: str) -> None:
        super().__init__(
            zh=f"没有迁移：{said}原来的数据库没有改动。",
            en=f"Not moved: {said} The database it comes from was not changed.",
        )
