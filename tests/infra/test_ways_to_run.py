"""The files of infra/ that an operator starts from: true to the product, and read by their own tools where one is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from bot.settings import PREFIX, Settings
from bot.sight import metrics
from bot.sight.metrics import REGISTRY
from infra.env_template import TARGET, template
from tests.infra.charts import ALL_ON, CHART, NO_HELM, rendered, values
from tests.manifest.package import REPOSITORY

INFRA = REPOSITORY / "infra"
METRICS = [one for one in vars(metrics).values() if isinstance(one, MetricWrapperBase)]
ROLES = {"gateway", "worker", "scheduler"}
DOORS = {"/api/messages", "/api/graph/notifications", "/api/graph/lifecycle", "/privacy", "/terms"}
YAML = [
    "infra/compose.yaml",
    "infra/envoy/potluck.yaml",
    *(f"infra/helm/potluck/{name}.yaml" for name in ("Chart", "values", "alerts")),
]
API = {"/api/v1/", "/openapi.json", "/docs"}
INNER = {"/metrics", "/readyz", "/healthz", "/my-data/", "/anything"}
SETTINGS = {PREFIX + name.upper() for name in Settings.__dataclass_fields__}
SPEAK_OF_SETTINGS = [
    *(INFRA / name for name in ("Dockerfile", "compose.yaml", "potluck.env.example", "entra/register-app.sh")),
    *(INFRA / "azure").iterdir(),
    *(path for path in CHART.rglob("*") if path.is_file()),
    *(INFRA / "docs").iterdir(),
    REPOSITORY / "README.md",
]


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def test_the_environment_template_is_what_the_settings_say() -> None:
    assert TARGET.read_text("utf-8") == template()


def test_the_environment_template_is_a_configuration_but_for_its_gaps() -> None:
    lines = [line for line in TARGET.read_text("utf-8").splitlines() if re.match(r"#?POTLUCK_", line)]
    assert len(lines) == len(SETTINGS)
    assert Settings.from_env(dict(line.removeprefix("#").split("=", 1) for line in lines)) == Settings()


@pytest.mark.parametrize("path", SPEAK_OF_SETTINGS, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bPOTLUCK_[A-Z_]*[A-Z]\b", path.read_text("utf-8")))
    assert named <= SETTINGS


def test_compose_runs_every_role_hardened_with_a_redis_that_keeps_every_write() -> None:
    services = loaded(INFRA / "compose.yaml")["services"]
    assert services.keys() == ROLES | {"redis"}
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "ports" not in service or all(port.startswith("127.0.0.1:") for port in service["ports"]), name
    assert [services[role]["command"] for role in sorted(ROLES)] == [[role] for role in sorted(ROLES)]
    started = services["redis"]["entrypoint"][-1]
    assert "--appendonly yes --appendfsync always" in started
    assert "noeviction" in started


def test_the_image_runs_as_nobody_and_takes_nothing_it_need_not() -> None:
    image = (INFRA / "Dockerfile").read_text("utf-8")
    assert re.search(r"^USER 10001:10001$", image, re.MULTILINE)
    assert image.count("\nFROM ") == 2
    ignored = (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in ignored
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE)
    assert {f"!{part}" for line in copied for part in line.split()} == {one for one in ignored if one.startswith("!")}


def exposed() -> set[str]:
    """Every name that a page of figures can show."""
    return {sample.name for family in REGISTRY.collect() for sample in family.samples} | {
        f"{family.name}{end}"
        for family in REGISTRY.collect()
        for end in {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}[family.type]
    }


def asked() -> dict[str, str]:
    """Every expression of the alerts and the dashboard, by its title."""
    rules = [rule for group in loaded(CHART / "alerts.yaml")["groups"] for rule in group["rules"]]
    panels = json.loads((INFRA / "grafana" / "potluck.json").read_text("utf-8"))["panels"]
    return {rule["alert"]: rule["expr"] for rule in rules} | {
        panel["title"]: target["expr"] for panel in panels for target in panel["targets"]
    }


def test_every_metric_that_is_asked_for_is_exposed() -> None:
    for title, expression in asked().items():
        named = set(re.findall(r"\bpotluck_\w+", expression))
        assert named, title
        assert named <= exposed(), title


def test_every_label_that_is_asked_for_is_one_of_the_metrics() -> None:
    for title, expression in asked().items():
        known = {"le", "instance"}.union(*(set(family._labelnames) for family in METRICS if family._name in expression))
        grouped = {one.strip() for group in re.findall(r"\bby \(([^)]*)\)", expression) for one in group.split(",")}
        picked = set(re.findall(r"[{,]\s*(\w+)\s*(?:=~|!~|!=|=)", expression))
        assert grouped | picked <= known, title


def test_what_all_processes_tell_alike_is_not_added_up() -> None:
    shared = [family._name for family in METRICS if family._type == "gauge"]
    for title, expression in asked().items():
        for name in shared:
            assert name not in expression or f"max({name})" in expression, title


def test_every_expression_of_the_dashboard_is_promql(tmp_path: Path) -> None:
    promtool = shutil.which("promtool") or pytest.skip("no promtool on this machine (Debian: prometheus)")
    rules = [{"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(asked().values())]
    (tmp_path / "rules.yaml").write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
    done = subprocess.run(
        [promtool, "check", "rules", tmp_path / "rules.yaml"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_says_what_to_do() -> None:
    for group in loaded(CHART / "alerts.yaml")["groups"]:
        for rule in group["rules"]:
            assert rule["annotations"].keys() == {"summary", "action"}
            assert rule["labels"]["severity"] in {"critical", "warning"}


def test_proxies_pass_on_the_same_doors() -> None:
    nginx = (INFRA / "nginx" / "potluck.conf").read_text("utf-8")
    patterns = re.findall(r"location ~ (\S+) ", nginx)
    outer = {*DOORS, "/my-data/token", "/api/v1/tasks", "/openapi.json", "/docs"}
    envoy = re.findall(r'regex: "(\S+)"', (INFRA / "envoy" / "potluck.yaml").read_text("utf-8").replace("\\\\", "\\"))
    for each in (patterns, envoy):
        assert {door for door in outer | INNER if any(re.fullmatch(one, door) for one in each)} == outer
    ingress = (CHART / "templates" / "edge.yaml").read_text("utf-8")
    assert set(re.findall(r'"(/[a-z/]+(?:v1/)?(?:\.json)?)"', ingress)) == DOORS | API
    assert "path: /my-data/" in ingress
    managed = (INFRA / "azure" / "api-management.xml").read_text("utf-8")
    assert all(door in managed for door in DOORS | API | {"/my-data/"})


def test_the_api_management_policy_is_well_formed_and_forwards() -> None:
    policy = ET.parse(INFRA / "azure" / "api-management.xml").getroot()  # noqa: S314 - our own file
    assert [part.tag for part in policy] == ["inbound", "backend", "outbound", "on-error"]
    for door, issuer in (("/api/messages", "api.botframework.com"), ("/api/v1/", "login.microsoftonline.com")):
        (guard,) = (when for when in policy.iter("when") if door in when.attrib["condition"])
        assert issuer in (guard.findtext("validate-jwt/issuers/issuer") or "")
        assert guard.findtext("validate-jwt/audiences/audience") == "{{potluck-app-id}}"


def test_no_permission_is_asked_of_entra_and_one_role_of_exchange() -> None:
    """Calendars are granted per mailbox in Exchange; a consent in Entra would hold for all of them."""
    register = (INFRA / "entra" / "register-app.sh").read_text("utf-8")
    assert "permission add" not in register
    assert "admin-consent" not in register
    limit = (INFRA / "entra" / "limit-mailboxes.ps1").read_text("utf-8")
    assert set(re.findall(r"Application \w+\.\w+", limit)) == {
        "Application Calendars.Read",
        "Application Calendars.ReadWrite",
    }
    assert "Test-ServicePrincipalAuthorization" in limit


@pytest.mark.parametrize("more", [{}, ALL_ON], ids=["least", "everything on"])
def test_what_the_chart_renders_is_what_kubernetes_takes(more: dict[str, Any]) -> None:
    kubernetes = pytest.importorskip("kubernetes_validate", reason="not here: pip install --group infra")
    own = [each for each in rendered(more) if not each["apiVersion"].startswith("monitoring.coreos.com")]
    assert len(own) > 10
    for each in own:
        kubernetes.validate(each, "1.33", strict=True)


def test_the_compose_file_is_what_the_compose_specification_takes() -> None:
    compose = pytest.importorskip("compose_spec", reason="not here: pip install --group infra")
    read = compose.PyCompose.from_yaml(yaml.safe_dump(loaded(INFRA / "compose.yaml")))  # with its merge keys resolved
    read.validate()
    assert set(read.service_names()) == ROLES | {"redis"}


def test_the_api_has_an_ingress_of_its_own_that_can_be_left_out() -> None:
    asks = {"nginx.ingress.kubernetes.io/auth-tls-secret": "potluck/clients"}
    own = {"host": "api.contoso.com", "annotations": asks}
    tried: list[tuple[dict[str, Any], int]] = [({}, 2), (own, 2), ({"enabled": False}, 1)]
    for api, expected in tried:
        ingress = {"enabled": True, "annotations": {"shared": "yes"}, "api": api}
        made = [each for each in rendered({"ingress": ingress}) if each["kind"] == "Ingress"]
        assert len(made) == expected
        assert made[0]["metadata"]["annotations"] == {"shared": "yes"}
        if api is own:
            assert made[1]["metadata"]["annotations"] == {"shared": "yes", **asks}
            assert made[1]["spec"]["rules"][0]["host"] == "api.contoso.com"


@pytest.mark.parametrize("more", [{}, ALL_ON], ids=["least", "everything on"])
def test_the_chart_renders_and_passes_helms_own_lint(more: dict[str, Any]) -> None:
    helm = pytest.importorskip("helm_python.chart", reason=NO_HELM)
    assert helm.lint(str(CHART), values(**more), strict=True)["errors"] == []
    deployed = {each["metadata"]["name"]: each for each in rendered(more) if each["kind"] == "Deployment"}
    assert deployed.keys() == {f"potluck-{role}" for role in ROLES}
    for each in deployed.values():
        (container,) = each["spec"]["template"]["spec"]["containers"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert {"livenessProbe", "readinessProbe"} <= container.keys()
        assert not [one for one in container["envFrom"] if "secretRef" in one], "secrets are files"
        assert each["spec"]["template"]["spec"]["securityContext"]["runAsNonRoot"]


@pytest.mark.parametrize(
    "wrong", [{"POTLUCK_PUBLIC_URL": "http://x"}, {"POTLUCK_APP_SECRET": "s"}, {"POTLUCK_APP_ID": ""}]
)
def test_the_chart_refuses_values_that_are_wrong_or_secret(wrong: dict[str, str]) -> None:
    helm = pytest.importorskip("helm_python.chart", reason=NO_HELM)
    given = values()
    given["settings"] |= wrong
    with pytest.raises(Exception, match=next(iter(wrong))):
        helm.Chart.load(str(CHART)).validate_schema(given)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("hadolint", ["infra/Dockerfile"]),
        ("shellcheck", ["infra/entra/register-app.sh"]),
        ("compose-lint", ["infra/compose.yaml"]),
        ("yamllint", ["-d", "{extends: relaxed, rules: {line-length: disable}}", *YAML]),
        ("promtool", ["check", "rules", "infra/helm/potluck/alerts.yaml"]),
    ],
)
def test_a_file_passes_its_own_tool(tool: str, arguments: list[str]) -> None:
    found = shutil.which(tool) or pytest.skip(f"no {tool} on this machine")
    done = subprocess.run([found, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def pinned(name: str) -> dict[str, str]:
    """Each requirement of a lock file, its marker included, with its hashes."""
    text = (INFRA / "lock" / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line.split("#")[0].strip() for line in text.splitlines() if line[:1].isalnum()]
    return {line.split(" --hash=", 1)[0].strip(): " ".join(sorted(re.findall(r"--hash=\S+", line))) for line in lines}


@pytest.mark.parametrize("name", ["runtime.txt", "build.txt"])
def test_the_image_is_made_of_the_tested_versions_each_by_its_hash(name: str) -> None:
    image, tested = pinned(name), pinned("requirements.txt")
    assert image
    assert all(image.values())
    assert image.items() <= tested.items()
    assert f"--require-hashes --only-binary :all: -r infra/lock/{name}" in (INFRA / "Dockerfile").read_text("utf-8")


def test_what_only_developers_need_is_not_in_the_image() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    image = {line.split("==")[0].lower() for line in pinned("runtime.txt")}
    wanted = {re.split(r"[\[<>=~ ]", line)[0].lower() for line in project["project"]["dependencies"]}
    assert wanted <= image
    assert not image & {"pytest", "hypothesis", "mypy", "ruff", "playwright", "schemathesis", "matplotlib"}
