"""How the pages look: large words for a wall, dark text, a visible focus, nothing from another machine."""

import json

from hotspot.language import phrase

SHEET = """
<style>
.block-container, [data-testid="stMainBlockContainer"] {padding: 3.8rem 2.5rem 3rem;
  max-width: 1900px}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {gap: .55rem}
.hs-unseen {position: absolute; width: 1px; height: 1px; margin: 0; padding: 0; overflow: hidden; clip-path: inset(50%)}
.hs-question {font-size: 1.05rem; line-height: 1.3; color: #3b4048; margin: 0; padding: 0}
[data-testid="stLayoutWrapper"]:has(> .st-key-language) {position: absolute}  /* and leaves no gap behind */
.st-key-language {position: fixed; top: .55rem; right: 3.2rem; z-index: 999990; width: auto; gap: 0}
.st-key-language button p {text-decoration: underline; font-size: 1rem}
.hs-group {font-weight: 650; color: #14171c; margin: 0 0 .5rem}
/* a row of choices: the title of its group, then the choices; the second half of a row is one wide choice or two */
[class*="st-key-filter_"] {flex-wrap: nowrap}
[class*="st-key-filter_"] > * {flex: 1 1 0; min-width: 0}
[class*="st-key-filter_"] > :first-child {flex: 0 0 7%; min-width: 3.2rem}
.st-key-filter_where > :nth-child(4), .st-key-filter_when > :nth-child(2) {flex: 2 1 1rem}
@media (max-width: 640px) {[class*="st-key-filter_"] {flex-direction: column; align-items: stretch}}
.st-key-filters .stSelectbox, .st-key-filters .stMultiSelect {min-width: 0}
.hs-source {font-size: 1rem; line-height: 1.35; color: #2f3640; margin: 0}
.hs-headline {font-size: 40px; line-height: 1.12; font-weight: 650; color: #14171c; margin: 0; max-width: 66ch}
.hs-long {font-size: 33px}
.hs-second {font-size: 1.2rem; line-height: 1.35; color: #2f3640; margin: 0}
.hs-skip {position: absolute; left: -9999px}
.hs-skip:focus {position: fixed; left: 1rem; top: .6rem; z-index: 999999; background: #ffffff; color: #14171c;
  padding: .4rem .8rem; border: 2px solid #1f5f8b}
.hs-news {font-size: 1.05rem; font-weight: 650; color: #14171c; margin: 0}
.hs-list {font-size: 1.25rem; font-weight: 650; color: #14171c; margin: .2rem 0 0 0; padding: 0;
  scroll-margin-top: 4rem}
#hs-place {scroll-margin-top: 4rem}
[data-testid="stMain"] {scroll-padding-top: 4rem}  /* what gets the focus does not stop under the menu */
/* A fold that is opening cannot be scrolled by the focus in it: the scroll would shut the list that a key opens. */
[data-testid="stExpander"] details[style*="overflow: hidden"] {overflow: clip !important}
.st-key-made_up button {background: #fff3c4; border-color: #7a5c00; min-height: 0; padding: .1rem .6rem}
.st-key-made_up button p {color: #3d2e00; font-weight: 650; font-size: 1rem}
.st-key-watch:not(:has(.st-key-news)) {display: none}
[data-testid="stLayoutWrapper"]:has(> .st-key-watch):not(:has(.st-key-news)) {display: none}
[data-testid="stLayoutWrapper"]:has(> .st-key-browser):not(:has(.hs-note)) {height: 0; overflow: hidden;
  margin-bottom: -.55rem}
/* a row of the list: its button, which has the place's name, and the words below it */
.st-key-hot_list > [class*="st-key-place_"], .st-key-hot_list > [class*="st-key-place_"] + * {width: 100%;
  border-left: 5px solid transparent; padding: .1rem 0 0 .2rem; border-radius: .2rem .2rem 0 0}
.st-key-hot_list > [class*="st-key-place_"] + * {padding: 0 0 .3rem .2rem; border-radius: 0 0 .2rem .2rem}
.st-key-hot_list > [class*="st-key-place_"] .stButton {width: fit-content}
@media (min-width: 1000px) {.st-key-source_line {flex-wrap: nowrap}}
.st-key-source_line > * {min-width: 0}
.st-key-source_line > [data-testid="stElementContainer"]:not(:last-child) {flex-shrink: 0}
.hs-legend {font-size: 1rem; line-height: 1.75; color: #1c1f24}
.hs-note {font-size: 1rem; color: #3b4048; border-left: 4px solid #1f5f8b; padding: .1rem 0 .1rem .7rem;
  margin: .3rem 0}
.hs-row {font-size: 1.05rem; color: #2f3640; margin: 0 0 .1rem .35rem; line-height: 1.3}
.hs-word {font-weight: 650; padding: .05rem .45rem; border-radius: .3rem; border: 1px solid #5d6570;
  white-space: nowrap}
.hs-contents p {margin: 0}
.hs-contents ul {columns: 18rem; column-gap: 2rem; margin: .3rem 0 0; padding-left: 1.2rem}
.hs-contents li {break-inside: avoid; line-height: 1.6}
[data-testid="stHeading"] [id^="section-"] {scroll-margin-top: 4rem}
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-to_add_"]) {position: sticky; bottom: .5rem; z-index: 50}
[data-testid="stMain"]:has([class*="st-key-to_add_"]) {scroll-padding-bottom: 8rem}  /* nor below that band */
[class*="st-key-to_add_"] {background: #fff3c4; border: 2px solid #7a5c00; border-radius: .5rem; padding: .7rem 1rem}
.hs-panel dt {font-weight: 650; color: #14171c; margin-top: .45rem}
.hs-panel dd {margin: 0; font-size: 1.08rem; color: #1c1f24}
.hs-panel h3 {font-size: 1.5rem; margin: 0}
[class*="st-key-place_"] button {justify-content: flex-start; text-align: left; border: none; background: none;
  padding: .1rem .3rem; min-height: 0; height: auto}
[class*="st-key-place_"] button p {font-size: 1.2rem; line-height: 1.2; font-weight: 650;
  color: #14171c; text-align: left}
[class*="st-key-inside_"] button {justify-content: flex-start; text-align: left; height: auto;
  padding: 0 0 0 1.2rem; min-height: 24px}
[class*="st-key-inside_"] button p {font-size: 1.05rem; text-align: left}
[class*="st-key-place_"] button:hover p {text-decoration: underline}
a:focus-visible, button:focus-visible, input:focus-visible, textarea:focus-visible, summary:focus-visible,
[tabindex]:focus-visible, [data-testid="stDataFrame"] div:focus-visible {
  outline: 3px solid #1f5f8b !important;
  outline-offset: 2px}
[data-testid="stButtonGroup"] button[data-selected="true"] p {font-weight: 650}  /* chosen: not by colour alone */
[data-testid="stMarkdownContainer"]:has(> table) {overflow-x: auto}
/* Before a map knows its size it draws itself at 300 by 150 pixels, which would be stretched over its whole place. */
[data-testid="stDeckGlJsonChart"] canvas:not([width]) {visibility: hidden}
[data-testid="stDeckGlJsonChart"] {position: relative; background: #e4e9ed; border-radius: .5rem}
[data-testid="stDeckGlJsonChart"]:not(:has(canvas[width]))::before {content: DRAWING; position: absolute; inset: 0;
  display: flex; align-items: center; justify-content: center; color: #3b4048; font-size: 1.1rem}
@media (hover: none) {
  /* where nothing hovers, a table's tools stand above it all the time: on its heading, if nothing kept that off */
  [data-testid="stElementContainer"]:has(> [data-testid="stFullScreenFrame"] > [data-testid="stDataFrame"]) {
    margin-top: 2.8rem}
}
@media (min-width: 1000px) and (min-height: 700px) {
  /* the map stays beside its list, which is longer: a place picked far down is seen on it */
  [data-testid="stColumn"]:has(.st-key-hot_now_map), [data-testid="stColumn"]:has(.st-key-act_map) {
    position: sticky; top: 3.8rem; align-self: flex-start}
}
@media (max-width: 700px) {
  /* choices side by side go on in the next line: cut off at the edge they would have to be known of */
  [data-testid="stButtonGroup"] > [role="radiogroup"], [data-testid="stButtonGroup"] > [role="group"] {
    flex-wrap: wrap; overflow: visible; mask-image: none; -webkit-mask-image: none}
  [data-testid="stButtonGroup"] button {max-width: 100%; height: auto}
  [data-testid="stButtonGroup"] button p {white-space: normal; overflow-wrap: anywhere}
  [data-testid="stCode"] pre, [data-testid="stCode"] code {white-space: pre-wrap !important; overflow-wrap: anywhere}
  [data-testid="stCheckbox"], [data-testid="stCheckbox"] label {max-width: calc(100vw - 5.5rem)}
  [data-testid="stCheckbox"] label p {max-width: calc(100vw - 6rem); white-space: normal}
  .hs-legend > span {display: inline-block; max-width: 100%; white-space: normal !important}
  .hs-panel dl {columns: auto !important}
  /* a map as high as the window holds the page fast: a finger's way up or down moves the page, sideways the map */
  .deck-events-root {touch-action: pan-y !important}
  [data-testid="stElementContainer"]:has(> [data-testid="stFullScreenFrame"] [data-testid="stDeckGlJsonChart"]),
  [data-testid="stFullScreenFrame"]:has([data-testid="stDeckGlJsonChart"]):not(:has([aria-label^="Close"])),
  [data-testid="stFullScreenFrame"]:not(:has([aria-label^="Close"])) [data-testid="stDeckGlJsonChart"] {
    max-height: 400px}
  .hs-headline, .hs-long {font-size: 26px}
  .st-key-page_line {flex-wrap: wrap}  /* the fold takes a line of its own, the button beside it the next */
  .st-key-page_line > .st-key-filters {min-width: 100%}
  .block-container, [data-testid="stMainBlockContainer"] {padding-left: 1rem; padding-right: 1rem}
}
</style>
"""


def sheet() -> str:
    """Return the looks of every page, with the words that stand where a map is still to be drawn."""
    return SHEET.replace("DRAWING", json.dumps(phrase("The map is being drawn…"), ensure_ascii=False))
