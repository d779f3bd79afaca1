"""聘任文件: an authority appoints those of a batch to their roles, in an official letter."""

from datetime import date

from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import batch_of, batch_subjects, rank_of, term_of
from .frame import Absolute, Figure, Gathered, Kind, listed, said
from .posting_list import KIND as LIST

OPENING = "根据工作需要，经研究，决定聘任以下同志："
CLOSING = "请各有关单位做好衔接，被聘任人员按期到岗，聘任期满职务自然免除。"


def draw() -> bytes:
    """The letter, each appointment a line."""
    sheet = Sheet.letter()
    sheet.red_head("{{ office }}文件", "{{ number }}", small="office_long")
    sheet.title("{{ title }}")
    sheet.blank()
    sheet.to("{{ recipients }}：")
    sheet.body("{{ opening }}")
    sheet.each(
        "row in rows",
        "{{ row.home }}{{ row.name }}（{{ row.rank }}）任{{ row.host }}{{ row.role }}，"
        "聘期{{ row.term }}；",
    )
    sheet.each("line in closing", "{{ line }}")
    sheet.blank()
    sheet.signed("{{ office }}", "{{ day }}")
    sheet.record("{{ copies }}", "{{ office }}", "{{ day }}")
    return sheet.saved()


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """Those of the batch with a role; without one, they serve in a department."""
    found = LIST.gather(key, on, absolute)
    rows = [
        {
            "name": one.worker.name,
            "rank": rank_of(one),
            "home": one.home.name,
            "host": one.host.name,
            "role": one.role_title or f"{one.department_name}派驻专家",
            "term": term_of(one),
        }
        for one in batch_of(key)
        if not one.ended_early_on
    ]
    first = rows[0]["name"] if rows else ""
    title = (
        f"关于聘任{first}等{len(rows)}名同志职务的通知"
        if len(rows) > 1
        else f"关于聘任{first}同志职务的通知"
    )
    return Gathered(
        title=title,
        programme=found.programme,
        values={"programme": found.values["programme"], "rows": rows},
        initial={"title": title, "opening": OPENING, "closing": CLOSING},
        behind=(Figure("聘任人数", f"{len(rows)}人", found.behind[0].url),),
    )


KIND = Kind(
    code=DocumentKind.APPOINTMENT,
    series=Series.LETTER,
    about=Text(zh="一个批次的派驻", en="a batch of postings"),
    fields=(
        said("programme", "项目", "programme", "某县对口支援"),
        said("title", "标题", "title", "关于聘任某某等2名同志职务的通知", typed=True, needed=True),
        said("recipients", "主送机关", "addressed to", "各有关单位", typed=True, needed=True),
        said("opening", "开头", "opening", OPENING, typed=True, needed=True),
        listed(
            "rows",
            "聘任人员",
            "those appointed",
            said("name", "姓名", "name", "某某"),
            said("rank", "职称", "title", "主治医师"),
            said("home", "派出单位", "sender", "某市人民医院"),
            said("host", "受援单位", "host", "某镇卫生院"),
            said("role", "任职", "role", "业务院长"),
            said("term", "聘期", "term", "2026年1月1日至2026年12月31日"),
        ),
        said("closing", "要求", "what is required", CLOSING, shape="paragraphs", typed=True),
        said("copies", "抄送机关", "copies to", "市卫生健康委员会。", typed=True),
    ),
    draw=draw,
    subjects=batch_subjects,
    gather=gather,
)
