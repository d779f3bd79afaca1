"""半年工作报告: how a programme stands at the middle or the end of a year."""

from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .reporting import report_kind

KIND = report_kind(
    DocumentKind.HALF_YEAR_REPORT,
    years=False,
    following="下半年",
    about=Text(zh="项目的一个半年", en="half a year of a programme"),
)
