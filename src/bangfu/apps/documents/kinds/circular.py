"""通报: an office's own words in the layout of official letters; of a programme, or of none."""

from datetime import date

from bangfu.core.documents.numbering import Series
from bangfu.core.documents.sheets import Sheet
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Text

from .about import programme_of, programme_subjects
from .frame import Absolute, Gathered, Kind, said


def draw() -> bytes:
    """The circular as GB/T 9704-2012 lays it out."""
    sheet = Sheet.letter()
    sheet.red_head("{{ office }}文件", "{{ number }}", small="office_long")
    sheet.title("{{ title }}")
    sheet.blank()
    sheet.to("{{ recipients }}：")
    sheet.text("body")
    sheet.when("attachment", "附件：{{ attachment }}")
    sheet.blank()
    sheet.signed("{{ office }}", "{{ day }}")
    sheet.record("{{ copies }}", "{{ printed_by }}", "{{ day }}")
    return sheet.saved()


def gather(key: str, on: date, absolute: Absolute) -> Gathered:
    """Nothing but the programme: the words are the office's."""
    programme = programme_of(key)
    title = f"关于{programme.title_zh}进展情况的通报"
    return Gathered(
        title=title,
        values={"programme": programme.title_zh},
        programme=programme,
        initial={"title": title},
    )


KIND = Kind(
    code=DocumentKind.CIRCULAR,
    series=Series.LETTER,
    about=Text(zh="项目", en="a programme"),
    fields=(
        said("programme", "项目", "programme", "某县对口支援项目"),
        said(
            "title",
            "标题",
            "title",
            "关于上半年对口支援工作进展情况的通报",
            typed=True,
            needed=True,
        ),
        said("recipients", "主送机关", "addressed to", "各乡镇卫生院", typed=True, needed=True),
        said(
            "body",
            "正文",
            "text",
            "现将有关情况通报如下。",
            shape="paragraphs",
            typed=True,
            needed=True,
        ),
        said("attachment", "附件", "attachment", "对口支援任务进展情况表", typed=True),
        said("copies", "抄送机关", "copies to", "市卫生健康委员会。", typed=True),
        said("printed_by", "印发机关", "printed by", "某县卫生健康委员会办公室", typed=True),
    ),
    draw=draw,
    subjects=programme_subjects,
    gather=gather,
)
