"""Imports run one way, from a later layer to an earlier one, never within a layer."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "analysis"
LAYERS = [
    {"passage", "arguments"},
    {"table"},
    {"lexicon", "numerals"},
    {"reading"},
    {"report"},
    {"tokens", "quantities"},
    {"terms", "metrics"},
    {"keywords", "kwic", "topics", "summary", "audit"},
    {"compare", "pipeline"},
    {"figures"},
    {"brief"},
    {"corpus"},
    {"__main__"},
]
RANK = {module: rank for rank, layer in enumerate(LAYERS) for module in layer}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_modules(path: Path) -> set[str]:
    """The modules of the package that a file imports anywhere, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            names = [node.module or ""]
            if node.module == "analysis":
                names = [f"analysis.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("analysis.")}
    return found


def test_every_module_has_a_layer() -> None:
    assert {module_of(path) for path in FILES} <= set(RANK)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_to_earlier_layers_only(path: Path) -> None:
    module = module_of(path)
    wrong = {
        name for name in imported_modules(path) if name != module and RANK[name] >= RANK[module]
    }
    assert not wrong


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "config", "base"])
def test_no_drawer_for_everything(name: str) -> None:
    assert not list(PACKAGE.rglob(f"{name}.py"))
