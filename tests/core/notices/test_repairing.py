"""Repairs: what copies suffer is mended in place, what is right is left alone."""

import unicodedata

import pytest
from benchmarks._notice_damage import glossed, half_width, lost_byte, traditional
from benchmarks._notice_scores import notices, text_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bangfu.core.notices.repairing import repaired
from bangfu.core.notices.traced import Traced


def cleaned(text: str) -> str:
    return repaired(Traced.of(text))[0].text


class TestGlosses:
    def test_go_where_they_are_a_reading_of_the_character_before(self) -> None:
        assert cleaned("東營市衛(wèi)生業(yè)務(wù)院長") == "东营市卫生业务院长"

    def test_stay_where_they_are_not(self) -> None:
        assert (
            cleaned("维生素（E）和疫苗（HPV）、方案（an）")
            == "维生素（E）和疫苗（HPV）、方案（an）"
        )

    def test_go_with_blanks_inside_and_without_tones_in_a_text_full_of_them(self) -> None:
        toned = "業(yè)務(wù)發(fā)實(shí)幹(gàn)"

        assert cleaned(f"{toned}方案(an)業( yè )") == "业务发实干方案业"


class TestTraditional:
    def test_becomes_simplified(self) -> None:
        text = "醫務人員承擔著為農村群眾診療的責任，標誌著幫扶邁出一步，名著與著名專家"

        assert "承担着" in cleaned(text)
        assert "标志着" in cleaned(text)
        assert "名著与著名专家" in cleaned(text)

    def test_is_not_seen_in_a_simplified_text(self) -> None:
        assert cleaned("显著提高，著作等身，着力推进") == "显著提高，著作等身，着力推进"


class TestLostBytes:
    def test_are_put_back_where_everyday_characters_result(self) -> None:
        assert cleaned("公布了名單!皹I務院長代表發言") == "公布了名单。“业务院长代表发言"

    def test_of_a_word_are_found_by_how_often_it_is_used(self) -> None:
        assert cleaned("產業發展?fàn)顩r良好") == "产业发展状况良好"

    def test_are_not_seen_in_what_is_only_odd(self) -> None:
        assert "《" not in cleaned("任务完成!稌I记")

    @pytest.mark.parametrize("name", ["county_community", "launch_news", "pledge"])
    def test_are_put_back_in_whole_notices(self, name: str) -> None:
        clean = cleaned(text_of(name))
        damaged = lost_byte(text_of(name)).decode()

        assert cleaned(damaged) == clean


class TestPunctuation:
    def test_is_full_width_in_chinese(self) -> None:
        assert cleaned("共3名,其中2名(常驻):张某;") == "共3名，其中2名（常驻）：张某；"

    def test_stays_in_times_figures_and_addresses(self) -> None:
        text = "10:02:00 共1,860人 http://www.example.com/a?b=1;c"

        assert cleaned(text) == text

    def test_puts_the_year_of_a_document_number_into_its_brackets(self) -> None:
        assert (
            cleaned("云卫发[2024]17号、云卫发（2023）9号")
            == "云卫发〔2024〕17号、云卫发〔2023〕9号"
        )


class TestPrinting:
    """What programs that print to PDF do to a text."""

    def test_radicals_become_the_characters_that_were_meant(self) -> None:
        assert cleaned("⻘溪县⼈⺠医院选派⻣⼲，⻓期帮扶") == "青溪县人民医院选派骨干，长期帮扶"

    def test_parts_of_characters_stay(self) -> None:
        assert cleaned("偏旁⺅和⻌") == "偏旁⺅和⻌"

    def test_every_kangxi_radical_has_its_character(self) -> None:
        radicals = "".join(map(chr, range(0x2F00, 0x2FD6)))

        assert all(0x3400 <= ord(sign) <= 0x9FFF for sign in cleaned(radicals))

    def test_blanks_about_a_number_and_a_year_go(self) -> None:
        assert cleaned("青卫发〔 2026 〕 12 号") == "青卫发〔2026〕12号"
        assert cleaned("2026 年 2 月 10 日") == "2026年2月10日"
        assert cleaned("1 县人民医院\n2 县中医医院") == "1 县人民医院\n2 县中医医院"


class TestAllRepairs:
    @pytest.mark.parametrize("name", notices())
    def test_bring_a_damaged_notice_back_to_the_clean_one(self, name: str) -> None:
        clean = cleaned(text_of(name))

        for damage in (traditional, glossed, half_width):
            again = cleaned(damage(text_of(name)).decode())
            wrong = [pair for pair in zip(again, clean, strict=True) if pair[0] != pair[1]]
            assert len(wrong) <= len(clean) // 500, (damage.__name__, wrong)

    @settings(max_examples=120, deadline=None)
    @given(
        st.lists(
            st.sampled_from(
                [
                    *"業務衛医院着著。，,!?()（）“”〔2024〕1号发:;%",
                    "(yè)",
                    "(wù)",
                    "皹I",
                    "顩r",
                    "\n",
                    "　",
                ]
            ),
            max_size=40,
        ).map("".join)
    )
    @example("!皹I(yè)務(wù)")
    def test_change_nothing_the_second_time(self, text: str) -> None:
        once = cleaned(text)

        assert cleaned(once) == once

    @settings(max_examples=80, deadline=None)
    @given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
    def test_keep_the_place_of_every_character(self, text: str) -> None:
        traced, repairs = repaired(Traced.of(text))

        assert len(traced.starts) == len(traced.ends) == len(traced.text)
        assert list(traced.starts) == sorted(traced.starts)
        for place, char in enumerate(traced.text):
            start, end = traced.span(place, place + 1)
            same = text[start:end] == char
            assert same or repairs, (char, text[start:end])

    def test_tell_what_stood_where(self) -> None:
        text = "派驻業(yè)務骨干,共３名"

        _, repairs = repaired(Traced.of(text))

        for repair in repairs:
            if repair.rule in ("width", "punctuation", "gloss"):
                assert text[repair.start : repair.end] == repair.before
        assert {repair.rule for repair in repairs} == {
            "width",
            "gloss",
            "simplified",
            "punctuation",
        }
        assert unicodedata.normalize("NFKC", "３") == "3"
