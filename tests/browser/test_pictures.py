"""The pictures of docs/ can be taken anew at any time, and those that are kept are small and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.browser.demo import Demo
from tests.browser.pictures import FOLDER, PICTURES, TALLEST, Picture, take
from tests.support.browser import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_taken_anew(standing: Demo, browser: Browser, tmp_path: Path, picture: Picture) -> None:
    file = take(standing, browser, picture, tmp_path)
    with Image.open(file) as taken:
        assert taken.width == picture.width
        assert taken.height <= TALLEST
        # One colour alone would be an empty page.
        assert len(taken.convert("RGB").getcolors(256) or ()) > 16
    assert file.stat().st_size < 150_000


def test_the_kept_pictures_are_few_and_small() -> None:
    kept = {file.stem: file.stat().st_size for file in FOLDER.glob("*.png")}
    assert set(kept) == {picture.name for picture in PICTURES}
    assert sum(kept.values()) < 500_000
    assert "docs/pictures/file.png" in (FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
