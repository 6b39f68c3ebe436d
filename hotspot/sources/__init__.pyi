from .assistant import PLACEHOLDER as PLACEHOLDER, Draft as Draft, draft as draft
from .drawn import drawn_area as drawn_area
from .guessing import Guess as Guess, guess_mapping as guess_mapping
from .istv_cleaner import clean_istv as clean_istv
from .local import recognisers as recognisers
from .mapping import (
    FIELDS as FIELDS,
    MENDS as MENDS,
    ColumnMapping as ColumnMapping,
    mappings as mappings,
    save as save,
)
from .model import (
    Known as Known,
    Member as Member,
    PersonalError as PersonalError,
    Refused as Refused,
    Taken as Taken,
)
from .paths import Upload as Upload, read_paths as read_paths
from .screening import personal_in as personal_in
from .visit_file import VisitLog as VisitLog, visit_log as visit_log
from .zone_file import ZoneSet as ZoneSet, zone_set as zone_set
