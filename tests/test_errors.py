"""Every refusal says what is wrong and how to mend it, and is what a programmer would catch."""

from __future__ import annotations

import pytest

from hotspot import errors


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.ParameterError, ValueError),
        (errors.SourceError, ValueError),
        (errors.DataError, ValueError),
        (errors.ProfileError, ValueError),
        (errors.StoreError, RuntimeError),
        (errors.AccessError, PermissionError),
        (errors.HiddenError, PermissionError),
    ],
)
def test_a_refusal_is_two_sentences_and_a_builtin(kind: type[errors.HotspotError], builtin: type[Exception]) -> None:
    with pytest.raises(builtin) as caught:
        raise kind("This is wrong.", "Do that.")
    assert str(caught.value) == "This is wrong. Do that."
