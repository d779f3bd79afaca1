"""Names in pinyin."""

from bangfu.core.standards import spelling


class TestOfPerson:
    def test_reads_surnames_in_their_own_way(self) -> None:
        assert spelling.of_person("单明") == ("shanming", "sm")
        assert spelling.of_person("欧阳明") == ("ouyangming", "oym")

    def test_drops_the_dot_of_other_peoples_names(self) -> None:
        assert spelling.of_person("阿依古丽·买买提")[1] == "aygl" + "mmt"

    def test_reads_a_lone_character_as_a_word(self) -> None:
        assert spelling.of_person("单") == ("dan", "d")


class TestOfName:
    def test_spells_an_institution(self) -> None:
        assert spelling.of_name("大王镇 卫生院")[1] == "dwzwsy"

    def test_keeps_letters_and_digits_whole(self) -> None:
        assert spelling.of_name("第3医院ICU") == ("di3yiyuanicu", "d3yyicu")
