"""The verifier must not lean on what it verifies."""

import ast
import inspect
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bangfu.core.planner import (
    Plan,
    certificate,
    examples,
    proof,
    solve,
    tally,
    wellformed,
)
from bangfu.core.planner.certificate import Leaf, LevelProof, PartProof, certified
from bangfu.core.planner.proof import bounded, verify
from bangfu.core.planner.rules import RULES, Rule

MAY_BE_USED = {
    "certificate",  # the format
    "check",  # rules in words, its own statement
    "horizon",
    "plan",
    "problem",
    "tally",  # goals duty by duty, its own statement
    "wellformed",  # whether the problem's parts fit each other
}
FOLDER = Path(proof.__file__).parent


def planner_modules(source: Path) -> set[str]:
    """Modules of the planner that a file names in its imports; those of its own folder apart."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [str(node.module)] if node.module != "bangfu.core.planner" else names
            found |= {"." * node.level + name for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    inside = {path.stem for path in FOLDER.glob("*.py")}
    return {
        name.removeprefix("bangfu.core.planner.").partition(".")[0] if name[0] != "." else name
        for name in found
        if name.startswith("bangfu") or (name.startswith(".") and name[1:] not in inside)
    }


def solver_modules() -> list[tuple[str, ModuleType]]:
    """Modules of the planner that neither the verifier nor the rules' own words may call."""
    spared = {*MAY_BE_USED, "proof", "rules", "wording"}
    return [
        (name, module)
        for name, module in sys.modules.items()
        if name.startswith("bangfu.core.planner.") and name.split(".")[3] not in spared
    ]


class TestVerifier:
    def test_shares_no_code_with_the_solver(self) -> None:
        used = {path.name: planner_modules(path) for path in FOLDER.glob("*.py")}

        assert set().union(*used.values()) <= MAY_BE_USED
        assert "certificate" in used["verify.py"]

    def test_rests_on_modules_that_know_only_types(self) -> None:
        allowed = MAY_BE_USED - {"check"}
        for module in (certificate, tally, wellformed):
            named = planner_modules(Path(str(module.__file__)))
            assert {name.lstrip(".") for name in named} <= allowed

    def test_works_while_every_part_of_the_solver_refuses(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        problem = examples.leadership()
        plan = Plan(duties=solve(problem).plan.duties)
        goals = tally.level_names(problem, False)
        levels = tuple(
            LevelProof(
                goal=goal,
                bound=0,
                parts=(PartProof(bound=0, proof=Leaf(weights={goal: 1})),),
            )
            for goal in goals
        )

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("the solver was asked")

        refused = 0
        for name, module in solver_modules():
            for attribute, value in list(vars(module).items()):
                if inspect.isfunction(value) and value.__module__ == name:
                    monkeypatch.setattr(module, attribute, refuse)
                    refused += 1
        for rule in {type(rule) for rule in RULES} | {Rule}:
            for half, value in list(vars(rule).items()):
                told = half == "violations" or half.startswith("_")
                if inspect.isfunction(value) and not told:
                    monkeypatch.setattr(rule, half, refuse)
                    refused += 1

        certificate = certified(problem, plan, bounded(problem, plan, levels))

        assert verify(problem, plan, certificate).faults == ()
        assert refused > 50
