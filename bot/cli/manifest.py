"""`potluck manifest build`: the app package of one tenant, ready to upload to Teams."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.app_package import Given, Permission, Tenant, build, check, permissions
from bot.errors import ConfigError
from bot.settings import PREFIX

DEFAULT_DEVELOPER = "Potluck Meeting Hygiene"


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("manifest", help="build the Teams app package")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    builder = actions.add_parser("build", help="fill in this tenant's values and write the zip")
    builder.add_argument("--app-id", help=f"application (client) id of the bot; else {PREFIX}APP_ID")
    builder.add_argument("--public-url", help=f"https address of this Potluck; else {PREFIX}PUBLIC_URL")
    builder.add_argument("--developer", default=DEFAULT_DEVELOPER, help="name of the organization that publishes it")
    builder.add_argument("--privacy-url", help="privacy statement; else the public address + /privacy")
    builder.add_argument("--terms-url", help="terms of use; else the public address + /terms")
    builder.add_argument("--out", required=True, metavar="FILE.zip", help="where to write the package")
    builder.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    out = _out(args.out)
    tenant = _tenant(args)
    package = build(tenant)
    try:
        out.write_bytes(package)
    except OSError as why:
        raise ConfigError("--out", f"cannot be written ({why.strerror}); choose another file") from None
    print(f"{out}: {len(package):,} bytes")
    print(_next_steps(tenant, permissions()))
    return 0


def _tenant(args: argparse.Namespace) -> Tenant:
    public = _given(args, "public-url", "the https address under which people and Graph reach this Potluck")
    base = public.value.rstrip("/")
    return check(
        app_id=_given(args, "app-id", "the application (client) id that Entra shows for the bot"),
        developer=Given("--developer", args.developer),
        website_url=Given(public.source, base),
        privacy_url=_page(args.privacy_url, "--privacy-url", Given(public.source, f"{base}/privacy")),
        terms_url=_page(args.terms_url, "--terms-url", Given(public.source, f"{base}/terms")),
    )


def _given(args: argparse.Namespace, option: str, meaning: str) -> Given:
    """The option, else the variable of the same name."""
    name = option.replace("-", "_")
    variable = PREFIX + name.upper()
    told = getattr(args, name)
    if told is not None:
        return Given(f"--{option}", told.strip())
    if args.environ.get(variable, "").strip():
        return Given(variable, args.environ[variable].strip())
    raise ConfigError(f"--{option}", f"missing: {meaning}; give it here or in {variable}")


def _page(told: str | None, option: str, otherwise: Given) -> Given:
    return otherwise if told is None else Given(option, told.strip())


def _out(told: str) -> Path:
    out = Path(told)
    if out.suffix.lower() != ".zip":
        raise ConfigError("--out", "must end in .zip, since Teams takes nothing else")
    if out.is_dir():
        raise ConfigError("--out", "is a folder; name a file in it")
    if not out.parent.is_dir():
        raise ConfigError("--out", f"the folder {out.parent} does not exist; make it first")
    return out


def _next_steps(tenant: Tenant, asked: list[Permission]) -> str:
    rows = [f"  {permission.name}\n    {permission.why}\n    Without it: {permission.without}" for permission in asked]
    return "\n".join(
        [
            "\nWhoever adds the app is asked for:",
            *rows,
            "\nBefore you upload it in the Teams admin center (Teams apps, Manage apps, Upload new app), open these;",
            "Teams links to them, and people must be able to read them without signing in:",
            *(f"  {address}" for address in (tenant.website_url, tenant.privacy_url, tenant.terms_url)),
        ]
    )
