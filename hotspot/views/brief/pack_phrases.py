"""The fixed phrases of the packs: English, then Welsh (machine-made, to be checked by a Welsh speaker)."""

from __future__ import annotations

PACK: dict[str, tuple[str, str]] = {
    "needs": ("Needs assessment", "Asesiad o anghenion"),
    "review": ("Yearly review", "Adolygiad blynyddol"),
    "pack_subject": ("{title} of {name}", "{title}: {name}"),
    "page_where": ("1. Where", "1. Ble"),
    "page_when": ("2. When", "2. Pryd"),
    "page_trend": ("3. Trend and indicators", "3. Tuedd a dangosyddion"),
    "page_context": ("4. Context and equality", "4. Cyd-destun a chydraddoldeb"),
    "page_sources": ("5. Sources and limits", "5. Ffynonellau a therfynau"),
    "summary": (
        "{count} records of {measure} {period}{rate}. {trend}",
        "{count} o gofnodion {measure} {period}{rate}. {trend}",
    ),
    "trend_alone": ("Month by month: {trend}.", "Fesul mis: {trend}."),
    "trend_year": (
        "The last 12 months against the 12 before: {change}.",
        "Y 12 mis diwethaf o'i gymharu â'r 12 cynt: {change}.",
    ),
    "trend_differs": (
        "These are two questions: a slow change over all months may not show between two years, nor one of a year over "
        "all months.",
        "Dau gwestiwn yw'r rhain: efallai na fydd newid araf dros yr holl fisoedd i'w weld rhwng dwy flynedd, na newid "
        "blwyddyn dros yr holl fisoedd.",
    ),
    "summary_controlled": (
        "{measure} {period}: the totals of a restricted source are not shown; places and years stand in bands.",
        "{measure} {period}: ni ddangosir cyfansymiau ffynhonnell gyfyngedig; dangosir bandiau yn unig.",
    ),
    "summary_rate": (
        ": {rate:,.1f} per 1,000 residents and year (95 % interval {low:,.1f} to {high:,.1f})",
        ": {rate:,.1f} fesul 1,000 o drigolion y flwyddyn (cyfwng 95 %: {low:,.1f} i {high:,.1f})",
    ),
    "definition": ("Local definition: {said}", "Diffiniad lleol: {said}"),
    "pack_map": ("{name}: what kind of hot spot", "{name}: pa fath o fan poeth"),
    "no_places": ("Nothing is recorded here in this period.", "Nid oes dim wedi'i gofnodi yma yn y cyfnod hwn."),
    "more_rows": ("And {n} more in the workbook.", "A {n} arall yn y llyfr gwaith."),
    "col_window": ("Window of the week", "Cyfnod o'r wythnos"),
    "col_occasions": ("In", "Mewn"),
    "col_busiest": ("Most recorded", "Prysuraf"),
    "col_against": ("The last 12 weeks against the same last year", "Y 12 wythnos ddiwethaf o'i gymharu â'r llynedd"),
    "grid_said": ("Records by hour, {first} to {last}", "Cofnodion fesul awr, {first} i {last}"),
    "left_out": ("What became of every record of the period", "Beth ddaeth o bob cofnod yn y cyfnod"),
    "col_reason": ("Records", "Cofnodion"),
    "months_said": ("Records a month", "Cofnodion y mis"),
    "months": ("Month by month (the last 12 dark)", "Fesul mis (y 12 diwethaf yn dywyll)"),
    "no_months": (
        "A controlled release shows no months side by side.",
        "Nid yw rhyddhad rheoledig yn dangos misoedd ochr yn ochr.",
    ),
    "this_last": ("This year against last", "Eleni o'i gymharu â'r llynedd"),
    "this_last_said": (
        "The 12 months to {day} against the 12 before, with the 95 % interval of the difference.",
        "Y 12 mis hyd at {day} o'i gymharu â'r 12 cynt, gyda chyfwng 95 % y gwahaniaeth.",
    ),
    "col_measure": ("What is counted", "Beth a gyfrifir"),
    "col_this": ("This year", "Eleni"),
    "col_before": ("Last year", "Y llynedd"),
    "col_change": ("Difference", "Gwahaniaeth"),
    "not_clear": ("not clearly different", "dim gwahaniaeth clir"),
    "more": ("more", "mwy"),
    "fewer": ("fewer", "llai"),
    "not_held": ("the year before is not held", "nid yw'r flwyddyn gynt ar gael"),
    "bands": ("bands: no difference is shown", "bandiau: ni ddangosir gwahaniaeth"),
    "too_few": ("too few to judge", "rhy ychydig i farnu"),
    "one_period": ("one period alone: no change to judge", "un cyfnod yn unig: dim newid i'w farnu"),
    "no_numerator": ("not judged: type in its numerator", "heb ei farnu: teipiwch y rhifiadur"),
    "patrols": ("; follows patrols", "; yn dilyn patrolau"),
    "home_office": ("Success measures of the Home Office", "Mesurau llwyddiant y Swyddfa Gartref"),
    "typed_in": ("Indicators typed in", "Dangosyddion a deipiwyd"),
    "no_indicators": (
        "No indicator is typed in yet: the page Data has the form.",
        "Nid oes dangosydd wedi'i deipio eto: mae'r ffurflen ar y dudalen Data.",
    ),
    "col_indicator": ("Indicator", "Dangosydd"),
    "col_period": ("Period", "Cyfnod"),
    "col_value": ("Value", "Gwerth"),
    "col_earlier": ("Before", "Cynt"),
    "col_judged": ("Judged", "Barn"),
    "col_source": ("Source", "Ffynhonnell"),
    "sensitive": ("Sexual and domestic offences", "Troseddau rhywiol a domestig"),
    "sensitive_kind": ("Offences", "Troseddau"),
    "few": ("fewer than 10", "llai na 10"),
    "sensitive_said": (
        "Shown by partnership only: numbers below 10 are one band, none included, others are rounded to 5, and no "
        "total is shown. Recorded offences; most such offences are never reported.",
        "Dangosir fesul partneriaeth yn unig: mae niferoedd o dan 10 mewn un band, gan gynnwys dim, eraill wedi'u "
        "talgrynnu i 5, heb gyfanswm. Troseddau a gofnodwyd; ni chaiff y rhan fwyaf eu riportio.",
    ),
    "compared": ("Partnerships compared", "Cymharu partneriaethau"),
    "rates_said": ("Records per 1,000 residents and year", "Cofnodion fesul 1,000 o drigolion y flwyddyn"),
    "context_caveat": (
        "Context, not cause: what surrounds an area explains no single incident, and none of it enters a "
        "hot-spot score.",
        "Cyd-destun, nid achos: nid yw'r hyn sydd o gwmpas ardal yn esbonio unrhyw ddigwyddiad unigol.",
    ),
    "neighbourhoods": ("Neighbourhoods with most records", "Cymdogaethau â'r nifer uchaf"),
    "col_lsoa": ("Neighbourhood (LSOA)", "Cymdogaeth (LSOA)"),
    "col_interval": ("95 % interval", "Cyfwng 95 %"),
    "col_trend": ("Trend", "Tuedd"),
    "col_decile": ("Deprivation", "Amddifadedd"),
    "col_youth": ("Youth session", "Sesiwn ieuenctid"),
    "decile_said": (
        "Deprivation: tenth of the country without the Crime domain, 1 the most deprived. Youth session: the "
        "nearest one in a straight line. A dash: not known.",
        "Amddifadedd: degfed ran o'r wlad heb y parth Troseddu, 1 y mwyaf difreintiedig. Sesiwn ieuenctid: yr "
        "agosaf mewn llinell syth. Llinell: anhysbys.",
    ),
    "rank_corr": (
        "Rank correlation with the records of each neighbourhood, whole area",
        "Cydberthynas rhengoedd â chofnodion pob cymdogaeth, yr ardal gyfan",
    ),
    "col_layer": ("Layer", "Haen"),
    "col_rho": ("Correlation", "Cydberthynas"),
    "no_layers": ("No layer of context is loaded.", "Nid oes haen gyd-destun wedi'i llwytho."),
    "equality": ("Equality evidence", "Tystiolaeth cydraddoldeb"),
    "ages": ("Age of the victim: {said}.", "Oed y dioddefwr: {said}."),
    "no_ages": ("Age: no source here states the age of a victim.", "Oed: nid yw unrhyw ffynhonnell yn nodi oed."),
    "deprived": (
        "Deprivation: the neighbourhoods in the most deprived three tenths of the country hold {records} % of the "
        "records and {residents} % of the residents here.",
        "Amddifadedd: mae'r cymdogaethau yn y tair degfed ran fwyaf difreintiedig yn cynnwys {records} % o'r "
        "cofnodion a {residents} % o'r trigolion.",
    ),
    "no_deprived": ("Deprivation: no index is loaded.", "Amddifadedd: nid oes mynegai wedi'i lwytho."),
    "no_census": (
        "Sex, ethnicity and disability: not loaded. Records here carry none of them, and no census layer is held; "
        "say in the assessment what other evidence was used.",
        "Rhyw, ethnigrwydd ac anabledd: heb eu llwytho. Nid yw'r cofnodion yn eu cynnwys ac nid oes haen gyfrifiad.",
    ),
    "what_held": ("What is held", "Beth sydd ar gael"),
    "col_rows": ("Rows", "Rhesi"),
    "col_months": ("Months", "Misoedd"),
    "col_gaps": ("Missing between", "Ar goll"),
    "col_noplace": ("Without place", "Heb leoliad"),
    "sharing": ("Who shared what, the last 12 months", "Pwy rannodd beth, y 12 mis diwethaf"),
    "sharing_key": (
        "R received, L late, M missing, N not agreed, – nothing entered.",
        "R derbyniwyd, L hwyr, M ar goll, N heb gytuno, – dim wedi'i nodi.",
    ),
    "no_sharing": (
        "Nothing is entered on who shares what: the page Data has the form.",
        "Nid oes dim wedi'i nodi am bwy sy'n rhannu: mae'r ffurflen ar y dudalen Data.",
    ),
    "gaps_of": ("{partner}: {months}", "{partner}: {months}"),
    "gaps": ("Gaps over all months entered: {said}.", "Bylchau dros yr holl fisoedd: {said}."),
    "no_gaps": ("No gap is entered.", "Nid oes bwlch wedi'i nodi."),
    "limits": ("Limits", "Terfynau"),
    "not_loaded": ("Not loaded", "Heb ei lwytho"),
    "page_year": ("1. This year against last", "1. Eleni o'i gymharu â'r llynedd"),
    "page_done": ("2. What was done, and did it work", "2. Beth a wnaed, ac a weithiodd"),
    "page_lists": (
        "3. How good were the lists, and what is missing",
        "3. Pa mor dda oedd y rhestrau, a beth sydd ar goll",
    ),
    "actions_done": ("Actions", "Camau gweithredu"),
    "no_actions_here": (
        "No action in this partnership is in the register.",
        "Nid oes cam yn y bartneriaeth hon yn y gofrestr.",
    ),
    "projects": ("Commissioned activity", "Gweithgarwch a gomisiynwyd"),
    "no_projects": (
        "No commissioned activity in this partnership is in the register.",
        "Nid oes gweithgarwch a gomisiynwyd yn y gofrestr.",
    ),
    "col_project": ("Activity", "Gweithgarwch"),
    "col_provider": ("Provider", "Darparwr"),
    "col_sessions": ("Sessions", "Sesiynau"),
    "worked": ("Did it work?", "A weithiodd?"),
    "no_worked": (
        "No action here can be judged yet: the page Did it work says what one needs.",
        "Ni ellir barnu unrhyw gam yma eto.",
    ),
    "lists": ("Past lists, each scored on the month that followed", "Rhestrau'r gorffennol, wedi'u sgorio"),
}
