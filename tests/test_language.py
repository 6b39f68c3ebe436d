"""The language of the screen: each thread its own, a catalogue that agrees with the source, and no gap lost."""

from __future__ import annotations

import ast
import gettext
import io
import pickle
import string
from importlib import import_module
from pathlib import Path
from threading import Barrier, Thread

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from hotspot import language
from hotspot.language import again, in_english, phrase, phrase_many, sentence, sentences, speak, speaking, spoken
from hotspot.views import palettes, words
from hotspot.views.brief.phrases import PHRASES, WORDS
from tests.catalogue import MO, marked, read, renewed, shipped, wanted

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "hotspot"


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read()


def keys(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {one.id if isinstance(one.id, tuple) else (one.id,) for one in catalogue if one.id}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_each_thread_speaks_its_own_language() -> None:
    together, heard = Barrier(2), {}

    def read(tongue: str) -> None:
        speak(tongue)
        for _ in range(50):
            together.wait(timeout=120)
            heard.setdefault(tongue, set()).add((spoken(), phrase("long-standing")))

    readers = [Thread(target=read, args=(tongue,)) for tongue in ("en", "cy")]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert heard == {"en": {("en", "long-standing")}, "cy": {("cy", "hirsefydlog")}}
    assert spoken() == "en"  # and this thread was told nothing


def test_a_sentence_kept_in_english_is_said_again_in_the_language_of_who_reads_it() -> None:
    """Answers are kept for every reader, some on disk: what was made in English is not lost for a reader of Welsh."""
    lost = sentence("{n} records lie outside the area and are not counted.", n="3")
    kept = pickle.loads(pickle.dumps(sentences("", lost, sentence("In {part} of places fewer", part="3 %"))))
    assert kept == "3 records lie outside the area and are not counted. In 3 % of places fewer"
    assert again(kept) == str(kept) and type(again(kept)) is str
    with speaking("cy"):
        assert again(kept).startswith("Mae 3 cofnod y tu allan i'r ardal") and again("new") == "newydd"


def test_profiles_and_actions_that_ship_are_said_in_welsh() -> None:
    with speaking("cy"):
        left = [texts for texts in shipped() if phrase(texts[0]) == texts[0]]
    assert left == [] and len(set(shipped())) > 60


def test_what_nobody_translated_and_nothing_stay_as_they_are() -> None:
    with speaking("cy"):
        assert phrase("no such sentence in any catalogue") == "no such sentence in any catalogue"
        assert phrase("") == ""  # gettext would give the head of the catalogue
        assert in_english(phrase)("new") == "new"
        assert spoken() == "cy"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 6, 11])
def test_welsh_counts_in_six_forms(number: int) -> None:
    one, many = "1 place needs a decision.", "{n} places need a decision."
    with speaking("cy"):
        said = phrase_many(one, many, number).format(n=number)
    assert str(number) in said and "penderfyniad" in said
    assert phrase_many(one, many, number) == (one if number == 1 else many)


def test_the_catalogue_holds_what_the_source_says_and_nothing_else(catalogue: Catalog) -> None:
    assert keys(catalogue) == wanted(), "run python -m tests.catalogue"
    assert not catalogue.obsolete


def test_a_translation_has_the_gaps_of_its_sentence(catalogue: Catalog) -> None:
    wrong = []
    for one in catalogue:
        said = one.string if isinstance(one.string, tuple) else (one.string,)
        many = one.id[-1] if isinstance(one.id, tuple) else one.id
        wrong += [text for text in said if one.id and text and not gaps(text) <= gaps(many)]
        wrong += [text for text in said if one.id and text and gaps(many) - gaps(text) - {"n"}]
        wrong += [text for text in said if isinstance(one.id, str) and text and one.id and gaps(text) != gaps(one.id)]
    assert wrong == []


def test_a_sentence_is_translated_in_all_its_forms_or_none(catalogue: Catalog) -> None:
    halves = [one.id for one in catalogue if isinstance(one.string, tuple) and len(set(map(bool, one.string))) > 1]
    assert halves == []
    assert catalogue.num_plurals == 6
    assert not any(one.fuzzy for one in catalogue if one.id)


def test_the_shipped_file_is_made_of_the_catalogue(catalogue: Catalog) -> None:
    made = io.BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    with MO.open("rb") as file:
        shipped = gettext.GNUTranslations(file)._catalog
    assert {k: v for k, v in shipped.items() if k} == {
        k: v for k, v in gettext.GNUTranslations(made)._catalog.items() if k
    }


def test_welsh_is_begun_and_says_that_no_speaker_has_checked_it(catalogue: Catalog) -> None:
    assert sum(bool(one.string and all(one.string)) for one in catalogue if one.id) >= 100
    with speaking("cy"):
        assert "siaradwr Cymraeg" in phrase(language.UNCHECKED)


def test_screen_and_paper_say_the_same_in_the_same_words(catalogue: Catalog) -> None:
    paper = {english: welsh for english, welsh in PHRASES.values() if english} | WORDS
    both = {one.id: one.string for one in catalogue if isinstance(one.id, str) and one.id in paper and one.string}
    assert len(both) >= 15
    assert {text: said for text, said in both.items() if said != paper[text]} == {}


def test_the_words_of_the_wall_are_those_of_the_findings() -> None:
    assert {word for group in palettes.WORDS for word in group.words} - {"", "cold"} == set(words.SIX_WORDS)


def test_the_pages_ask_the_questions_of_the_catalogue() -> None:
    asked = set()
    for path in sorted((ROOT / "pages").glob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        opens = [node for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "open_page"]
        asked |= {tuple(arg.value for arg in node.args if isinstance(arg, ast.Constant)) for node in opens}
    assert asked == set(import_module("hotspot.ui.menu").QUESTIONS.items())


def test_what_is_kept_for_every_reader_is_made_in_english() -> None:
    """A page's thread may speak Welsh; an answer that it makes first must not reach the next reader in Welsh."""
    loose = []
    for path in sorted((HOUSE / "ui").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            marks = {ast.unparse(one).split("(")[0] for one in getattr(node, "decorator_list", [])}
            speaks = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} & {"views", "register"}
            if marks & {"st.cache_data", "st.cache_resource"} and speaks and not marks & {"long_lived", "in_english"}:
                loose.append(f"{path.name}: {node.name}")
    assert loose == []


def test_renewing_keeps_what_is_still_said_and_drops_the_rest() -> None:
    old = Catalog(locale="cy")
    old.add("Stays", "Yn aros")
    old.add("Goes", "Yn mynd")
    new = renewed(old, {("Stays",), ("Comes",), ("1 place", "{n} places")})
    assert {one.id: one.string for one in new if isinstance(one.id, str) and one.id} == {
        "Stays": "Yn aros",
        "Comes": "",
    }
    assert ("1 place", "{n} places") in {one.id for one in new}


def test_a_mark_inside_a_larger_text_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = f\"### {phrase('Inside')}\" + phrase_many('1 a', '{n} as', 2) + phrase(name)")
    assert set(marked(tmp_path)) == {("Inside",), ("1 a", "{n} as")}
