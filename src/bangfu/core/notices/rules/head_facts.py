"""Title, kind, number, issuer and days of issue."""

from collections.abc import Iterator

from bangfu.core.notices.facts import CONTEXT, Fact
from bangfu.core.notices.notice import Notice


def head_facts(notice: Notice) -> Iterator[Fact]:
    """What the head says, as facts."""
    head = notice.head
    if head.title:
        yield notice.fact(
            "title",
            head.title.value,
            head.title.start,
            head.title.end,
            rule="title",
            confidence=0.9,
        )
    if head.kind_place[1]:
        sure = 0.9 if head.title else 0.8
        yield notice.fact("kind", head.kind, *head.kind_place, rule="kind", confidence=sure)
    for kind, span, sure in (
        ("number", head.number, 0.97),
        ("issuer", head.issuer, 0.93),
        ("publisher", head.publisher, 0.85),
    ):
        if span:
            yield notice.fact(kind, span.value, span.start, span.end, rule=kind, confidence=sure)
    for kind, day in (("issued_on", head.issued_on), ("published_on", head.published_on)):
        if day:
            yield notice.fact(
                kind,
                day.iso(None),
                day.start,
                day.end,
                rule=kind,
                confidence=0.93,
                modality=CONTEXT,
            )
