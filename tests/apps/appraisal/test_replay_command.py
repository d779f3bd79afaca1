"""``bangfu appraisal replay``: a published round scored again, by its number or from a file."""

import argparse
import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import FrozenRound
from bangfu.config.commands import appraisal as command
from bangfu.core.appraisal import Frozen

from .conftest import TODAY, Appraisal, at

pytestmark = pytest.mark.database


@pytest.fixture
def published(appraisal: Appraisal) -> FrozenRound:
    appraisal.announced(days=1)
    return actions.publish_round(
        round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY + timedelta(2)
    )


def replayed(named: object) -> int:
    return command.run(argparse.Namespace(what="replay", round=str(named)))


class TestReplay:
    def test_a_published_round_comes_out_the_same(
        self, published: FrozenRound, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert replayed(published.round_id) == 0
        assert published.digest in capsys.readouterr().out

    def test_a_file_altered_in_one_figure_is_told(
        self, published: FrozenRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        content = zlib.decompress(bytes(published.content))
        altered = content.replace(b'"numerator":"9"', b'"numerator":"8"')
        file = tmp_path / "round.json"
        file.write_bytes(Frozen(altered, published.digest).as_file())

        assert replayed(file) == 1
        assert altered != content
        assert published.digest in capsys.readouterr().out

    @pytest.mark.parametrize("named", ["0", "nothing", "9" * 400])
    def test_what_is_neither_a_round_nor_a_file_is_refused(self, db: None, named: str) -> None:
        with pytest.raises(command.NoSuchRound):
            replayed(named)
