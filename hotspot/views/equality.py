"""The equality evidence sheet as files: a CSV of every figure, and one page to print that stands alone."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from hotspot.views import words
from hotspot.views.files import guarded

FILES = ("equality.csv", "equality.html")
BY = {
    "deprivation": ("Tenth by deprivation without Crime (1 most deprived in the country)", "Most deprived"),
    "age": ("Tenth by share of residents under 25 (1 youngest of this area)", "Youngest"),
}
CAVEATS = (
    "This is evidence, not a verdict. It compares neighbourhoods and never persons: somebody hurt in a deprived "
    "neighbourhood may have come from anywhere, and most people who live there have nothing to do with it.",
    "What is recorded is not all that happens. Where police patrol more, or people report more readily, more is "
    "recorded; a source can so carry an existing imbalance into the map.",
    "Residents are not the people who are about. A town centre at night holds many visitors and few residents.",
    "Sex, ethnicity, disability, religion and the other protected characteristics are not on this sheet: the records "
    "do not hold them and no census table of them is read. Add such evidence from elsewhere.",
)
HOW = (
    "Places: neighbourhoods (LSOA) that are named hot, and how many of all of these lie in a tenth; the interval is "
    "Wilson's, 95 %. Records: the interval is the middle 95 % of 2,000 redrawings of the months. Times: share of the "
    "records over share of the residents; 1 is what equal shares would give. Sources are never added up."
)
CONTROLLED = "Records of this source are under disclosure control and are not shared out here; places named hot are."
STYLE = """
@page {size: A4; margin: 10mm}
body {font: 14px/1.4 Arial, "Liberation Sans", sans-serif; color: #14171c; max-width: 1000px; margin: 1.2rem auto;
  padding: 0 1rem}
h1 {font-size: 22px; margin: 0} h2 {font-size: 16px; margin: 1.1em 0 .3em}
.made-up {background: #fff3b0; border: 2px solid #7a5b00; padding: .3em .7em; font-weight: 700; margin: .5em 0}
.scroll {overflow-x: auto} table {border-collapse: collapse; width: 100%} caption {text-align: left; padding: .2em 0}
th, td {border: 1px solid #8a9099; padding: .15em .45em; text-align: right} thead th {background: #eef1f4}
tbody th {text-align: left; white-space: nowrap} p, li {margin: .3em 0} tr {break-inside: avoid}
.caveat {border-left: 4px solid #1f5f8b; padding-left: .7em}
@media print {body {font-size: 9px; margin: 0; padding: 0; max-width: none} h1 {font-size: 15px} h2 {font-size: 11px}}
"""
HEADS = ("Neighbourhoods", "Named hot", "Share of those named hot", "Share of records", "Share of residents", "Times")


def equality_csv(sheet: Any) -> bytes:
    """Return every figure as CSV bytes, a row each source, layer and tenth; tenth 0 is not known."""
    said = sheet.table.map(guarded).assign(run=sheet.parameters.digest)
    return b"\xef\xbb\xbf" + bytes(said.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode())


def equality_html(sheet: Any) -> bytes:
    """Return one page to read or print: no script, no picture and no link leads out of it."""
    sources = list(dict.fromkeys(sheet.table["source"]))
    made_up = f'<p class="made-up">Demonstration. {escape(words.MADE_UP)}</p>' if words.is_made_up(sources) else ""
    tables = "".join(_section(rows) for _, rows in sheet.table.groupby(["source", "by"], sort=False))
    missing = "".join(f"<li>{escape(said)}</li>" for said in sheet.missing)
    card = "; ".join(f"{key}: {value}" for key, value in sheet.run_card.items() if value)
    body = [
        f"<h1>Equality evidence: {escape(sheet.area)}</h1>{made_up}",
        f"<p>{escape(HOW)}</p>",
        "".join(f'<p class="caveat">{escape(said)}</p>' for said in CAVEATS),
        tables,
        f"<h2>Not on this sheet</h2><ul>{missing}</ul>" if missing else "",
        "<h2>What belongs beside these numbers</h2>",
        "".join(f"<p>{escape(said)}</p>" for said in (*sheet.notes, words.attribution(sources), f"{card}.")),
    ]
    head = f'<meta charset="utf-8"><title>Equality evidence: {escape(sheet.area)}</title><style>{STYLE}</style>'
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    whole = (
        f'<!doctype html><html lang="en"><head>{head}{viewport}</head><body><main>{"".join(body)}</main></body></html>'
    )
    return whole.encode()


def equality_file(name: str, sheet: Any) -> bytes:
    """Return one of ``FILES``."""
    return equality_csv(sheet) if name.endswith(".csv") else equality_html(sheet)


def sentence(rows: pd.DataFrame) -> str:
    """Return what the three first tenths hold, in words; nothing is called fair or unfair."""
    few = rows[rows["tenth"].between(1, 3)][["hot_share", "records_share", "residents_share"]].sum(min_count=3)
    parts = {"places named hot": few["hot_share"], "records": few["records_share"], "residents": few["residents_share"]}
    told = [f"{100 * share:,.0f} % of the {what}" for what, share in parts.items() if pd.notna(share)]
    whose = "three most deprived tenths" if rows["by"].iloc[0] == "deprivation" else "three youngest tenths"
    return f"The {whose} hold {words.listed(told)}." if told else ""


def _section(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    heading, top = BY[first["by"]]
    controlled = f"<p>{escape(CONTROLLED)}</p>" if first["controlled"] else ""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in ("Tenth", *HEADS))
    body = "".join(_row(row, top) for _, row in rows.iterrows())
    title = f"{words.source(first['source'])}, {heading[:1].lower()}{heading[1:]}"
    caption = f"{first['measure']}, {first['period']}. {sentence(rows)}"
    table = f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<h2>{escape(title)}</h2>{controlled}<div class="scroll" tabindex="0">{table}</div>'


def _row(row: pd.Series, top: str) -> str:
    name = "not known" if row["tenth"] == 0 else f"{row['tenth']}: {top.lower()}" if row["tenth"] == 1 else row["tenth"]
    cells = (
        f"{row['neighbourhoods']:,}",
        f"{row['hot']:,.0f}",
        _between(row, "hot"),
        _between(row, "records"),
        _percent(row["residents_share"]),
        "–" if pd.isna(row["times"]) else f"{row['times']:,.1f}",
    )
    return f'<tr><th scope="row">{escape(str(name))}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _percent(share: float) -> str:
    return "–" if pd.isna(share) else f"{100 * share:,.1f} %"


def _between(row: pd.Series, what: str) -> str:
    low, high = row[f"{what}_low"], row[f"{what}_high"]
    said = _percent(row[f"{what}_share"])
    return said if pd.isna(low) else f"{said} ({100 * low:,.0f} to {100 * high:,.0f})"
