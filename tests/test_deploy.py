"""What is handed to whoever runs the server: files parse, promises stand in them, documents name what exists."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from streamlit.config import get_config_options

from hotspot import cli

ROOT = Path(__file__).resolve().parents[1]
DEPLOY, DOCS = ROOT / "deploy", ROOT / "docs"
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
CADDY = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
HANDED = ("dpia.md", "transparency.md", "method-cards.md", "accessibility.md", "deployment.md")
HEADERS = (
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cache-Control",
    "Content-Security-Policy",
)
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "connect-src": "'self' data: blob: ws: wss:",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
}
KEYS = {
    "Unit": {"Description", "Documentation", "After"},
    "Install": {"WantedBy"},
    "Timer": {"OnCalendar", "Persistent"},
    "Service": set(
        """
        Type User Group WorkingDirectory ExecStart Restart RestartSec TimeoutStopSec StateDirectory StateDirectoryMode
        CacheDirectory CacheDirectoryMode Environment UMask IPAddressDeny IPAddressAllow RestrictAddressFamilies
        ProtectSystem ProtectHome PrivateTmp PrivateDevices PrivateNetwork ProtectClock ProtectHostname ProtectProc
        ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectControlGroups NoNewPrivileges
        CapabilityBoundingSet AmbientCapabilities RestrictNamespaces RestrictRealtime RestrictSUIDSGID LockPersonality
        RemoveIPC SystemCallArchitectures SystemCallFilter SystemCallErrorNumber LimitCORE MemoryMax TasksMax
        """.split()
    ),
}


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the lines of a unit by section and key; a key may stand more than once."""
    read: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            read.setdefault(section, {}).setdefault(key, []).append(value)
    return read


def blocks(text: str) -> list[str]:
    """Return the shell lines of a document, continued lines joined, comments left out."""
    found = "\n".join(re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)).replace("\\\n", " ")
    return [line.split(" # ")[0].strip() for line in found.splitlines() if line.strip()]


def policy(text: str) -> dict[str, str]:
    """Return a content-security policy by directive."""
    found = re.search(r"default-src [^\"`]*?base-uri 'self'", text)
    assert found is not None
    parts = (part.split() for part in found[0].split(";"))
    return {words[0]: " ".join(words[1:]) for words in parts}


def hotspot_commands() -> list[list[str]]:
    """Return the words of every command of ours in the documents and the units."""
    lines = [line for path in sorted(DOCS.glob("*.md")) for line in blocks(path.read_text(encoding="utf-8"))]
    lines += [line for name in ("hotspot-retention.service",) for line in unit(name)["Service"]["ExecStart"]]
    return [line.split("python -m hotspot ")[1].split() for line in lines if "python -m hotspot " in line]


@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.glob("hotspot*.*")))
def test_a_unit_holds_known_lines_only(name: str) -> None:
    read = unit(name)
    configparser.ConfigParser(strict=False, interpolation=None).read_string((DEPLOY / name).read_text())
    assert {f"{section}.{key}" for section, keys in read.items() for key in keys if key not in KEYS[section]} == set()


def test_the_service_may_write_one_folder_and_reach_nothing() -> None:
    service = unit("hotspot.service")["Service"]
    assert service["User"] == ["hotspot"] and "HOTSPOT_HOME=/var/lib/hotspot" in service["Environment"]
    assert service["StateDirectory"] == ["hotspot"] and service["StateDirectoryMode"] == ["0700"]
    assert (
        service["ProtectSystem"] == ["strict"]
        and service["IPAddressDeny"] == ["any"]
        and "ReadWritePaths" not in service
    )
    assert service["NoNewPrivileges"] == ["true"] and service["CapabilityBoundingSet"] == [""]


@pytest.mark.parametrize("words", [unit("hotspot.service")["Service"]["ExecStart"][0].split(), CONTAINER.split('"')])
def test_the_server_is_started_with_options_that_exist(words: list[str]) -> None:
    options = [word.removeprefix("--") for word in words if word.startswith("--")]
    assert "hotspot.ui.starting" in words and (ROOT / "hotspot" / "ui" / "starting.py").exists()
    assert options and set(options) <= set(get_config_options())


def test_nginx_asks_everybody_for_a_password_on_every_path() -> None:
    lines = [line.split("#")[0].strip() for line in NGINX.splitlines()]
    text = "\n".join(lines)
    tls = text.split("listen 443 ssl http2;")[1]
    before, inside = tls.split("location /", 1)
    assert 'auth_basic           "Hotspot";' in before and "auth_basic_user_file" in before
    # A location of its own could take authentication off, and a header set in one would drop all those above it.
    assert len(re.findall(r"^location\b", text, flags=re.MULTILINE)) == 1
    assert "off" not in [words[1] for line in lines if (words := line.rstrip(";").split()) and words[0] == "auth_basic"]
    assert "add_header" not in inside
    for name in HEADERS:
        assert re.search(rf"add_header {name} +\".+\" always;", before), name
    for said in ("Upgrade    $http_upgrade", "Connection $hotspot_connection", "proxy_http_version 1.1"):
        assert said in inside
    assert "ssl_reject_handshake on" in text and "return 301 https://" in text


def test_caddy_asks_everybody_for_a_password_on_every_path() -> None:
    lines = [line.split(" #")[0] for line in CADDY.splitlines() if not line.strip().startswith("#")]
    text = "\n".join(lines)
    assert "\n\tbasicauth {" in text and "handle" not in text and "@" not in text  # of the site, with no matcher
    for name in HEADERS:
        assert re.search(rf'^\t\t{name} ".+"$', text, flags=re.MULTILINE), name
    assert "reverse_proxy 127.0.0.1:8501" in text and '"$1; Secure"' in text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("text", [NGINX, CADDY, (DOCS / "deployment.md").read_text(encoding="utf-8")])
def test_the_policy_is_the_one_that_ran_the_maps(text: str) -> None:
    assert policy(text) == POLICY


def test_a_proxy_lets_through_what_the_uploader_takes_and_little_more() -> None:
    limit = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["maxUploadSize"]
    sizes = re.findall(r"client_max_body_size (\d+)m", NGINX) + re.findall(r"max_size (\d+)MB", CADDY)
    assert len(sizes) == 2 and all(limit < int(size) <= limit + 2 for size in sizes)


def test_the_container_is_not_root_and_holds_what_it_copies() -> None:
    last = CONTAINER.split("\nFROM ")[-1]
    assert re.search(r"^USER 10001:10001$", last, flags=re.MULTILINE) and "USER root" not in CONTAINER
    assert last.index("USER 10001") < last.index("ENTRYPOINT") and "pip" not in last
    assert "VOLUME /var/lib/hotspot" in last and "HOTSPOT_HOME=/var/lib/hotspot" in last and "HEALTHCHECK" in last
    copied = [line.split()[1] for line in CONTAINER.splitlines() if line.startswith("COPY ") and "--from" not in line]
    assert copied and [name for name in copied if not (ROOT / name).exists()] == []


@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="needs nginx and openssl")
def test_nginx_accepts_the_example(tmp_path: Path) -> None:
    made = ["-keyout", f"{tmp_path}/key.pem", "-out", f"{tmp_path}/fullchain.pem", "-days", "2", "-subj", "/CN=x"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made], check=True, capture_output=True)
    text = NGINX.replace("/etc/ssl/hotspot", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "hotspot.conf").write_text(text.replace("    listen [::]", "    #"))
    whole = (
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ include {tmp_path}/hotspot.conf; }}"
    )
    (tmp_path / "nginx.conf").write_text(whole)
    told = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("words", hotspot_commands(), ids=" ".join)
def test_a_command_of_a_document_exists_with_its_options(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    command = words[:2] if words[0] in ("feed", "profile", "role") and len(words) > 1 else words[:1]
    with pytest.raises(SystemExit) as left:
        cli.main([*command, "--help"])
    told = capsys.readouterr().out
    assert left.value.code == 0 and [word for word in words if word.startswith("--") and word not in told] == []


@pytest.mark.parametrize("name", HANDED)
def test_a_handed_document_names_what_exists(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (DOCS / link).resolve().exists()] == []
    named = re.findall(r"`((?:hotspot|tests|docs|pages|benchmarks|deploy)/[\w/.-]*)`", text)
    assert [path for path in named if not ((ROOT / path).exists() or (ROOT / f"{path}.py").exists())] == []


def test_the_readme_leads_an_officer_to_every_document() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## For the data-protection officer")[1]
    section = section.split("\n## ")[0]
    assert [name for name in HANDED if f"docs/{name}" not in section] == []
