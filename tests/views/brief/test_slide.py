"""The brief as a picture: its shape, its edges, and that facts, list and actions are on it."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from hotspot.views import maps
from hotspot.views.brief import slide
from tests.views.brief import made_brief


def test_it_has_the_shape_of_a_page_on_its_side_with_nothing_cut_at_its_edges():
    picture = Image.open(io.BytesIO(slide.slide_png(made_brief.brief()))).convert("L")
    grey = np.asarray(picture)
    assert picture.width / picture.height == np.clip(picture.width / picture.height, 1.41, 1.42)
    assert 0.03 < (grey < 200).mean() < 0.6
    assert (grey[:, -15:] == 255).all()
    assert (grey[:, :15] == 255).all()
    right = grey[200:900, grey.shape[1] // 2 :]
    assert (right < 120).mean() > 0.01  # the facts


def written(brief, monkeypatch) -> str:
    texts = []
    real = slide._write
    monkeypatch.setattr(slide, "_write", lambda figure, x, y, text, *more, **how: (
        texts.append(text), real(figure, x, y, text, *more, **how)))  # fmt: skip
    slide.slide_png(brief)
    return "\n".join(texts)


def test_the_list_and_the_actions_are_on_it_and_what_finds_no_room_is_counted(monkeypatch):
    brief = made_brief.brief(actions=made_brief.actions(slide.MOST_ROWS + 2))
    said = written(brief, monkeypatch)
    for place in maps.marked(brief.analysis.findings)["name"]:
        assert place[:20] in said
    assert "Patrol the square 0" in said and "Neighbourhood team" in said and "01/02/2026" in said
    assert "And 2 more in the register." in said


def test_a_controlled_slide_differs_from_the_open_one():
    assert slide.slide_png(made_brief.brief(controlled=True)) != slide.slide_png(made_brief.brief())
