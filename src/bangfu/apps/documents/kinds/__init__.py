"""Every kind of paper that can be made."""

from collections.abc import Mapping
from types import MappingProxyType

from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from . import (
    agreement,
    annual_report,
    appointment,
    circular,
    clinic_timetable,
    dispatch_letter,
    evaluation_form,
    half_year_report,
    posting_list,
    registration_form,
    request_poster,
    responsibility_letter,
    roster,
    score_sheet,
    service_certificate,
    spot_check_record,
    star_list,
    task_ledger,
    task_letter,
    work_rules,
)
from .frame import Kind

_MODULES = (
    posting_list,
    appointment,
    dispatch_letter,
    agreement,
    responsibility_letter,
    task_letter,
    work_rules,
    roster,
    clinic_timetable,
    registration_form,
    service_certificate,
    request_poster,
    task_ledger,
    spot_check_record,
    evaluation_form,
    score_sheet,
    star_list,
    half_year_report,
    annual_report,
    circular,
)

KINDS: Mapping[DocumentKind, Kind] = MappingProxyType(
    {module.KIND.code: module.KIND for module in _MODULES}
)

GROUPS: tuple[tuple[Text, tuple[DocumentKind, ...]], ...] = (
    (
        Text(zh="选派和上岗", en="Sending and taking up posts"),
        (
            DocumentKind.POSTING_LIST,
            DocumentKind.APPOINTMENT,
            DocumentKind.DISPATCH_LETTER,
            DocumentKind.AGREEMENT,
            DocumentKind.RESPONSIBILITY_LETTER,
            DocumentKind.TASK_LETTER,
            DocumentKind.WORK_RULES,
        ),
    ),
    (
        Text(zh="服务和坐诊", en="Service and clinics"),
        (
            DocumentKind.ROSTER,
            DocumentKind.CLINIC_TIMETABLE,
            DocumentKind.REGISTRATION_FORM,
            DocumentKind.SERVICE_CERTIFICATE,
            DocumentKind.REQUEST_POSTER,
        ),
    ),
    (
        Text(zh="督查和考核", en="Supervision and appraisal"),
        (
            DocumentKind.TASK_LEDGER,
            DocumentKind.SPOT_CHECK_RECORD,
            DocumentKind.EVALUATION_FORM,
            DocumentKind.SCORE_SHEET,
            DocumentKind.STAR_LIST,
        ),
    ),
    (
        Text(zh="报告和通报", en="Reports and circulars"),
        (DocumentKind.HALF_YEAR_REPORT, DocumentKind.ANNUAL_REPORT, DocumentKind.CIRCULAR),
    ),
)
"""The kinds by what they are for, in the order of the work."""
