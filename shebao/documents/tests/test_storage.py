"""The file store: whole or nothing, under random names, never outside of its folder."""

import io
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from shebao.access import parked
from shebao.audit.actions import Actor
from shebao.documents import actions, queries, storage
from shebao.documents.models import StoredFile
from shebao.documents.uploads.problems import UploadRefused
from shebao.kernel import clock
from shebao.kernel.errors import NotFound

CLERK = Actor(kind="user", name="经办", door="portal", user_id=1, employer_id=7)


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.FILE_STORE = tmp_path
    return tmp_path


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def keep(content: bytes = b"content", name: str = "合同.pdf") -> StoredFile:
    return actions.keep(
        CLERK,
        io.BytesIO(content),
        name=name,
        kind="pdf",
        purpose="contract",
        employer_id=7,
        declaration_id=3,
        line_no=1,
    )


@pytest.mark.django_db
def test_what_was_kept_is_read_back_and_nobody_else_may_read_the_file(store: Path) -> None:
    stored = keep()
    with storage.read(stored.path) as source:
        assert source.read() == b"content"
    (path,) = files_in(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "合同" not in str(path)
    assert (stored.size, len(stored.sha256)) == (7, 64)


@pytest.mark.django_db
def test_too_much_leaves_nothing(store: Path) -> None:
    with pytest.raises(storage.TooLarge):
        storage.write(io.BytesIO(b"x" * 11), max_bytes=10)
    assert files_in(store) == []


@pytest.mark.django_db
def test_a_row_that_cannot_be_written_leaves_no_bytes(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_values: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(StoredFile.objects, "create", fail)
    with pytest.raises(RuntimeError):
        keep()
    assert files_in(store) == []


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "a/../../b", "."])
def test_no_path_leads_out_of_the_store(path: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        storage.locate(path)


@pytest.mark.django_db
def test_missing_bytes_are_said(store: Path) -> None:
    stored = keep()
    storage.remove(stored.path)
    with pytest.raises(storage.Missing):
        storage.read(stored.path)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\张\\身份证.pdf", "身份证.pdf"),
        ("../../etc/passwd", "passwd"),
        ("\u202egnp.exe.pdf", "gnp.exe.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("", "file"),
        ("...", "file"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_are_shown_without_paths_and_tricks(typed: str, kept: str) -> None:
    assert actions.clean_name(typed) == kept


@pytest.mark.django_db
def test_an_attachment_is_kept_in_its_clean_form() -> None:
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "maker of the camera"
    Image.new("RGB", (30, 20), "white").save(picture, "JPEG", exif=exif)
    stored = actions.attach(
        CLERK, picture, name="照片.jpg", purpose="identity", employer_id=7, declaration_id=3, line_no=1
    )
    with storage.read(stored.path) as source:
        content = source.read()
    assert stored.kind == "jpeg"
    assert b"maker of the camera" not in content


@pytest.mark.django_db
def test_a_refused_attachment_leaves_nothing(store: Path) -> None:
    with pytest.raises(UploadRefused):
        actions.attach(
            CLERK, io.BytesIO(b"MZ"), name="a.pdf", purpose="identity", employer_id=7, declaration_id=3, line_no=1
        )
    assert files_in(store) == []
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_taken_out_files_are_gone_for_readers_and_kept_for_the_trail(store: Path) -> None:
    stored = keep()
    actions.take_out(CLERK, stored.pk, 3, now=clock.now())
    assert queries.find(stored.pk, 7) is None
    assert queries.of_lines(3) == []
    assert len(files_in(store)) == 1
    with pytest.raises(NotFound):
        actions.take_out(CLERK, stored.pk, 3, now=clock.now())


@pytest.mark.django_db
def test_another_employer_finds_and_takes_out_nothing() -> None:
    stored = keep()
    assert queries.find(stored.pk, 8) is None
    with pytest.raises(NotFound):
        actions.take_out(CLERK.acting_for(8), stored.pk, 3, now=clock.now())


def age(path: Path, days: float) -> None:
    """Let a file have been written so many days ago."""
    moment = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.django_db
def test_bytes_of_an_undone_request_are_swept_away_and_nothing_else(store: Path) -> None:
    kept, taken_out = keep(b"kept"), keep(b"taken out")
    actions.take_out(CLERK, taken_out.pk, 3, now=clock.now())
    undone = [storage.write(io.BytesIO(b"undone"), max_bytes=10).path for _ in range(3)]
    storage.locate(undone[0]).with_name(".half").write_bytes(b"half")
    for path in files_in(store):
        age(path, 2.1)
    fresh = storage.write(io.BytesIO(b"fresh"), max_bytes=10).path
    age(storage.locate(undone[2]), 1.9)
    assert actions.sweep(clock.now()) == 3
    left = {str(path.relative_to(store)) for path in files_in(store)}
    assert left == {kept.path, taken_out.path, undone[2], fresh}
    assert actions.sweep(clock.now()) == 0


@pytest.mark.django_db
def test_many_files_are_swept_in_parts(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SWEPT_AT_ONCE", 2)
    kept = [keep().path for _ in range(3)]
    for _ in range(4):
        storage.write(io.BytesIO(b"undone"), max_bytes=10)
    assert actions.sweep(clock.now() + timedelta(days=3)) == 4
    assert sorted(str(path.relative_to(store)) for path in files_in(store)) == sorted(kept)


@pytest.mark.django_db
def test_an_upload_whose_request_is_undone_does_not_stay(store: Path) -> None:
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert len(files_in(store)) == 1
    assert actions.sweep(clock.now() + timedelta(days=3)) == 1
    assert files_in(store) == []


@pytest.mark.django_db
def test_a_file_whose_transaction_held_is_sealed_and_no_sweep_touches_it(
    store: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Not even one under another database, which knows none of the files."""
    with django_capture_on_commit_callbacks(execute=True):
        written = storage.write(io.BytesIO(b"content"), max_bytes=10)
    (path,) = files_in(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert actions.sweep(clock.now() + timedelta(days=3)) == 0
    storage.remove(written.path)
    assert files_in(store) == []


def test_a_store_that_is_not_there_yet_holds_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_STORE = tmp_path / "none"
    assert list(storage.unsealed(clock.now())) == []


def test_parked_submissions_are_forgotten_before_their_files_are_swept() -> None:
    assert parked.KEPT_FOR < actions.UNDONE_AFTER
