"""The brief as a picture for a screen: its shape, its edges, and that something is on it."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from hotspot.views.brief import slide
from tests.views.brief import made_brief


def test_it_has_the_shape_of_a_screen_with_nothing_cut_at_its_edges():
    picture = Image.open(io.BytesIO(slide.slide_png(made_brief.brief()))).convert("L")
    grey = np.asarray(picture)
    assert picture.width / picture.height == np.clip(picture.width / picture.height, 1.76, 1.79)
    assert 0.03 < (grey < 200).mean() < 0.6
    assert (grey[:, -15:] == 255).all()
    assert (grey[:, :15] == 255).all()
    right = grey[200:-150, grey.shape[1] // 2 :]
    assert (right < 120).mean() > 0.01  # the facts


def test_a_controlled_slide_differs_from_the_open_one():
    assert slide.slide_png(made_brief.brief(controlled=True)) != slide.slide_png(made_brief.brief())
