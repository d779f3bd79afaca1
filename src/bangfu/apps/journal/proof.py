"""Whether the journal is what it was: every digest, every link, the head, and every anchor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from .anchors import Anchor, Log, every_log
from .chain import GENESIS, digest_of
from .models import ChainHead, Entry


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the journal does not hold; ``number`` is that of the entry."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What verifying found; ``notes`` are true and no fault, such as a restore."""

    entries: int
    anchors: int
    breaks: tuple[Break, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    anchored_at: datetime | None = None


def proven() -> Proof:
    """Read the whole chain once and hold it against every anchor; the first break of each kind."""
    logs = list(every_log())
    asked = sorted({anchor.number for log in logs for anchor in log.standing})
    seen: dict[int, str] = {0: GENESIS}
    walk = _Walk(asked, seen)
    for entry in Entry.objects.order_by("number").iterator(chunk_size=5000):
        walk.take(entry)
    found = [walk.broken] if walk.broken else []
    if not walk.broken and (ending := broken_head(walk.number, walk.digest)):
        found.append(ending)
    for log in logs:
        found += _against(log, seen, walk.number)
    return Proof(
        entries=walk.count,
        anchors=sum(len(log.anchors) for log in logs),
        breaks=tuple(dict.fromkeys(found)),
        notes=tuple(_notes(logs)),
        anchored_at=max((log.anchors[-1].at for log in logs if log.anchors), default=None),
    )


class _Walk:
    """Follows the chain entry by entry, and remembers the digests that anchors name.

    After the first break it goes on reading: what anchors say of later entries is told as well.
    """

    def __init__(self, asked: Sequence[int], seen: dict[int, str]) -> None:
        self.number, self.digest, self.count = 0, GENESIS, 0
        self.broken: Break | None = None
        self._asked, self._seen = set(asked), seen

    def take(self, entry: Entry) -> None:
        """The next entry by number."""
        self.count += 1
        if self.broken is None:
            self.broken = break_at(entry, self.number, self.digest)
        self.number, self.digest = entry.number, entry.digest
        if entry.number in self._asked:
            self._seen[entry.number] = entry.digest


def break_at(entry: Entry, number: int, digest: str) -> Break | None:
    """How an entry fails to follow the one of that number and digest."""
    if entry.number != number + 1:
        return Break(
            number + 1,
            f"第{number + 1}条缺失，其后为第{entry.number}条。",
            f"Entry {number + 1} is missing; entry {entry.number} follows.",
        )
    if entry.previous != digest:
        return Break(
            entry.number,
            f"第{entry.number}条与上一条不相连。",
            f"Entry {entry.number} is not linked to the one before it.",
        )
    if digest_of(entry) != entry.digest:
        return Break(
            entry.number,
            f"第{entry.number}条的内容与其摘要不符，已被改动。",
            f"Entry {entry.number} does not match its digest: it was altered.",
        )
    return None


def broken_head(number: int, digest: str) -> Break | None:
    """How the chain's end differs from what every writer locks."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest=GENESIS)
    if (head.number, head.digest) == (number, digest):
        return None
    return Break(
        number + 1,
        f"日志应有{head.number}条，现有{number}条，末尾缺失或被改动。",
        f"The journal should hold {head.number} entries, it holds {number}: its end was altered.",
    )


def _against(log: Log, seen: dict[int, str], last: int) -> Iterator[Break]:
    """The first anchor that does not hold, and the file's own first broken line."""
    agreed = 0
    for anchor in log.standing:
        if anchor.number > last:
            yield _too_short(anchor, last, agreed)
            break
        if seen.get(anchor.number) != anchor.digest:
            yield _rewritten(anchor, agreed)
            break
        agreed = anchor.number
    if log.broken:
        line = log.broken.line
        yield Break(
            agreed,
            f"锚点文件{log.path}第{line}行被改动、删去或插入。",
            f"Line {line} of the anchors in {log.path} was altered, removed or inserted.",
        )


def _too_short(anchor: Anchor, last: int, agreed: int) -> Break:
    at = _moment(anchor)
    return Break(
        agreed + 1,
        f"{at}的锚点记有{anchor.number}条，现只有{last}条：第{agreed + 1}条至第{anchor.number}条中"
        "有的被删去，或数据库被退回到以前。",
        f"The anchor of {at} knows {anchor.number} entries, now there are {last}: some of "
        f"{agreed + 1} to {anchor.number} were removed, or the database was put back.",
    )


def _rewritten(anchor: Anchor, agreed: int) -> Break:
    at = _moment(anchor)
    return Break(
        agreed + 1,
        f"第{agreed + 1}条至第{anchor.number}条与{at}的锚点不符：其中有内容被改写。",
        f"Entries {agreed + 1} to {anchor.number} disagree with the anchor of {at}: "
        "some of them were rewritten.",
    )


def _notes(logs: Sequence[Log]) -> Iterator[tuple[str, str]]:
    told = {anchor: None for log in logs for anchor in log.given_up}
    for anchor in told:
        at, kept = _moment(anchor), anchor.number
        zh = f"{at}从备份恢复到第{kept}条；备份之后、恢复之前的日志未能找回。"
        en = f"At {at} a backup of {kept} entries was restored; what followed it was given up."
        yield zh, en


def _moment(anchor: Anchor) -> str:
    return timezone.localtime(anchor.at).strftime("%Y-%m-%d %H:%M")
