"""Papers as PDF: the same moment gives the same bytes, wherever its clock stands."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bangfu.core.documents.paper import Page, Paper, Paragraph, Run
from bangfu.web.printing import paper_pdf

PAPER = Paper(page=Page(), blocks=(Paragraph(runs=(Run(text="服务证明"),)),))


def test_a_moment_is_the_same_in_every_zone() -> None:
    there = datetime(2026, 7, 3, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    here = datetime(2026, 7, 3, 0, 30, tzinfo=UTC)
    assert paper_pdf(PAPER, title="文", at=there) == paper_pdf(PAPER, title="文", at=here)


def test_another_moment_is_another_file() -> None:
    first, second = (datetime(2026, 7, day, tzinfo=UTC) for day in (3, 4))
    assert paper_pdf(PAPER, title="文", at=first) != paper_pdf(PAPER, title="文", at=second)
