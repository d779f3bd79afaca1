"""What a clerk changed since last year's table."""

import msgspec
from tests.core.appraisal.tables import SMALL, table

from bangfu.core.appraisal import shipped
from bangfu.core.appraisal.editions import Alteration, alterations


def test_names_each_change_at_its_place() -> None:
    text = (
        SMALL.replace("edition = 2026", "edition = 2027")
        .replace("each = 0.5", "each = 1")
        .replace("share_at_most = 0.3", "share_at_most = 0.25")
        .replace('zh = "讲座"', 'zh = "专题讲座"')
    )

    assert alterations(table(), table(text)) == (
        Alteration("items.weeks.rule.each", "0.5", "1"),
        Alteration("items.lectures.title.zh", "讲座", "专题讲座"),
        Alteration("grades.excellent.share_at_most", "0.3", "0.25"),
    )


def test_tells_rows_that_came_and_went_by_their_titles() -> None:
    scheme = table()
    shorter = msgspec.structs.replace(scheme, items=scheme.items[:-1])

    assert alterations(scheme, shorter) == (Alteration("items.lectures", "讲座", ""),)
    assert alterations(shorter, scheme) == (Alteration("items.lectures", "", "讲座"),)


def test_rows_that_were_moved_are_no_change() -> None:
    for scheme in shipped().values():
        turned = msgspec.structs.replace(scheme, items=tuple(reversed(scheme.items)))

        assert alterations(scheme, turned) == ()
