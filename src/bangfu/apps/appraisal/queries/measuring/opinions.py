"""What hosts say of people who were there: a mean over enough of them, and of nobody alone."""

from collections import defaultdict
from decimal import Decimal

from bangfu.apps.completion.models import Evaluation
from bangfu.core.appraisal.settings import shipped
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.duty import evaluation
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.words import Text

from .asking import Asked, Measure, Record, Rows
from .people_on_post import postings_of

KINDS = frozenset({Kind.PAIRING, Kind.SENDER, Kind.DEPARTMENT})


def host_evaluation(asked: Asked) -> Rows:
    """Points of hosts' evaluations, one row for all: single ones are the authority's to read.

    The row divides the points of all marks by their number, in the way of a share. Of fewer people
    than hosts' sums are told of, nothing is known.
    """
    among = postings_of(asked)
    worth = {one.grade: Decimal(one.points) for one in shipped().evaluation.points}
    least = evaluation.shipped().quiet.at_least_people
    given: dict[int, list[Decimal]] = defaultdict(list)
    rows = Evaluation.objects.filter(
        posting__in=[one.pk for one in among.postings], side=Side.HOST.value
    )
    for one in rows.order_by("pk"):
        given[one.posting_id] += [worth[grade] for grade in one.marks.values() if grade in worth]
    found: dict[int, list[Record]] = {}
    for pk, postings in among.of.items():
        told = [one for one in postings if given[one.pk]]
        if len({one.worker_id for one in told}) < least:
            continue
        marks = [points for one in told for points in given[one.pk]]
        said = Text(
            zh=f"{len(told)}份受援单位评价，共{len(marks)}项，合并计算",
            en=f"{len(told)} evaluations by hosts, {len(marks)} marks together",
        )
        found[pk] = [Record("opinion", 0, None, said, sum(marks, Decimal(0)), Decimal(len(marks)))]
    return found


MEASURES = (
    Measure(
        code="host_evaluation",
        kinds=KINDS,
        read=host_evaluation,
        told=Text(
            zh="受援单位对考核期内派驻人员各方面评价的平均分。",
            en="The mean of hosts' marks for the people posted in the period.",
        ),
        missing=Text(
            zh="被评价的派驻人员不足规定人数，为保护评价单位不计算；评价由受援单位在“交接与评价”填写。",
            en="Too few people were evaluated to keep hosts' words apart from names; a host "
            "evaluates at the end of a posting.",
        ),
        share=True,
    ),
)
