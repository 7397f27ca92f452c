"""Bicep and PowerShell, whose compilers are not to be had everywhere: read by their grammars."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.manifest.package import REPOSITORY

INFRA = REPOSITORY / "infra"
MAIN, ROLE = (INFRA / "azure" / name for name in ("main.bicep", "role.bicep"))


def well_formed(language: str, text: str) -> bool:
    """By the language's tree-sitter grammar: form alone, no types and no names."""
    tree_sitter = pytest.importorskip("tree_sitter", reason="not here: pip install --group infra")
    grammar = pytest.importorskip(f"tree_sitter_{language}", reason="not here: pip install --group infra")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    return not parser.parse(text.encode()).root_node.has_error


@pytest.mark.parametrize(
    ("language", "path"),
    [("bicep", MAIN), ("bicep", ROLE), ("powershell", INFRA / "entra" / "limit-mailboxes.ps1")],
    ids=lambda one: getattr(one, "name", one),
)
def test_a_file_is_well_formed_and_a_spoilt_one_would_be_told(language: str, path: Path) -> None:
    text = path.read_text("utf-8")
    assert well_formed(language, text)
    assert not well_formed(language, text.replace("{", "", 1))


def test_each_role_on_azure_is_given_exactly_what_it_declares() -> None:
    declared = set(re.findall(r"^param (\w+) ", ROLE.read_text("utf-8"), re.MULTILINE))
    (given,) = re.findall(r"module roles .*?params: \{\n(.*?)\n  \}", MAIN.read_text("utf-8"), re.DOTALL)
    assert set(re.findall(r"^    (\w+): ", given, re.MULTILINE)) == declared


def test_every_resource_that_bicep_refers_to_is_declared() -> None:
    text = re.sub(r"//.*", "", MAIN.read_text("utf-8"))
    declared = set(re.findall(r"^(?:param|var|resource) (\w+)", text, re.MULTILINE))
    used = set(re.findall(r"(?<![\w.])([a-z]\w*)(?=\.(?:id|name|properties|listKeys)\b)", text))
    assert used > {"identity", "vault"}
    assert used <= declared
