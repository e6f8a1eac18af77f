from pathlib import Path

import pytest

from shebao.benches import photo_archives, photographing

WRONG = {"greyscale", "damaged", "file_too_small", "disguised", "wrong_format", "too_many_pixels"}


def test_each_photo_gets_its_verdict_and_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_archives, "A_ZIP", 40)
    monkeypatch.setattr(photo_archives, "_BAD_EVERY", 10)
    found = photographing.bench(tmp_path, 60)
    assert found["verdicts"] == {"good": 54, "bad": 6}
    assert (found["archives"], found["photos"]) == (2, 60)
    assert set(found["problems"]) == WRONG
    assert 0 < found["child_peak_rss_mb"] < 300
