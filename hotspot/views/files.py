"""Findings as files: the same run gives the same bytes (CSV, GeoJSON, PNG), and every file says how it was made."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hotspot.findings import Findings, with_late_columns
from hotspot.stats import two_sided_p
from hotspot.views import headlines, words
from hotspot.views.given import Analysis
from hotspot.views.summaries import area_said

RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones start a formula where Japanese is written
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what a workbook or UTF-8 cannot hold


def guarded(text: Any) -> Any:
    r"""Return a text that a spreadsheet will not run as a formula nor break into two rows; numbers stay as they are.

    >>> guarded("=HYPERLINK(1)"), guarded("Castle Hill"), guarded(-3)
    ("'=HYPERLINK(1)", 'Castle Hill', -3)
    >>> guarded("Castle\r=1+1")
    'Castle =1+1'
    >>> guarded("Castle\x0bHill\ufffe")
    'Castle Hill '
    """
    if not isinstance(text, str):
        return text
    flat = _UNWRITABLE.sub(" ", text)
    return f"'{flat}" if flat.lstrip().startswith(RISKY) else flat


def table(findings: Findings) -> Any:
    """Return the exported columns: one row per location, in the order of the keys, place ranks joined by place."""
    frame = with_late_columns(findings)
    ranks = findings.places.set_index("place")["rank"]
    frame.insert(0, "location", frame.index.astype(str))
    frame.insert(1, "place_rank", frame["place"].map(ranks).astype("Int64"))
    return frame.reset_index(drop=True)


def findings_csv(findings: Findings, run: str) -> bytes:
    """Return the findings as CSV bytes (UTF-8 with a mark, so that a spreadsheet reads the names right).

    Parameters
    ----------
    findings : Findings
        What to write; the geometry is left to the other formats.
    run : str
        The name of the analysis, written on every row.
    """
    frame = pd.DataFrame(table(findings).drop(columns="geometry"))
    texts = frame.select_dtypes(include=["object", "str", "string", "category"]).columns
    safe = frame.assign(
        **{name: frame[name].astype(object).map(guarded, na_action="ignore") for name in texts}, run=run
    )
    return b"\xef\xbb\xbf" + bytes(safe.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode("utf-8"))


def findings_geojson(findings: Findings, run_card: Mapping[str, str]) -> bytes:
    """Return the findings as GeoJSON bytes (EPSG:4326), with the run card as a member of the collection."""
    collection = json.loads(table(findings).to_json(drop_id=True, na="null", to_wgs84=False))
    collection.pop("crs", None)  # GeoJSON is always lon, lat on WGS 84
    collection["run_card"] = dict(run_card)
    return json.dumps(collection, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def findings_gpkg(findings: Findings, run_card: Mapping[str, str]) -> bytes:
    """Return the findings as GeoPackage bytes: layer ``findings`` and its run card as the layer's metadata.

    The container holds the time of writing, so two files of one run may differ by that.
    """
    import pyogrio  # here: a page that writes no file need not wait for what writes this one

    written = io.BytesIO()
    frame = table(findings)
    pyogrio.write_dataframe(
        frame, written, layer="findings", driver="GPKG", layer_metadata={k: str(v) for k, v in run_card.items()}
    )
    return written.getvalue()


def steps_csv(findings: Findings, run: str) -> bytes:
    """Return every place at every step as CSV bytes: count, score, uncorrected p and confidence bin.

    What the categories are made from, so that a reader can make them again.
    """
    places, steps = findings.counts.shape
    long = pd.DataFrame(
        {
            "location": np.repeat(findings.locations.index.to_numpy(), steps),
            "step": np.tile([f"{step.start:%Y-%m-%d}" for step in findings.steps], places),
            "count": findings.counts.ravel(),
            "z": findings.z.ravel(),
            "p": two_sided_p(findings.z).ravel(),
            "bin": findings.bins.ravel(),
        }
    )
    written = long.assign(run=run).to_csv(index=False, lineterminator="\n", float_format="%.6g")
    return b"\xef\xbb\xbf" + bytes(written.encode("utf-8"))


def title(analysis: Analysis, agreed: headlines.Agreed = headlines.NONE) -> str:
    """Return the title of a picture: area, measure and period, and the headline without what is agreed."""
    said = headlines.headline(analysis.findings, agreed)
    return f"{area_said(analysis)}: {analysis.measure.title.lower()} {words.period(analysis.findings)}\n{said}"


def picture(analysis: Analysis, agreed: headlines.Agreed = headlines.NONE) -> bytes:
    """Return the map of an analysis as PNG bytes, under the headline that its page has."""
    from hotspot.views import simple_map  # draws with a large library that a page without a picture need not load

    return simple_map.hotspot_png(
        analysis.findings,
        analysis.base,
        title(analysis, agreed),
        method=analysis.parameters.method,
        narrow=analysis.parameters.is_narrow,
        credit=words.attribution(analysis.sources),
    )


def exports(analysis: Analysis, agreed: headlines.Agreed = headlines.NONE) -> dict[str, bytes]:
    """Return every file of a finished analysis by its name: table, two kinds of geography, picture."""
    found, card = analysis.findings, {**analysis.run_card, "run": analysis.parameters.digest}
    return {
        "findings.csv": findings_csv(found, analysis.parameters.digest),
        "steps.csv": steps_csv(found, analysis.parameters.digest),
        "findings.geojson": findings_geojson(found, card),
        "findings.gpkg": findings_gpkg(found, card),
        "map.png": picture(analysis, agreed),
    }
