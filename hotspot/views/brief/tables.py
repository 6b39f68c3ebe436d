"""The figures of a brief as files: CSV, workbook, GeoJSON, GeoPackage.

Numbers stay numbers, texts cannot run as formulas. The same brief gives the same bytes of CSV and GeoJSON; a workbook
and a GeoPackage hold the time of writing, so of them the tables are the same.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from hotspot.views import maps
from hotspot.views.brief import facts, parts
from hotspot.views.brief.given import Brief, Near, Pack
from hotspot.views.files import guarded

MARK = b"\xef\xbb\xbf"  # so that a spreadsheet reads the names right
PLACE_COLUMNS = (
    "rank name csp_name word letter count count_12m count_last usual_low usual_high stability lon lat peak"
).split()
ACTION_COLUMNS = ("what", "place", "owner", "due", "review", "status")


def places(brief: Brief) -> pd.DataFrame:
    """Return the places of the map, a row each, numbers as numbers; bands as words where the release is controlled."""
    found, say = brief.analysis.findings, facts.speech(brief)
    held = maps.marked(found)[PLACE_COLUMNS].reset_index(drop=True)
    if found.controlled:
        bands = {
            name: [say.number(value, found) for value in held[name]] for name in ("count", "count_12m", "count_last")
        }
        held = held.assign(**bands, usual_low=None, usual_high=None)
    return held.rename(columns={"peak": "location"})


def actions(brief: Brief) -> pd.DataFrame:
    """Return the open actions, a row each."""
    held = brief.actions
    if held is None or held.empty:
        return pd.DataFrame(columns=list(ACTION_COLUMNS))
    return held.loc[held["status"].isin(facts.OPEN), list(ACTION_COLUMNS)].reset_index(drop=True)


def said(brief: Brief) -> pd.DataFrame:
    """Return the six facts as a table."""
    told = [(fact.title, fact.text) for fact in facts.facts(brief)]
    return pd.DataFrame(told, columns=["fact", "text"])


def run_card(given: Any) -> pd.DataFrame:
    """Return how the numbers were made as a table."""
    return pd.DataFrame(list(given.analysis.run_card.items()), columns=["what", "how"])


def csv(table: pd.DataFrame, run: str) -> bytes:
    """Return a table as CSV bytes, with the name of the analysis on each row."""
    safe = table.astype(object).map(guarded).assign(run=run)
    return MARK + bytes(safe.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode("utf-8"))


def xlsx(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return tables as the sheets of one workbook, headings in bold, texts guarded, numbers as numbers."""
    book = Workbook(write_only=True)
    for name, table in tables.items():
        sheet = book.create_sheet(name[:31])
        heads = [WriteOnlyCell(sheet, value=str(column)) for column in table.columns]
        for cell in heads:
            cell.font = Font(bold=True)
        sheet.append(heads)
        for row in table.itertuples(index=False):
            sheet.append([_cell(value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as a workbook holds it: nothing for what is not known, a number, a day, or guarded text."""
    if value is None or (not isinstance(value, (str, list)) and pd.isna(value)):
        return None
    plain = value.item() if hasattr(value, "item") else value
    return plain if isinstance(plain, (bool, int, float, date)) else guarded(str(plain))


def _points(brief: Brief) -> gpd.GeoDataFrame:
    held = places(brief)
    return gpd.GeoDataFrame(held, geometry=gpd.points_from_xy(held["lon"], held["lat"]), crs="EPSG:4326")


def geojson(brief: Brief) -> bytes:
    """Return the places as GeoJSON points, with the run card as a member of the collection."""
    collection = json.loads(_points(brief).to_json(drop_id=True, na="null", to_wgs84=False))
    collection.pop("crs", None)  # GeoJSON is always lon, lat on WGS 84
    collection["run_card"] = dict(brief.analysis.run_card)
    return json.dumps(collection, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def gpkg(brief: Brief) -> bytes:
    """Return the places as a GeoPackage with the run card as the layer's metadata."""
    written, card = io.BytesIO(), {key: str(value) for key, value in brief.analysis.run_card.items()}
    pyogrio.write_dataframe(_points(brief), written, layer="places", driver="GPKG", layer_metadata=card)
    return written.getvalue()


def sheets(brief: Brief) -> dict[str, pd.DataFrame]:
    """Return the sheets of the brief's workbook by name."""
    return {"places": places(brief), "actions": actions(brief), "facts": said(brief), "run card": run_card(brief)}


def brief_csv(brief: Brief) -> bytes:
    """Return the places as CSV bytes."""
    return csv(places(brief), brief.analysis.parameters.digest)


def actions_csv(brief: Brief) -> bytes:
    """Return the open actions as CSV bytes."""
    return csv(actions(brief), brief.analysis.parameters.digest)


def brief_xlsx(brief: Brief) -> bytes:
    """Return the workbook of a brief."""
    return xlsx(sheets(brief))


def pack_xlsx(pack: Pack) -> bytes:
    """Return the workbook of a pack: places, neighbourhoods, this year and last, months, register, run card."""
    lsoas = pack.analysis.lsoas
    mine = pd.DataFrame(lsoas[lsoas["csp_code"] == pack.csp].drop(columns="geometry"))
    held = {
        "places": places(Brief(pack.analysis, "", (), "", None, Near(), None, pack.paper)),
        "neighbourhoods": mine.reset_index(),
        "this year and last": pack.year.table,
        "months": pack.year.monthly,
    }
    if not pack.sensitive.empty:
        held["sexual and domestic"] = pack.sensitive[pack.sensitive["csp_code"] == pack.csp]
    registered = {kind: _flat(parts.own(pack, kind)) for kind in pack.tables}  # as on the pack's pages
    return xlsx({**held, **registered, "run card": run_card(pack)})


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return a register's table without drawn shapes; lists of hexagons as text."""
    kept = table.drop(columns=[name for name in ("shape",) if name in table])
    return kept.assign(**{n: kept[n].map(" ".join) for n in ("cells", "comparison") if n in kept})
