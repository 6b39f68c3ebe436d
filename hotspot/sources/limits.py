"""How much of an outside file this room is willing to hold, in one place.

Every number is far above what an official download needs and far below what would exhaust an ordinary laptop. A file
that is over a bound is refused whole, with the bound named, so that nobody wonders where half the rows went.
"""

from __future__ import annotations

MEGABYTE = 1024 * 1024

FILE_BYTES = 200 * MEGABYTE  # one file, or one member of a zip, unpacked: it is held three times while it is read
ZIP_BYTES = 1024 * MEGABYTE  # all members of a zip together, unpacked
TEXT_BYTES = 128 * MEGABYTE  # the values of a map layer or workbook as text
PARTS = 400  # series that one file comes apart into, each a force and a month
FOLDER_FILES = 20_000  # files looked at under one folder
ZIP_MEMBERS = 200  # 42 months of one force are 42; a whole national archive belongs in several zips
PACKING_RATIO = 100  # real CSVs pack 4 to 12 times, real workbooks up to 50
SMALL_PACKED_BYTES = MEGABYTE  # below this the ratio says nothing: 3 KB of spaces are no bomb

CSV_LINE_BYTES = 64 * 1024
COLUMNS = 200

PARQUET_ROWS = 5_000_000
PARQUET_CELLS = 100_000_000  # rows x columns
PARQUET_BYTES = 256 * MEGABYTE  # unpacked

FEATURE_LETTERS = 16 * MEGABYTE  # of one feature, some 600,000 points; parsed, it may take thirty times as much
PROPERTIES = 5_000_000  # of all features together
VERTICES = 5_000_000
FEATURES = 500_000
MENDABLE_VERTICES = 200_000  # of one shape that crosses itself
RING_PAIRS = 1_000_000  # outlines times holes of one shape
CROSSINGS = 2_000  # of all outlines of a layer with themselves; real layers have a handful

SHEET_ROWS = 200_000
WORKBOOK_BYTES = 48 * MEGABYTE  # of XML, which may be gone through three times
SHEET_CELLS = 1_000_000  # filled ones; a workbook takes some fifteen seconds a million, as CSV one
SHEET_HEADER_ROWS = 15  # a header may follow a few lines of title
SHEETS = 20

LAYERS = 30  # tables of a GeoPackage; a national base map has 21
DATABASE_STEPS = 50_000_000  # instructions; half a million areas need some millions

BASE_MAP_BYTES = 40 * 1024 * MEGABYTE  # of a national base map, read where it lies: 12 GB in 2025
BASE_MAP_STEPS = 2_000_000_000  # instructions to go through its rows once
BASE_MAP_VALUE = 512 * MEGABYTE  # of one shape: the mainland
