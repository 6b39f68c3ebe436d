"""A source of one's own in an area that is there: counted beside its sources, never among them, and out again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from hotspot import access, cli, config, pipeline
from hotspot.access import Feed, Scope
from hotspot.config import Counted, FirstProfile, Parameters, Settings
from hotspot.errors import AccessError, DataError, HotspotError, ProfileError

SOURCE = "ambulance/made"
HEAD = "Call ref,Call date,Call time,Call type,Longitude,Latitude"
NOW = datetime(2026, 11, 22, 9, 0)
KINDS = ("Assault", "Stabbing", "Fall")
ANY_VIOLENT = ["Assault", "Stabbing"]
ASSAULTS = Counted(SOURCE, "ambulance", "Call-outs to assaults", ("Assault", "Stabbing"))


def calls(lon: float = -1.476, lat: float = 52.922, months: int = 12, kinds: tuple[str, ...] = KINDS) -> bytes:
    """Return a year of call-outs, 30 a month: ten of each kind, in the middle of Derby at every hour."""
    lines = [
        f"A{lon}{month}{n},2025-{month:02d}-{n % 28 + 1:02d},{n % 24:02d}:15,{kinds[n % len(kinds)]},"
        f"{lon + n * 1e-4:.5f},{lat + n * 1e-4:.5f}"
        for month in range(1, months + 1)
        for n in range(30)
    ]
    return "\n".join([HEAD, *lines, ""]).encode()


def feed(source: str, home: Path, tmp_path: Path, content: bytes, *, analyst: bool = True, review: str = "") -> None:
    """Register a feed and take its file in, as somebody would in a terminal."""
    said = ["--provider", "ambulance", "--owner", "Made Service", "--gateway", "s16"]
    said += ["--analyst", "--reason", "checking the extract"] if analyst else []
    assert cli.main(["feed", "register", "--source", source, *said]) == 0
    file = tmp_path / f"{source.replace('/', '-')}.csv"
    file.write_bytes(content)
    assert cli.main(["map", str(file), "--save", source.replace("/", "-"), "--source", source]) == 0
    assert cli.main(["add", str(file), "--source", source]) == 0


@pytest.fixture(scope="module")
def made(real_home: Callable[[str], Settings], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the real records of Derbyshire and made-up call-outs, which no area counts."""
    tmp = tmp_path_factory.mktemp("joined")
    home = Path(shutil.copytree(real_home("derbyshire").home, tmp / "home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOTSPOT_HOME", str(home))
        feed(SOURCE, home, tmp, calls())
    return home


@pytest.fixture
def home(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(made))
    for one in made.glob("profiles/**/*.toml"):
        one.unlink()
    return made


def scope(home: Path) -> Scope:
    return access.local_scope(home, as_of=datetime.now().date())


def test_a_source_is_counted_at_the_next_question_and_every_other_number_stays(home: Path) -> None:
    settings, who = Settings(home), scope(home)
    asked = Parameters(area="derbyshire", geography="lsoa", start="2025-01", end="2025-12")
    before = pipeline.analyse(asked, settings=settings, scope=who)
    said = pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    assert "240 of the 240 records that count lie in Derby and Derbyshire; 0 have no point." in said
    assert any("hours and Weekend nights open" in line for line in said)
    assert any("holds 12 of these months" in line for line in said)
    after = pipeline.analyse(asked, settings=settings, scope=who)
    assert after.sources == before.sources == ("police_uk/derbyshire",)
    assert after.findings.locations["count"].equals(before.findings.locations["count"])
    own = pipeline.analyse(asked.changed(offence="own_ambulance_made"), settings=settings, scope=who)
    assert own.sources == (SOURCE,) and int(own.findings.locations["count"].sum()) == 240  # no fall among them
    assert own.measure.title == "Call-outs to assaults" and "never added up" in own.measure.caveat
    known = pipeline.who_else(asked.changed(geography="h3"), settings=settings, scope=who)
    assert set(known.sources) == {"police_uk/derbyshire", SOURCE}
    pipeline.count_no_longer("derbyshire", SOURCE, settings, who, at=NOW)
    with pytest.raises(DataError, match="Only one source"):
        pipeline.who_else(asked.changed(geography="h3"), settings=settings, scope=who)
    assert pipeline.unclaimed(settings) == [SOURCE]  # its records stay


def test_pages_open_with_it_only_where_that_was_asked(home: Path) -> None:
    pipeline.count_in(
        "derbyshire", Counted(SOURCE, "other", "Ours", ("Fall",), opens=True), Settings(home), scope(home), at=NOW
    )
    measures = config.profile("derbyshire", home).measures
    assert next(iter(measures)) == "own_ambulance_made" and "recorded_violence" in measures
    assert config.profile("derbyshire").sources == ("police_uk/derbyshire",)  # the one that ships is untouched


def test_a_profile_of_ones_own_keeps_every_word_of_its_author(home: Path) -> None:
    key = pipeline.begin_profile(
        FirstProfile("Mine", ("E22000040",), "force/made", counted=("Robbery",)), Settings(home), at=NOW
    )
    before = (home / "profiles" / f"{key}.toml").read_bytes()
    pipeline.count_in(key, ASSAULTS, Settings(home), scope(home), at=NOW)
    assert config.profile(key, home).sources == ("force/made", SOURCE)
    assert (home / "profiles" / f"{key}.toml").read_bytes() == before


def test_what_is_counted_there_already_or_named_alike_is_refused(home: Path) -> None:
    settings, who = Settings(home), scope(home)
    with pytest.raises(ProfileError, match="has something called"):
        pipeline.foresee_counting(
            "derbyshire", Counted(SOURCE, "other", "recorded  VIOLENCE", ("Fall",)), settings, who
        )
    pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    with pytest.raises(ProfileError, match="already"):
        pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    assert "derbyshire" not in pipeline.areas_without(SOURCE, settings, who)


@pytest.mark.parametrize("area", ["demo", "nowhere", "../derbyshire", "", "."])
def test_an_area_that_is_none_is_refused(home: Path, area: str) -> None:
    with pytest.raises(HotspotError):
        pipeline.count_in(area, ASSAULTS, Settings(home), scope(home), at=NOW)
    assert not (home / config.counted.FOLDER).exists() or not [*(home / config.counted.FOLDER).rglob("*.toml")]


def test_records_of_elsewhere_and_words_that_nobody_wrote_are_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    monkeypatch.setenv("HOTSPOT_HOME", str(copy))
    feed("ambulance/elsewhere", copy, tmp_path, calls(lon=-4.5, lat=50.4))
    feed("ambulance/alike", copy, tmp_path, calls(lon=-1.48))
    settings, who = Settings(copy), scope(copy)
    far = Counted("ambulance/elsewhere", "ambulance", "Far", ("Assault",))
    with pytest.raises(DataError, match="Fewer than half"):
        pipeline.count_in("derbyshire", far, settings, who, at=NOW)
    with pytest.raises(DataError, match="none of these words"):
        pipeline.count_in("derbyshire", Counted(SOURCE, "other", "Ours", ("Robbery",)), settings, who, at=NOW)
    pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    alike = Counted("ambulance/alike", "ambulance", "Others", ("Assault",))
    with pytest.raises(ProfileError, match="would be added up"):  # a measure names words by family
        pipeline.count_in("derbyshire", alike, settings, who, at=NOW)
    with pytest.raises(ProfileError, match="would be added up"):  # and what counts there already would find them too
        pipeline.count_in("derbyshire", Counted("ambulance/alike", "other", "Falls", ("Fall",)), settings, who, at=NOW)


def test_words_that_come_later_from_another_owner_are_never_added(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    monkeypatch.setenv("HOTSPOT_HOME", str(copy))
    settings = Settings(copy)
    feed("ambulance/later", copy, tmp_path, calls(lon=-1.48, kinds=("Robbery", "Robbery", "Robbery")))
    who = scope(copy)
    pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    pipeline.count_in("derbyshire", Counted("ambulance/later", "other", "Later", ("Robbery",)), settings, who, at=NOW)
    newer = tmp_path / "newer.csv"  # of the second owner, with the words of the first
    newer.write_bytes(calls(lon=-1.49, months=6))
    assert cli.main(["add", str(newer), "--source", "ambulance/later"]) == 0
    asked = Parameters(area="derbyshire", geography="lsoa", offence="own_ambulance_made")
    found = pipeline.analyse(asked, settings=settings, scope=who)
    assert found.sources == (SOURCE,) and int(found.findings.locations["count"].sum()) == 240


def test_a_source_of_which_nothing_is_held_any_more_is_told_by_its_line(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    monkeypatch.setenv("HOTSPOT_HOME", str(copy))
    settings, who = Settings(copy), scope(copy)
    pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    assert cli.main(["erase", "--source", SOURCE, "--yes"]) == 0
    asked = Parameters(area="derbyshire", geography="lsoa", offence=ASSAULTS.key)
    with pytest.raises(DataError, match="Nothing that counts as 'Call-outs to assaults' is held for Derby"):
        pipeline.analyse(asked, settings=settings, scope=who)


def test_whoever_sees_bands_is_told_no_number(home: Path) -> None:
    banded = Scope(feeds=(Feed(SOURCE, "ambulance", "Made Service", "s16"),))
    said = " ".join(pipeline.foresee_counting("derbyshire", ASSAULTS, Settings(home), banded))
    assert "240" not in said and "Nearly all of them lie in" in said and "in bands" in said


def banded_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Settings, Scope]:
    """Return a copy with ed/made, seen in bands: 120 records of each usual word, one each of two rare ones."""
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    monkeypatch.setenv("HOTSPOT_HOME", str(copy))
    far = "R1,2025-04-09,23:15,Rare,-4.5,50.4\nR2,2025-05-09,,Rarer,-1.476,52.922\n"
    seven = "".join(f"S{n},2025-06-09,23:15,Seven,-1.476,52.922\n" for n in range(7))
    eight = "".join(f"E{n},2025-06-09,23:15,Eight,-1.476,52.922\n" for n in range(8))
    rape = "".join(f"Q{n},2025-06-09,23:15,Rape,-1.476,52.922\n" for n in range(20))
    feed("ed/made", copy, tmp_path, calls() + (far + seven + eight + rape).encode(), analyst=False)
    return Settings(copy), scope(copy)


def test_whoever_sees_bands_is_told_the_same_whichever_words_are_chosen(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, who = banded_home(home, tmp_path, monkeypatch)
    told = {
        pipeline.foresee_counting("derbyshire", Counted("ed/made", "other", "Ours", words), settings, who)
        for words in (("Rare", "Assault"), ("Rarer", "Fall"), ("Assault", "Fall"), ("Nobody wrote this", "Fall"))
    }
    assert len(told) == 1 and any("from 2025-01 to 2025-12" in line for line in [*told][0])


def test_whoever_sees_bands_cannot_tell_a_rare_word_from_one_that_is_not_held(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, who = banded_home(home, tmp_path, monkeypatch)
    assert pipeline.offences_held("ed/made", settings, who) == (["Assault", "Eight", "Fall", "Stabbing"], ANY_VIOLENT)
    said = set()
    for word in ("Rare", "Seven", "Rape", "Nobody wrote this"):
        with pytest.raises(DataError, match="in bands") as refusal:
            pipeline.foresee_counting("derbyshire", Counted("ed/made", "other", "Ours", (word,)), settings, who)
        said.add(str(refusal.value))
    assert len(said) == 1
    exact = Scope(role="analyst", audience="analyst", analyst_of=("ed/made",))
    assert {"Rare", "Seven", "Rape"} <= set(pipeline.offences_held("ed/made", settings, exact)[0])


def test_words_and_names_of_a_source_that_is_shut_are_not_told(home: Path) -> None:
    other = Scope(role="analyst", audience="analyst", sources=("police_uk/derbyshire",))
    with pytest.raises(AccessError, match="not among the feeds"):
        pipeline.offences_held(SOURCE, Settings(home), other)
    assert pipeline.unclaimed(Settings(home), other) == [] and pipeline.unclaimed(Settings(home)) == [SOURCE]


def test_a_refusal_names_no_other_source_that_is_shut_or_in_bands(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    monkeypatch.setenv("HOTSPOT_HOME", str(copy))
    feed("ambulance/alike", copy, tmp_path, calls(lon=-1.48))
    settings, who = Settings(copy), scope(copy)
    pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    alike = Counted("ambulance/alike", "ambulance", "Others", ("Assault",))
    with pytest.raises(ProfileError, match=SOURCE):  # who sees both exactly is told
        pipeline.foresee_counting("derbyshire", alike, settings, who)
    shut = Scope(role="analyst", audience="analyst", analyst_of=("ambulance/alike",), sources=("ambulance/alike",))
    banded = Scope(role="analyst", audience="analyst", analyst_of=("ambulance/alike",), feeds=who.feeds)
    for one in (shut, banded):
        told = " ".join(pipeline.foresee_counting("derbyshire", alike, settings, one))
        assert "120 of the 120" in told and "Assault" not in told
    assert SOURCE not in " ".join(pipeline.foresee_counting("derbyshire", alike, settings, shut))
    pipeline.count_in("derbyshire", alike, settings, shut, at=NOW)  # and nothing is added up for that
    asked = Parameters(area="derbyshire", geography="lsoa")
    for offence, source in ((alike.key, "ambulance/alike"), (ASSAULTS.key, SOURCE)):
        found = pipeline.analyse(asked.changed(offence=offence), settings=settings, scope=who)
        held = 120 if source != SOURCE else 240
        assert found.sources == (source,) and int(found.findings.locations["count"].sum()) == held


def test_a_change_is_logged_before_it_is_made_and_after(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, who, folder = Settings(home), scope(home), home / config.counted.FOLDER
    seen: list[tuple[str, bool]] = []

    def cut_short(area: str, one: Counted, where: Path) -> None:
        seen.append((access.trail(where)[-1].detail, folder.exists() and any(folder.rglob("*.toml"))))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(config, "keep_counted", cut_short)
        pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW, by="somebody")
    begun = f"begun: counts {SOURCE} too, as 'Call-outs to assaults'"
    assert seen == [(begun, False)] and access.trail(home)[-1].detail == begun
    assert access.trail(home)[-1].who == "somebody"
    pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    pipeline.count_no_longer("derbyshire", SOURCE, settings, who, at=NOW)
    said = [one.detail.partition(":")[0] for one in access.trail(home)[-4:]]
    assert said == ["begun", "done", "begun", "done"]


def test_what_cannot_be_logged_is_not_done(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AccessError("The log cannot be written.", "Check the disk.")

    settings, who = Settings(home), scope(home)
    config.keep_counted("derbyshire", ASSAULTS, home)
    first = FirstProfile("Mine", ("E22000040",), "force/made", counted=("Robbery",))
    monkeypatch.setattr(access, "note", refused)
    with pytest.raises(AccessError):
        pipeline.count_no_longer("derbyshire", SOURCE, settings, who, at=NOW)
    assert [one.source for one in config.counted_in("derbyshire", home)] == [SOURCE]
    config.drop_counted("derbyshire", SOURCE, home)
    with pytest.raises(AccessError):
        pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)
    with pytest.raises(AccessError):
        pipeline.begin_profile(first, settings, at=NOW)
    assert not [*(home / "profiles").rglob("*.toml")]


def test_a_source_that_is_shut_is_not_told_beside_another(home: Path) -> None:
    mine = Scope(role="analyst", audience="analyst", analyst_of=(SOURCE,), sources=(SOURCE,))
    said = " ".join(pipeline.foresee_counting("derbyshire", ASSAULTS, Settings(home), mine))
    assert "240" in said and "of these months" not in said


def test_beside_what_is_open_no_number_of_a_banded_source_is_told(home: Path) -> None:
    pipeline.count_in("derbyshire", ASSAULTS, Settings(home), scope(home), at=NOW)
    banded = Scope(feeds=(Feed(SOURCE, "ambulance", "Made Service", "s16"),))
    asked = Parameters(area="derbyshire", geography="lsoa", start="2025-01", end="2025-12")
    assert SOURCE in pipeline.analyse(asked, settings=Settings(home), scope=scope(home)).quality.index
    found = pipeline.analyse(asked, settings=Settings(home), scope=banded)
    assert list(found.quality.index) == ["police_uk/derbyshire"] and not found.findings.controlled


def test_a_reader_of_some_districts_or_feeds_changes_nothing_for_others(home: Path) -> None:
    part = Scope(role="analyst", audience="analyst", csps=("E22000040",), analyst_of=(SOURCE,))
    with pytest.raises(AccessError, match="covers a part"):
        pipeline.count_in("derbyshire", ASSAULTS, Settings(home), part, at=NOW)
    assert "derbyshire" not in pipeline.areas_without(SOURCE, Settings(home), part)
    other = Scope(role="analyst", audience="analyst", sources=("police_uk/derbyshire",))
    assert pipeline.own_sources(Settings(home), other) == []
    with pytest.raises(AccessError, match="not among the feeds"):
        pipeline.count_in("derbyshire", ASSAULTS, Settings(home), other, at=NOW)
    pipeline.count_in("derbyshire", ASSAULTS, Settings(home), scope(home), at=NOW)
    for who in (part, other):
        assert pipeline.counted_beside(Settings(home), who) == []
        with pytest.raises(ProfileError, match="not yours"):
            pipeline.count_no_longer("derbyshire", SOURCE, Settings(home), who, at=NOW)


def test_a_file_taken_away_while_another_reads_shuts_no_area(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.keep_counted("derbyshire", ASSAULTS, home)
    listed = [home / config.counted.FOLDER / "derbyshire" / "ambulance--made.toml"]
    config.drop_counted("derbyshire", SOURCE, home)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(listed))
    assert config.counted_in("derbyshire", home) == ()


@pytest.mark.parametrize("text", ["x = [[[", "", 'source = "../x"\nrole = 1979-05-27\ntitle = "a"\ncategories = ["a"]'])
def test_a_damaged_file_is_told_and_shuts_no_area(home: Path, text: str) -> None:
    file = home / config.counted.FOLDER / "derbyshire" / "ambulance--made.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    assert config.profile("derbyshire", home) == config.profile("derbyshire")
    assert "ambulance--made.toml" in str(config.unreadable(home)["derbyshire"])
    settings, who = Settings(home), scope(home)
    assert pipeline.counted_beside(settings, who) == []
    with pytest.raises(ProfileError, match="already"):
        pipeline.count_in("derbyshire", ASSAULTS, settings, who, at=NOW)


def test_of_many_who_press_at_once_one_is_first(home: Path) -> None:
    config.keep_counted("derbyshire", ASSAULTS, home)
    config.drop_counted("derbyshire", SOURCE, home)

    def press(_: int) -> bool:
        try:
            config.keep_counted("derbyshire", ASSAULTS, home)
        except ProfileError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(24))) == 1
    assert [path.name for path in (home / config.counted.FOLDER / "derbyshire").iterdir()] == ["ambulance--made.toml"]


def test_the_terminal_checks_counts_and_takes_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ["count-in", "--area", "derbyshire", "--source", SOURCE, "--role", "ambulance", "--offence", "Assault"]
    assert cli.main(said) == 0 and "Nothing is changed" in capsys.readouterr().out
    assert pipeline.counted_beside(Settings(home), scope(home)) == []
    assert cli.main([*said, "--yes"]) == 0 and "120 of the 120" in capsys.readouterr().out
    assert access.trail(home)[-1].what == "area profile derbyshire"
    assert cli.main([*said[:5], "--out"]) == 0
    assert pipeline.counted_beside(Settings(home), scope(home)) == []
    assert access.trail(home)[-1].detail == f"done: counts {SOURCE} no longer"
    assert cli.main([*said[:5], "--out"]) == 1
