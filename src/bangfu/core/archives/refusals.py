"""What is refused of backups, in words."""

from bangfu.core.refusal import Refusal


class NotABackup(Refusal):
    """The file is not a backup of this product, or not a whole one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"“{name}”不是帮扶的备份文件，或者没有写完；请换一个备份。",
            en=f"“{name}” is no backup of Bangfu, or was never finished; take another one.",
        )


class BackupDamaged(Refusal):
    """What was read back is not what was written."""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(
            zh=f"备份“{name}”已损坏：{zh}；请换一个备份。",
            en=f"The backup “{name}” is damaged: {en}; take another one.",
        )


class WrongKey(Refusal):
    """The passphrase or key does not open the backup."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"口令或密钥打不开“{name}”，请核对是不是这个备份的。",
            en=f"This passphrase or key does not open “{name}”; see whether it belongs to it.",
        )


class KeyNotReadable(Refusal):
    """A line is neither a public nor a secret key of age."""

    def __init__(self, what: str) -> None:
        super().__init__(
            zh=f"“{what}”不是可用的密钥：公钥以 age1 开头，私钥文件含 AGE-SECRET-KEY-1 一行。",
            en=f"“{what}” is no key: public keys begin with age1, files of secret keys hold a "
            "line AGE-SECRET-KEY-1.",
        )


class PassphraseTooShort(Refusal):
    """A passphrase of a backup needs twelve characters."""

    def __init__(self, least: int) -> None:
        super().__init__(
            zh=f"备份口令至少 {least} 个字符：备份里有全部个人信息。",
            en=f"A backup's passphrase needs {least} characters: everybody's personal "
            "information is in it.",
        )


class FileInTheWay(Refusal):
    """A file of that name exists."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"“{name}”已经存在，备份不会覆盖它；请换一个文件名。",
            en=f"“{name}” exists and is not overwritten; choose another name.",
        )


class DiskFull(Refusal):
    """There is no room for the backup, or the disk fails."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            zh=f"写不进 {place}：{reason}。没有留下不完整的文件，请腾出空间后重做。",
            en=f"Cannot write to {place}: {reason}. Nothing incomplete was left; make room and "
            "do it again.",
        )
