from .accounts import status as status
from .acting import Acting as Acting, places_to_act as places_to_act
from .adds import LastAdd as LastAdd, Line as Line, Replaced as Replaced
from .ahead import make_ready as make_ready
from .analysis import Analysis as Analysis, analyse as analyse
from .analyst import Closer as Closer, look_closer as look_closer
from .base_map import Base as Base
from .beginning import (
    Need as Need,
    begin_profile as begin_profile,
    needs as needs,
    offences_held as offences_held,
    partnerships_known as partnerships_known,
    unclaimed as unclaimed,
)
from .briefing import brief as brief, pack as pack
from .checking import check_profile as check_profile
from .comparing import Comparison as Comparison, Pair as Pair, compare as compare, is_period as is_period
from .emerging_weekends import WeekendSpots as WeekendSpots, weekend_spots as weekend_spots
from .equality import Equality as Equality, equality_sheet as equality_sheet
from .evening import Evening as Evening, WeekWindow as WeekWindow, evening as evening
from .forgetting import forget as forget
from .holding import (
    add as add,
    areas_held as areas_held,
    last_add as last_add,
    undo as undo,
    verify as verify,
    would_replace as would_replace,
)
from .joining import (
    areas_without as areas_without,
    count_in as count_in,
    count_no_longer as count_no_longer,
    counted_beside as counted_beside,
    foresee_counting as foresee_counting,
    own_sources as own_sources,
)
from .licensing import OtherBands as OtherBands, SheetParts as SheetParts, sheet_parts as sheet_parts
from .linked import strange_parts as strange_parts
from .mapping import (
    FIELDS as FIELDS,
    MENDS as MENDS,
    Preview as Preview,
    Upload as Upload,
    clean_istv as clean_istv,
    mapping_name as mapping_name,
    preview as preview,
    save_mapping as save_mapping,
    to_be_named as to_be_named,
)
from .noticing import last_erasure as last_erasure, version_held as version_held
from .offering import FixedWindow as FixedWindow, Offered as Offered, offered as offered
from .outlines import (
    OwnOutline as OwnOutline,
    keep_outline as keep_outline,
    own_outlines as own_outlines,
    read_outline as read_outline,
    register_changed as register_changed,
)
from .patrol_sets import (
    keep_visits as keep_visits,
    keep_zones as keep_zones,
    read_visits as read_visits,
    read_zones as read_zones,
    visit_logs as visit_logs,
    zone_sets as zone_sets,
)
from .patrolling import (
    Wanted as Wanted,
    visit_plan as visit_plan,
    visits_compared as visits_compared,
    zones_checked as zones_checked,
)
from .preparing import Prepared as Prepared, prepare as prepare
from .registering import (
    drawn_area as drawn_area,
    entry as entry,
    erase as erase,
    history as history,
    register_table as register_table,
    save_entry as save_entry,
    withdraw as withdraw,
)
from .retaining import (
    NOT_REACHED as NOT_REACHED,
    Chosen as Chosen,
    Deletion as Deletion,
    Going as Going,
    delete as delete,
    erase_records as erase_records,
    held_files as held_files,
    retention as retention,
    would_erase as would_erase,
    would_expire as would_expire,
)
from .scoring import Scored as Scored, scorecard as scorecard, scored_as as scored_as
from .sensitive import sensitive_offences as sensitive_offences
from .shipping import ship_clean as ship_clean
from .side_by_side import who_else as who_else
from .surrounding import Around as Around, around as around
from .working import (
    DidItWork as DidItWork,
    Tried as Tried,
    actions_begun as actions_begun,
    as_tried as as_tried,
    did_it_work as did_it_work,
)
