"""The link of what is on the screen, to send to somebody: copied at a click, or shown to be copied by hand.

Browsers let a page write to the clipboard on https and on this machine alone. Elsewhere the address is shown, selected.
"""

from __future__ import annotations

from streamlit.components import v2

from hotspot.language import phrase

HTML = '<button type="button"></button><input type="text" readonly hidden /><span role="status"></span>'
LOOKS = """
:host, div {font-family: "Source Sans", "Source Sans Pro", Arial, sans-serif}
button {font: inherit; font-size: .875rem; color: #14171c; background: #ffffff; border: 1px solid #c4c7cc;
  border-radius: .5rem; padding: 0 .75rem; min-height: 2.5rem; white-space: nowrap; cursor: pointer}
button:hover {border-color: #1f5f8b; color: #1f5f8b}
button:focus-visible, input:focus-visible {outline: 3px solid #1f5f8b; outline-offset: 2px}
input {font: inherit; font-size: .875rem; display: block; width: 16rem; max-width: 80vw; margin-top: .3rem}
input[hidden] {display: none}
span {display: block; font-size: .875rem; color: #2f3640}
"""
COPY = """
export default function ({ parentElement, data }) {
  const find = name => parentElement.querySelector(name);
  const [button, field, said] = [find("button"), find("input"), find("span")];
  button.textContent = data.label;
  field.setAttribute("aria-label", data.label);
  button.onclick = async () => {
    const link = window.location.href;
    try {
      await navigator.clipboard.writeText(link);
      field.hidden = true;
      said.textContent = data.copied;
      setTimeout(() => { said.textContent = ""; }, 4000);
    } catch {
      field.hidden = false;
      field.value = link;
      field.focus();
      field.select();
      said.textContent = data.by_hand;
    }
  };
}
"""
_LINK = v2.component("hotspot_copy_link", html=HTML, css=LOOKS, js=COPY)


def copy_link() -> None:
    """Offer the link of what is shown; it holds settings and the key of a place, never a count."""
    said = {
        "label": phrase("Copy link"),
        "copied": phrase("Copied."),
        "by_hand": phrase("Press Ctrl+C to copy it."),
    }
    _LINK(key="copy_link", data=said, height="content", width="content")
