"""任务书: what a sending institution undertakes towards the office that runs the programme."""

from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .undertaking import undertaking_kind

KIND = undertaking_kind(
    DocumentKind.TASK_LETTER,
    PartyRole.SENDER,
    "为落实{{ programme }}，{{ office }}向{{ unit }}下达本任务书，明确派出单位的帮扶任务。",
    Text(zh="一家派出单位", en="a sender"),
)
