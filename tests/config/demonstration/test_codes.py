import pytest

from bangfu.config.demonstration.codes import AUTHORITY, PRIVATE, PUBLIC, code_of, is_demonstration
from bangfu.core.standards import uscc


class TestCodeOf:
    @pytest.mark.parametrize("kind", [AUTHORITY, PUBLIC, PRIVATE])
    @pytest.mark.parametrize("area", ["37", "3705", "370523", "370523101"])
    def test_passes_every_check_of_a_credit_code(self, kind: str, area: str) -> None:
        codes = [code_of(kind, area, serial) for serial in range(1, 400)]

        assert [uscc.check(code) for code in codes] == [()] * len(codes)
        assert len(set(codes)) == len(codes)

    def test_is_told_from_a_real_code(self) -> None:
        assert is_demonstration(code_of(PUBLIC, "3705", 1))
        assert not is_demonstration("911101066976941872")
