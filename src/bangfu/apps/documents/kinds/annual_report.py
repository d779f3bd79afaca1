"""年度工作报告: how a programme stands after a year."""

from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .reporting import report_kind

KIND = report_kind(
    DocumentKind.ANNUAL_REPORT,
    years=True,
    following="下一年度",
    about=Text(zh="项目的一个年度", en="a year of a programme"),
)
