"""Every fixed phrase of the paper: English, then Welsh (machine-made, to be checked by a Welsh speaker)."""

from __future__ import annotations

from hotspot.views.brief.pack_phrases import PACK

MONTHS = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd",
    "Rhagfyr",
)  # fmt: skip

WORDS = {
    "no pattern": "dim patrwm",
    "new": "newydd",
    "worsening": "yn gwaethygu",
    "long-standing": "hirsefydlog",
    "easing": "yn lleddfu",
    "on and off": "ysbeidiol",
    "was hot": "wedi bod yn boeth",
    "cold": "oer",
}

PHRASES: dict[str, tuple[str, str]] = PACK | {
    # Every page
    "page": ("Page {page} of {pages}", "Tudalen {page} o {pages}"),
    "made_up": ("Demonstration: a fictional place", "Arddangosiad: lle dychmygol"),
    "unchecked": ("", "Cymraeg peirianyddol: i'w gwirio gan siaradwr Cymraeg (to be checked by a Welsh speaker)"),
    "band": ("fewer than 8", "llai nag 8"),
    "card_what": (
        "{area} · {measure} · sources: {sources} · {period}",
        "{area} · {measure} · ffynonellau: {sources} · {period}",
    ),
    "card_how": (
        "Settings: {settings} · analysis {analysis} · data version {data} · method: {method}",
        "Gosodiadau: {settings} · dadansoddiad {analysis} · fersiwn data {data} · dull: {method}",
    ),
    # The brief
    "brief": ("Tasking brief", "Briff tasgio"),
    "brief_subject": ("One page for a tasking meeting: {area}", "Un dudalen ar gyfer cyfarfod tasgio: {area}"),
    "to": ("records to {day}", "cofnodion hyd at {day}"),
    "subject": ("{word}: {name}.", "{word}: {name}."),
    "overall": ("The whole list: {said}", "Y rhestr gyfan: {said}"),
    "decide": ("{n} to decide: {names}.", "{n} i'w penderfynu: {names}."),
    "nothing": ("Nothing is recorded {period}.", "Nid oes dim wedi'i gofnodi {period}."),
    "level": (
        "No place comes first: many share the highest band.",
        "Nid oes un lle yn dod gyntaf: mae llawer yn rhannu'r band uchaf.",
    ),
    "whole": ("The whole area", "Yr ardal gyfan"),
    "close": ("Close-up: {name}", "Golwg agos: {name}"),
    "legend": ("parts of each kind", "rhannau o bob math"),
    "map_alt": (
        "Map of {area}. Numbered places, described in the table below: {places}.",
        "Map o {area}. Lleoedd â rhifau, fel yn y tabl isod: {places}.",
    ),
    "where": ("Where", "Ble"),
    "what": ("What", "Beth"),
    "how_many": ("How many, against usual", "Faint, o'i gymharu â'r arfer"),
    "when": ("When", "Pryd"),
    "who": ("Who else knows", "Pwy arall sy'n gwybod"),
    "sure": ("How certain", "Pa mor sicr"),
    "where_said": ("Number {rank}: {name}. {csp}. {size}", "Rhif {rank}: {name}. {csp}. {size}"),
    "where_within": ("Within number {rank}: {name}. {csp}. {size}", "O fewn rhif {rank}: {name}. {csp}. {size}"),
    "where_bare": ("{name}. {csp}. {size}", "{name}. {csp}. {size}"),
    "need": ("Need: {said}.", "Angen: {said}."),
    "near": ("Near: {said}.", "Gerllaw: {said}."),
    "thin": ("Thin: {said}.", "Prin: {said}."),
    "one_place": ("One area of {km2:,.2f} km².", "Un ardal o {km2:,.2f} km²."),
    "part_of": (
        "The busiest of {cells} adjoining areas with {count} records together.",
        "Y prysuraf o {cells} ardal gyfagos gyda {count} o gofnodion gyda'i gilydd.",
    ),
    "one_of": (
        "One of {cells} adjoining areas with {count} records together; the busiest is {peak}.",
        "Un o {cells} ardal gyfagos gyda {count} o gofnodion gyda'i gilydd; y brysuraf yw {peak}.",
    ),
    "what_said": ("{word}: {measure}. {why}", "{word}: {measure}. {why}"),
    "listed_for_count": ("Listed for its count alone.", "Ar y rhestr oherwydd y nifer yn unig."),
    "last_usual": (
        "{count} {span}, usually {usual} ({low}–{high}).",
        "{count} {span}; {usual} fel arfer ({low}–{high}).",
    ),
    "last_only": ("{count} {span}.", "{count} {span}."),
    "whole_count": ("{count} {period}{interval}.", "{count} {period}{interval}."),
    "interval": (" (95 % interval {low}–{high})", " (cyfwng 95 %: {low}–{high})"),
    "last_year": ("{count} in the last 12 months.", "{count} yn y 12 mis diwethaf."),
    "window": (
        "{title}: {count} in {occasions}, most {busy}.",
        "{title}: {count} mewn {occasions}, y rhan fwyaf {busy}.",
    ),
    "window_none": ("{title}: {count} in {occasions}.", "{title}: {count} mewn {occasions}."),
    "windows_of": (
        "Here and in the areas around, the year to {day}.",
        "Yma ac yn yr ardaloedd o gwmpas, y flwyddyn hyd at {day}.",
    ),
    "bands_only": (
        "Hours of a controlled source are shown in bands only, on the page Weekend nights.",
        "Dim ond mewn bandiau y dangosir oriau ffynhonnell reoledig.",
    ),
    "weekend_nights": (
        "Weekend nights (Fri and Sat, 18:00–05:59)",
        "Nosweithiau'r penwythnos (Gwe a Sad, 18:00–05:59)",
    ),
    "after_school": ("After school (term weekdays, 15:00–18:59)", "Ar ôl ysgol (dyddiau tymor, 15:00–18:59)"),
    "day_drinking": ("Saturday daytime (14:00–20:59)", "Dydd Sadwrn (14:00–20:59)"),
    "occasions_nights": ("{n} nights", "{n} noson"),
    "occasions_days": ("{n} days", "{n} diwrnod"),
    "only_month": (
        "Only the month is known: this source publishes neither day nor hour.",
        "Dim ond y mis sy'n hysbys: nid yw'r ffynhonnell yn cyhoeddi diwrnod nac awr.",
    ),
    "who_alone": (
        "Recorded in {sources}. No other source is held, so nothing here confirms it.",
        "Cofnodwyd yn {sources}. Nid oes ffynhonnell arall, felly nid oes dim yma'n ei gadarnhau.",
    ),
    "stability": (
        "Confidence {level}: the word holds in {share} of {tried} settings tried.",
        "Hyder {level}: mae'r gair yn dal mewn {share} o'r {tried} gosodiad a brofwyd.",
    ),
    "stability_word": ("Confidence {level}.", "Hyder {level}."),
    "no_stability": ("How firm the word is was not tried.", "Ni phrofwyd pa mor gadarn yw'r gair."),
    "few_expected": (
        "Fewer than 5 records are expected around it in a step, so its score is rough.",
        "Disgwylir llai na 5 cofnod o'i gwmpas mewn cam, felly mae'r sgôr yn fras.",
    ),
    "fewer_swings": (
        "A newly busy place often falls back by itself.",
        "Mae lle sydd newydd brysuro yn aml yn gostegu ohono'i hun.",
    ),
    "next_year": (
        "With no action at all, {expected} are to be expected in the next 12 months ({expected_low}–{expected_high}), "
        "against {pace} a year now: only a fall beyond that can be a success.",
        "Heb weithredu o gwbl, disgwylir {expected} yn y 12 mis nesaf ({expected_low}–{expected_high}), o'i gymharu â "
        "{pace} y flwyddyn nawr: dim ond gostyngiad mwy na hynny all fod yn llwyddiant.",
    ),
    "high": ("high", "uchel"),
    "medium": ("medium", "canolig"),
    "low": ("low", "isel"),
    "places": ("Places on the map", "Lleoedd ar y map"),
    "col_no": ("No.", "Rhif"),
    "col_place": ("Place", "Lle"),
    "col_csp": ("District", "Ardal"),
    "col_word": ("Word", "Gair"),
    "col_count": ("Records", "Nifer"),
    "col_12m": ("12 months", "12 mis"),
    "and": ("and", "a"),
    "col_last": ("Last", "Olaf"),
    "col_usual": ("Usual", "Arferol"),
    "not_listed": (
        "On the map, and left out here for want of room: {said}.",
        "Ar y map, ond heb le yma: {said}.",
    ),
    "columns_said": (
        "Records {period}; last: {last}; usual: the range 95 % of steps would keep if nothing had changed here.",
        "Cofnodion {period}; olaf: {last}; arferol: lle byddai 95 % o'r camau pe na bai dim wedi newid yma.",
    ),
    "actions": ("Actions", "Camau gweithredu"),
    "col_action": ("Action", "Cam"),
    "col_owner": ("Owner", "Perchennog"),
    "col_due": ("Deadline", "Dyddiad cau"),
    "col_review": ("Review", "Adolygu"),
    "col_status": ("Status", "Statws"),
    "no_actions": (
        "No open action is in the register. Agreed at the meeting:",
        "Nid oes cam agored yn y gofrestr. Cytunwyd yn y cyfarfod:",
    ),
    "no_register": (
        "The register of actions is not held here. Agreed at the meeting:",
        "Nid yw'r gofrestr gamau ar gael yma. Cytunwyd yn y cyfarfod:",
    ),
    "at_meeting": ("Agreed at the meeting:", "Cytunwyd yn y cyfarfod:"),
    "more_actions": ("And {n} more in the register.", "A {n} arall yn y gofrestr."),
    "closed_actions": ("Besides, of all meetings: {said}.", "Hefyd, o bob cyfarfod: {said}."),
    "overdue": ("overdue", "hwyr"),
    "overdue_on": ("Overdue as of {day}.", "Hwyr ar {day}."),
    "proposed": ("proposed", "arfaethedig"),
    "agreed": ("agreed", "cytunwyd"),
    "running": ("running", "ar waith"),
    "done": ("done", "wedi'i wneud"),
    "late": ("late", "hwyr"),
    "dropped": ("dropped", "rhoddwyd heibio"),
}
