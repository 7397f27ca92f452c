"""Files whose own tools are not to be had everywhere: Bicep and PowerShell by their grammars, nginx's by nginx."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

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


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin") or pytest.skip(
        "no nginx here (Debian: nginx)"
    )
    own_certificate(tmp_path)
    ours = (INFRA / "nginx" / "potluck.conf").read_text("utf-8").replace("/etc/ssl/potluck", str(tmp_path))
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{ours}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    command = [nginx, "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def own_certificate(folder: Path) -> None:
    key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = made.not_valid_before(now).not_valid_after(now + timedelta(hours=1)).sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    (folder / "privkey.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
