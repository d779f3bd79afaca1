"""The documented formats: schemas drawn from the types, examples that hold, one page per rule."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from bangfu.core.planner import Plan, Problem, check, examples, solve
from bangfu.core.planner.certificate import Certificate
from bangfu.core.planner.check import false_claims
from bangfu.core.planner.proof import verify
from bangfu.core.planner.rules import RULES
from bangfu.core.planner.schema import Shape, schema_of, written

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "reference" / "planner"
EXAMPLE = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(name: str) -> bytes:
    found = EXAMPLE.search((FOLDER / name).read_text(encoding="utf-8"))
    assert found is not None
    return found[1].encode()


def refuses(schema: dict[str, Any], document: object) -> bool:
    validator = jsonschema.Draft202012Validator(schema)
    return not validator.is_valid(document)


class TestSchemas:
    @pytest.mark.parametrize(
        ("name", "shape"), [("problem", Problem), ("plan", Plan), ("certificate", Certificate)]
    )
    def test_are_published_as_drawn_and_valid(self, name: str, shape: Shape) -> None:
        published = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")

        assert published == written(shape)
        jsonschema.Draft202012Validator.check_schema(json.loads(published))

    @pytest.mark.parametrize(
        "problem", [examples.leadership(), examples.rotation(), examples.resident_and_visiting()]
    )
    def test_accept_what_is_written(self, problem: Problem) -> None:
        assert not refuses(schema_of(Problem), msgspec.json.decode(msgspec.json.encode(problem)))

    def test_accept_a_plan_with_its_claims(self) -> None:
        plan = solve(examples.leadership()).plan

        assert not refuses(schema_of(Plan), msgspec.json.decode(msgspec.json.encode(plan)))

    @pytest.mark.parametrize(
        ("old", "new"), [('"rank": 2', '"rank": 0'), ('"hosts"', '"host"'), ("resident", "camping")]
    )
    def test_refuse_what_the_decoder_refuses(self, old: str, new: str) -> None:
        text = example("problem.md").decode().replace(old, new, 1)

        assert refuses(schema_of(Problem), json.loads(text))
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(text, type=Problem)


class TestExamples:
    def test_the_plan_shown_solves_the_problem_shown(self) -> None:
        problem = msgspec.json.decode(example("problem.md"), type=Problem)
        plan = msgspec.json.decode(example("plan.md"), type=Plan)

        assert check(problem, plan) == []
        assert list(false_claims(problem, plan)) == []
        assert solve(problem).plan == plan

    def test_the_certificate_shown_proves_the_plan_shown(self) -> None:
        problem = msgspec.json.decode(example("problem.md"), type=Problem)
        plan = msgspec.json.decode(example("plan.md"), type=Plan)
        certificate = msgspec.json.decode(example("certificate.md"), type=Certificate)

        verdict = verify(problem, plan, certificate)

        assert verdict.faults == ()
        assert verdict.gap == 0
        assert not refuses(schema_of(Certificate), json.loads(example("certificate.md")))

    def test_every_rule_has_its_page(self) -> None:
        pages = {path.stem for path in (FOLDER / "rules").glob("*.md")}

        assert pages == {rule.code for rule in RULES}
