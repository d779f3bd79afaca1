"""What must not be: each is one sentence on the page that it happens on."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from django.test import Client
from tests.apps.appraisal.test_schemes import Table, table

from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Edition, Exemption, Mark, Round
from bangfu.core.appraisal import Measured, Scheme
from bangfu.core.appraisal.reading import as_text, read_as_kept
from bangfu.core.appraisal.rules import ThresholdGate

from .conftest import TABLE, TODAY, Appraisal, at
from .test_results_views import client_of, scored_by, words

pytestmark = pytest.mark.database

__all__ = ["table"]


class TestPoints:
    def test_above_the_cap(self, appraisal: Appraisal) -> None:
        answer = client_of(appraisal.north).post(
            f"/sheets/{appraisal.subject().pk}/items/lodging/",
            {"points": "40.5", "reason": "超额", "seen": "0"},
        )

        assert answer.status_code == 422
        assert "“河口镇卫生院”项目“食宿保障”最高40分，不能评40.5分。" in words(answer)
        assert not Mark.objects.exists()

    def test_two_reviewers_at_once(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)
        page = f"/sheets/{appraisal.subject().pk}/items/lodging/"
        first = {"points": "38", "reason": "食堂周日不开放", "seen": "0"}
        second = {"points": "35", "reason": "宿舍无热水", "seen": "0"}

        client_of(appraisal.assessor).post(page, first)
        answer = client_of(appraisal.second).post(page, second)

        assert answer.status_code == 422
        assert "刚由他人评为38分" in words(answer)
        assert "宿舍无热水" in words(answer)
        assert Mark.objects.standing().get(level="county").points == 38

        seen = answer.context["page"].form["seen"].value()
        again = client_of(appraisal.second).post(page, second | {"seen": seen})
        assert again.status_code == 302
        assert Mark.objects.standing().get(level="county").points == 35

    def test_two_close_the_same_level(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)
        steps = f"/sheets/{appraisal.subject().pk}/steps/close/"

        client_of(appraisal.assessor).post(steps, {"level": "county"})
        answer = client_of(appraisal.second).post(steps, {"level": "county", "opinion": "属实"})

        assert answer.status_code == 422
        assert "“县级评定”已经结束" in words(answer)


class TestRounds:
    def test_closed_while_a_level_is_open(self, appraisal: Appraisal) -> None:
        appraisal.close_all(keys=("north",))

        answer = client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/steps/decide/", follow=True
        )

        assert "还有1个考核对象没有评完（如“清水镇卫生院”），全部评完后才能审定。" in words(answer)
        assert Round.objects.get().state == Round.State.OPEN

    def test_a_round_without_its_figures_is_not_left_behind(
        self, appraisal: Appraisal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "bangfu.apps.appraisal.views.opening.measured_of", of_nothing("on_post_rate")
        )
        asked = {
            "programme": appraisal.programme.code,
            "edition": appraisal.edition.pk,
            "kind": "half_year",
            "starts_on": f"{TODAY.year}-01-01",
            "last_on": f"{TODAY.year}-06-30",
        }

        answer = client_of(appraisal.clerk).post(
            "/rounds/new/",
            {"title": "上半年考核", "subjects": [appraisal.places.north.pk]},
            query_params=asked,
        )

        assert answer.status_code == 422
        assert "分子不为0而分母为0，无法相除，请核对数据。" in words(answer)
        assert 'value="上半年考核"' in words(answer)
        assert Round.objects.count() == 1

    def test_division_by_nothing_on_the_preview(self, appraisal: Appraisal) -> None:
        scored_by(
            appraisal,
            TABLE.replace("target = 1 }", 'target_input = "tasks_due" }').replace(
                'input = "on_post_rate", ', 'input = "tasks_done", '
            )
            + INPUTS,
        )
        appraisal.round.subjects.get(pk=appraisal.subject().pk).figures.all().delete()
        appraisal.subject("south").figures.all().delete()
        for name, value in (("tasks_done", 3), ("tasks_due", 0)):
            appraisal.subject().figures.create(name=name, value=Decimal(value), taken_at=at())

        answer = client_of(appraisal.clerk).get(f"/rounds/{appraisal.round.pk}/preview/")

        assert answer.status_code == 200
        assert "目标值为0，无法计算完成比例" in words(answer)

    def test_a_peer_mean_of_nobody(self, appraisal: Appraisal) -> None:
        scored_by(
            appraisal,
            TABLE.replace(
                'rule   = { kind = "judgement" }',
                'rule   = { kind = "judgement" }\nabsent = { how = "peer_mean" }',
            ),
        )
        client = client_of(appraisal.assessor)
        for key in ("north", "south"):
            answer = client.post(
                f"/sheets/{appraisal.subject(key).pk}/steps/exempt/",
                {"exempt-what": "lodging", "exempt-reason": "不提供食宿"},
            )

        assert answer.status_code == 422
        assert "同组只有0个有得分，至少要1个" in words(answer)
        assert "不提供食宿" in words(answer)
        assert Exemption.objects.count() == 1


class TestTables:
    """A draft with the mistake says so on its page, and is not frozen."""

    def refused(self, table: Table, scheme: Scheme) -> str:
        client = Client()
        client.force_login(table.clerk)
        Edition.objects.filter(pk=table.draft.pk).update(text=as_text(scheme))
        shown = words(client.get(f"/score-tables/{table.draft.pk}/"))
        frozen = client.post(f"/score-tables/{table.draft.pk}/end/freeze/", {"version": 0})

        assert frozen.status_code in (302, 409, 422)
        assert Edition.objects.get(pk=table.draft.pk).state == Edition.State.DRAFT
        return shown

    def test_weights_that_do_not_add_up(self, table: Table) -> None:
        scheme = read_as_kept(table.draft.text)
        blocks = tuple(
            msgspec.structs.replace(block, weight=0.6 if place == 0 else 0.2)
            for place, block in enumerate(scheme.blocks[:2])
        )
        kept = {block.code for block in blocks}
        items = tuple(item for item in scheme.items if item.block in kept)

        wrong = msgspec.structs.replace(
            scheme,
            blocks=blocks,
            items=items,
            groups=tuple(group for group in scheme.groups if group.block in kept),
            ranking=msgspec.structs.replace(scheme.ranking, tie_breakers=()),
        )

        assert "权重合计应为100%，现为 60% + 20% = 80%，请调整。" in self.refused(table, wrong)

    def test_a_circular_gate(self, table: Table) -> None:
        scheme = read_as_kept(table.draft.text)
        first, second, *rest = scheme.items
        circle = (
            msgspec.structs.replace(first, rule=ThresholdGate(item=second.code, at_least=1)),
            msgspec.structs.replace(second, rule=ThresholdGate(item=first.code, at_least=1)),
        )

        wrong = msgspec.structs.replace(scheme, items=(*circle, *rest))

        assert "门槛互相依赖，成了一圈" in self.refused(table, wrong)

    def test_one_changed_after_freezing(self, table: Table) -> None:
        client = Client()
        client.force_login(table.clerk)
        client.post(f"/score-tables/{table.draft.pk}/end/freeze/", {"version": 0})
        frozen = Edition.objects.get(pk=table.draft.pk)

        key = read_as_kept(frozen.text).items[0].code
        answer = client.post(
            f"/score-tables/{frozen.pk}/rows/items/{key}/down/", {"version": frozen.version}
        )

        assert answer.status_code == 409
        assert "不能再改；如需调整，请复制成新的草稿。" in words(answer)
        assert Edition.objects.get(pk=frozen.pk).text == frozen.text

    def test_one_altered_beneath_a_round_is_found_before_it_is_decided(
        self, appraisal: Appraisal
    ) -> None:
        appraisal.close_all()
        altered = TABLE.replace("from_score = 60", "from_score = 95")
        Edition.objects.filter(pk=appraisal.edition.pk).update(text=altered)

        answer = client_of(appraisal.clerk).post(
            f"/rounds/{appraisal.round.pk}/steps/decide/", follow=True
        )

        assert "在定稿后被改动，与定稿时的摘要不符" in words(answer)
        assert Round.objects.get().state == Round.State.OPEN

    def test_and_before_it_is_published(self, appraisal: Appraisal) -> None:
        appraisal.announced(days=1)
        altered = TABLE.replace("from_score = 60", "from_score = 95")
        Edition.objects.filter(pk=appraisal.edition.pk).update(text=altered)

        with pytest.raises(actions.EditionAltered):
            actions.publish_round(
                round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY + timedelta(2)
            )


INPUTS = """
[[inputs]]
code  = "tasks_done"
title = { zh = "完成任务数", en = "tasks done" }

[[inputs]]
code  = "tasks_due"
title = { zh = "下达任务数", en = "tasks due" }
"""


def of_nothing(name: str) -> Any:
    """Figures whose numerator is something and whose denominator is nothing."""

    def measured(held: Round, **_asked: Any) -> Mapping[int, Mapping[str, Measured]]:
        broken = Measured(numerator=Decimal(3), denominator=Decimal(0))
        return {one.pk: {name: broken} for one in held.subjects.all()}

    return measured
