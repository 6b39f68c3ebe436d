"""Keep the Welsh catalogue in step with the program: python -m tests.catalogue.

What the source marks (``phrase``, ``phrase_many``, ``to_phrase``, ``sentence``) is read from its syntax tree, inside
f-strings too, and with it what the shipped profiles and the list of actions say in words. Translations of sentences
that are still there are kept, those of others dropped, new sentences wait untranslated; then the file that the program
reads is made of it.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parents[1] / "hotspot"
FOLDER = HOUSE / "locale" / "cy" / "LC_MESSAGES"
PO, MO = FOLDER / "hotspot.po", FOLDER / "hotspot.mo"
MARKS = {"phrase": 1, "phrase_many": 2, "to_phrase": 1, "sentence": 1}
Texts = tuple[str, ...]


def marked(folder: Path = HOUSE) -> Iterator[Texts]:
    """Return the texts that the source marks: one, or two where a sentence counts."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                first = node.args[: MARKS[node.func.id]]
                texts = tuple(arg.value for arg in first if isinstance(arg, ast.Constant))
                if len(texts) == MARKS[node.func.id]:
                    yield texts


def shipped(folder: Path = HOUSE) -> Iterator[Texts]:
    """Return what the profiles and the list of actions that ship say in words; names of places stay as they are."""
    for path in sorted((folder / "profiles").glob("*.toml")):
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
        told = [profile["definition"][key] for key in ("words", "gaps")]
        told += [measure.get(key, "") for measure in profile["measures"].values() for key in ("title", "caveat")]
        yield from ((text,) for text in told if text)
    actions = tomllib.loads((folder / "catalogue" / "actions.toml").read_text(encoding="utf-8"))
    for action in actions.values():
        yield from ((text,) for text in (action["title"], action["who"], action["says"], action["source"]["title"]))


def wanted() -> set[Texts]:
    """Return all that the catalogue holds."""
    return {*marked(), *shipped()}


def read() -> Catalog:
    """Return the catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="cy", domain="hotspot", abort_invalid=True)


def renewed(old: Catalog, wanted: set[Texts]) -> Catalog:
    """Return the catalogue with the wanted texts alone, in their order, each with the translation that it had."""
    new = Catalog(locale="cy", domain="hotspot", header_comment=old.header_comment, fuzzy=False)
    new.mime_headers = old.mime_headers
    for texts in sorted(wanted):
        id = texts[0] if len(texts) == 1 else texts
        was = old.get(texts[0])
        kept = was.string if was is not None and was.id == id else ("" if len(texts) == 1 else ("",) * new.num_plurals)
        new.add(id, kept)
    return new


def main() -> None:
    """Write the catalogue and the file that the program reads, and say how far the translation has come."""
    catalogue = renewed(read(), wanted())
    with PO.open("wb") as file:
        write_po(file, catalogue, width=120)
    with MO.open("wb") as file:
        write_mo(file, read())
    ids = [one for one in catalogue if one.id]
    done = sum(bool(one.string and all(one.string)) for one in ids)
    print(f"{done} of {len(ids)} sentences have a translation.")


if __name__ == "__main__":
    main()
