"""The same pipeline from a terminal: add files, see what is held, run an analysis, undo."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from hotspot import access, config, demo, pipeline, views
from hotspot.cli import brief, equality, feeds, joining, mapping, retention, roles
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError, ParameterError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused, 2 not understood."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show is no reason to stop
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except HotspotError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Every file whose line was printed is held; add again for the rest, or undo.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m hotspot",
        description="Find where and when violence concentrates, from files you hold. HOTSPOT_HOME names the folder.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    add = commands.add_parser("add", help="take in files, folders and zips; each is recognised by its content")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--source", default="", help="the feed that records with hours come from, where they do not say")
    add.set_defaults(command=_add)
    commands.add_parser("undo", help="take back the last add").set_defaults(command=_undo)
    status = commands.add_parser("status", help="say what is held")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    status.set_defaults(command=_status)
    commands.add_parser("verify", help="check every stored file against its checksum").set_defaults(command=_verify)
    made_up = commands.add_parser("demo", help="name the demonstration's tables, or make them again")
    made_up.add_argument("--rebuild", action="store_true", help="make the shipped files again from their seed")
    made_up.set_defaults(command=_demo)
    profile = commands.add_parser("profile", help="list the area profiles, or check one")
    profile.add_argument("action", choices=("list", "check"))
    profile.add_argument("area", nargs="?", default="")
    profile.set_defaults(command=_profile)
    feeds.add_parser(commands)
    roles.add_parser(commands)
    mapping.add_parsers(commands)
    brief.add_parsers(commands)
    retention.add_parsers(commands)
    equality.add_parser(commands)
    joining.add_parser(commands)
    _run_parser(commands.add_parser("run", help="run an analysis and write its findings"))
    return parser


def _run_parser(run: argparse.ArgumentParser) -> None:
    say = run.add_argument
    say("--area", required=True, help="key of the area profile (see: profile list)")
    say("--source", action="append", default=[], help="count only this source; may be repeated")
    say("--offence", default="", help="key of one of the profile's measures; default: its first")
    say("--from", dest="start", default="", help="first month or day; default: the last unbroken run of months")
    say("--to", dest="end", default="", help="last month or day, included")
    say("--resolution", default="8", help="H3 resolution 5 to 10, or 'lsoa'")
    say("--step", default="month", choices=config.CHOICES["step"])
    say("--method", default="emerging", choices=config.CHOICES["method"])
    say("--mask", default="inhabited", choices=config.CHOICES["mask"])
    say("--window", default="entire_cube", choices=config.CHOICES["window"])
    say("--rules", default="current", choices=config.CHOICES["rules"])
    say("--alpha", type=float, default=0.10, help="0.10, 0.05 or 0.01")
    say("--rings", type=int, default=1, help="how many rings of neighbours count")
    say("--csp", action="append", default=[], help="only this CSP (code); may be repeated")
    say("--lad", action="append", default=[], help="only this local authority district (code); may be repeated")
    say("--ward", action="append", default=[], help="only this ward (code); may be repeated")
    say("--outline", default="", help="only this outline of your own, by the key that the app shows in its address")
    say(
        "--reference",
        default="area",
        choices=config.CHOICES["reference"],
        help="hot for the area, or for the chosen part of it",
    )
    say(
        "--hours", default="", choices=config.CHOICES["hours"], help="only this window of the week; default: every hour"
    )
    say("--hour-band", default="", choices=config.CHOICES["hour_band"], help="only this part of the day or night")
    say("--bandwidth", type=float, default=None, help="radius of the density in metres")
    say("--edge", default="none", choices=config.CHOICES["edge"], help="mend the density at the area's border")
    say("--permutations", type=int, default=0, help="random reallocations for a second p of the single map")
    say("--seed", type=int, default=1)
    say("--out", type=Path, required=True, metavar="DIR")
    run.set_defaults(command=_run)


def _parameters(asked: argparse.Namespace) -> Parameters:
    by_lsoa = asked.resolution.lower() == "lsoa"
    said = vars(asked)
    same = ("area", "offence", "start", "end", "step", "method", "mask", "window", "rules", "alpha", "rings", "seed")
    return Parameters(
        **{name: said[name] for name in (*same, "reference", "permutations", "edge", "outline", "hours", "hour_band")},
        sources=tuple(asked.source),
        geography="lsoa" if by_lsoa else "h3",
        resolution=8 if by_lsoa else config.whole_number("resolution", asked.resolution),
        csps=tuple(asked.csp),
        lads=tuple(asked.lad),
        wards=tuple(asked.ward),
        bandwidth_m=asked.bandwidth,
    )


class _Bar:
    """A progress bar on the terminal that appears only where the work is long and somebody is watching."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def __call__(self, name: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` bytes are done."""
        if self._bar is None:
            self._bar = tqdm(total=total, unit="B", unit_scale=True, delay=1.0, disable=None, leave=False)
        self._bar.total = total
        self._bar.set_description(name[:40], refresh=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


def _add(asked: argparse.Namespace) -> int:
    bar, taken, failed = _Bar(), 0, False
    settings = Settings.from_environment()
    for line in pipeline.add(asked.paths, settings, progress=bar, source=asked.source, as_of=feeds.today()):
        tqdm.write(line.text, file=sys.stdout if line.ok else sys.stderr)
        taken += line.ok
        if line.status in ("added", "superseded"):
            access.note(settings.home, access.COLLECT, line.text.partition(": ")[0], line.status, at=datetime.now())
        failed |= line.named and not line.ok
    bar.close()
    if not taken:
        print("Nothing was taken. See the lines above for what to do.", file=sys.stderr)
    return int(failed or not taken)


def _undo(asked: argparse.Namespace) -> int:
    print(pipeline.undo(Settings.from_environment(), at=datetime.now()))
    return 0


def _status(asked: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    status = pipeline.status(settings, access.local_scope(settings.home, as_of=feeds.today()))
    print(json.dumps(status, indent=2, ensure_ascii=False) if asked.json else views.status_text(status))
    return 0


def _verify(asked: argparse.Namespace) -> int:
    problems = pipeline.verify(Settings.from_environment())
    print("\n".join(problems) or "Every stored file is whole.")
    return int(bool(problems))


def _demo(asked: argparse.Namespace) -> int:
    if asked.rebuild:
        demo.write(Path(__file__).resolve().parents[2])
        pipeline.ship_clean()
    print(f"The demonstration's tables: {demo.content_hash(demo.tables())}")
    return 0


def _profile(asked: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    if asked.action == "list":
        print("\n".join(f"{key:<24}{one.name}" for key, one in config.profiles(settings.home).items()))
        for refusal in config.unreadable(settings.home).values():
            print(refusal, file=sys.stderr)
        return 0
    said = pipeline.check_profile(asked.area, settings)
    print("\n".join(said) or f"The area profile '{asked.area}' is complete.")
    return int(bool(said))


def _make(folder: Path) -> None:
    """Make the folder of the results before the work, so that a name that cannot be one costs nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise ParameterError(f"The results cannot be written to {folder} ({error}).", "Name another folder.") from error


def _agreed(analysis: pipeline.Analysis, settings: Settings, scope: access.Scope) -> Mapping[Any, str]:
    """Return the places where something is agreed, so that the headline is the page's."""
    found = analysis.findings
    today = found.steps[-1].end if views.words.is_made_up(analysis.sources) else feeds.today()
    return views.register.agreed(
        found, pipeline.register_table("action", analysis.parameters.area, settings, scope), today
    )


def _run(asked: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    scope = access.local_scope(settings.home, as_of=feeds.today())
    _make(asked.out)
    analysis = pipeline.analyse(_parameters(asked), settings=settings, scope=scope)
    agreed = _agreed(analysis, settings, scope)
    for name, content in views.exports(analysis, agreed).items():
        (asked.out / name).write_bytes(content)
    print("\n".join(views.summary(analysis, agreed)))
    return 0
