"""派驻人员名单: who is posted where, a batch on one list, for notice boards and attachments."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import batch_of, batch_subjects, rank_of, term_of, title_in
from .frame import Absolute, Figure, Gathered, Kind, listed, said


def draw() -> bytes:
    """A wide list with a repeated head."""
    sheet = Sheet.form(wide=True)
    sheet.title("{{ title }}", after=6)
    sheet.line("{{ office }}　　{{ number }}　　{{ day }}", align="right", after=4)
    sheet.rows(
        "row in rows",
        ["序号", "姓名", "职称", "派出单位", "受援单位", "科室", "派驻形式", "任职", "期限"],
        [
            "{{ row.serial }}",
            "{{ row.name }}",
            "{{ row.rank }}",
            "{{ row.home }}",
            "{{ row.host }}",
            "{{ row.department }}",
            "{{ row.form }}",
            "{{ row.role }}",
            "{{ row.term }}",
        ],
        widths=(0.6, 1, 1.3, 2.3, 2.3, 1.3, 1.1, 1.4, 2.7),
    )
    sheet.line("共{{ people }}人，派往{{ hosts }}个单位。{{ note }}", before=6)
    return sheet.saved()


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """The postings of a batch as they were appointed; one recalled says so."""
    rows = batch_of(key)
    programme = rows[0].programme
    batch = rows[0].batch
    name = title_in(programme, DocumentKind.POSTING_LIST)
    title = f"{batch}{name}"
    hosts = len({one.host_id for one in rows})
    behind = f"{reverse('posting_list')}?{urlencode({'programme': programme.code})}"
    return Gathered(
        title=title,
        programme=programme,
        initial={"title": title},
        values={
            "programme": programme.title_zh,
            "people": str(len(rows)),
            "hosts": str(hosts),
            "rows": [
                {
                    "serial": str(serial),
                    "name": one.worker.name,
                    "rank": rank_of(one),
                    "home": one.home.name,
                    "host": one.host.name,
                    "department": one.department_name,
                    "form": one.get_form_display(),
                    "role": one.role_title,
                    "term": term_of(one) + ("（已召回）" if one.ended_early_on else ""),
                }
                for serial, one in enumerate(rows, 1)
            ],
        },
        behind=(
            Figure("派驻人数", f"{len(rows)}人", behind),
            Figure("受援单位", f"{hosts}个", behind),
        ),
    )


KIND = Kind(
    code=DocumentKind.POSTING_LIST,
    series=Series.FORM,
    about=Text(zh="一个批次的派驻", en="a batch of postings"),
    fields=(
        said("title", "标题", "title", "某县派驻人员名单（第一批）", typed=True, needed=True),
        said("programme", "项目", "programme", "某县对口支援"),
        said("people", "人数", "people", "1"),
        said("hosts", "受援单位数", "hosts", "1"),
        listed(
            "rows",
            "名单",
            "the list",
            said("serial", "序号", "serial", "1"),
            said("name", "姓名", "name", "某某"),
            said("rank", "职称", "title", "主治医师"),
            said("home", "派出单位", "sender", "某市人民医院"),
            said("host", "受援单位", "host", "某镇卫生院"),
            said("department", "科室", "department", "内科"),
            said("form", "派驻形式", "form", "驻点"),
            said("role", "任职", "role", "业务院长"),
            said("term", "期限", "term", "2026年1月1日至2026年12月31日"),
        ),
        said("note", "备注", "note", "名单如有变动，以最新公布为准。", typed=True),
    ),
    draw=draw,
    subjects=batch_subjects,
    gather=gather,
)
