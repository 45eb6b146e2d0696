"""The names that other people's scripts call."""

import subprocess
import sys

import pytest

import analysis

CONTRACT = {
    "Corpus", "Report", "analyse", "audit_metrics", "cluster_topics", "code_points",
    "compare_reports", "concordance", "extract_keywords", "extract_metrics", "figures",
    "read_report", "summarise_metrics", "write_brief",
}  # fmt: skip
HEAVY = {"pandas", "matplotlib", "sklearn", "jieba", "pyarrow", "scipy"}


def test_the_contract_is_kept() -> None:
    assert set(analysis.__all__) >= CONTRACT


@pytest.mark.parametrize("name", analysis.__all__)
def test_every_name_is_documented(name: str) -> None:
    assert (getattr(analysis, name).__doc__ or "").strip()


def test_importing_the_package_imports_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import analysis, sys; analysis.read_report; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert HEAVY.isdisjoint(loaded.stdout.split())
