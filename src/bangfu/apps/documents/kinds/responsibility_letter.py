"""责任书: what a receiving institution answers for to the office that runs the programme."""

from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .undertaking import undertaking_kind

KIND = undertaking_kind(
    DocumentKind.RESPONSIBILITY_LETTER,
    PartyRole.HOST,
    "为落实{{ programme }}，{{ office }}与{{ unit }}签订本责任书，明确受援单位的任务和责任。",
    Text(zh="一家受援单位", en="a host"),
)
