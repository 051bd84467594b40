"""Own pictures: what is made of them, and a sentence for everything that is wrong with their zip."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from playground import datasets
from playground.checks import autofix
from playground.checks.check import check_experiment
from playground.core import paths
from playground.core.problems import PlaygroundError, Problem
from playground.datasets import uploads
from playground.datasets.dataset import RawDataset
from playground.datasets.images import own_images
from playground.datasets.readers.images import folders, square, zip_archive
from playground.experiment import edits, spec
from tests.support import zips

pytestmark = pytest.mark.usefixtures("home")


def data_of(content: bytes, **params: object) -> spec.Data:
    kept = datasets.store_upload(content, "own_images")
    return spec.Data.model_validate({"name": "own_images", "params": {"file": kept, **params}})


def read(content: bytes, **params: object) -> RawDataset:
    """Every picture, in the order of their names, before preparation."""
    given = {"size": "28", "fit": "crop", "colour": "colour", **params}
    return own_images.load({"file": datasets.store_upload(content, "own_images"), **given})


def ten(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A zip of *entries* and ten good pictures that come after them."""
    return zips.pack([*entries, *((f"z/{row}.png", zips.picture(row)) for row in range(10))])


@cache
def _with_150_mb_of_zeros() -> bytes:
    return ten(("vast.bmp", bytes(150_000_000)))


def notes(raw: RawDataset) -> list[str]:
    return [str(note) for note in raw.notes]


def refused(content: bytes) -> Problem:
    with pytest.raises(PlaygroundError) as raised:
        datasets.prepare(data_of(content))
    problem = raised.value.problems[0]
    assert problem.field == "data.params.file"
    assert str(problem).endswith(".")
    return problem


# what is made of pictures -------------------------------------------------------------------------------------------


def test_folders_are_classes_and_each_part_has_its_share() -> None:
    data = data_of(zips.pack(zips.kinds()))
    info, prepared = datasets.describe(data), datasets.prepare(data)
    assert info.class_names == ("apple", "bread", "cup")
    assert (info.task, info.outputs, info.input_shape) == ("multiclass", 3, (28, 28, 3))
    assert [np.bincount(part.y).tolist() for part in (prepared.train, prepared.validation, prepared.test)] == [
        [14, 14, 14],
        [2, 2, 2],
        [4, 4, 4],
    ]
    pixels = {zips_pixels(row).tobytes(): row % 3 for row in range(60)}
    for x, y in zip(np.asarray(prepared.train.x), np.asarray(prepared.train.y), strict=True):
        assert pixels[x.tobytes()] == y


def zips_pixels(row: int) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(zips.picture(row))))


def test_the_order_in_the_zip_does_not_matter() -> None:
    entries = zips.kinds(30)
    one, other = read(zips.pack(entries)), read(zips.pack(reversed(entries)))
    assert np.array_equal(one.x, other.x)
    assert np.array_equal(one.y, other.y)


@pytest.mark.parametrize(
    ("names", "classes", "y", "parts"),
    [
        (["a/1", "b/2"], ("a", "b"), [0, 1], ()),
        (["all/of/a/1", "all/of/b/2", "all/of/b/x/3"], ("a", "b"), [0, 1, 1], ()),
        (["1", "2"], ("images",), [0, 0], ()),
        (["cats/1", "cats/2"], ("cats",), [0, 0], ()),
        (["a/1", "2"], ("no folder", "a"), [1, 0], ()),
        (["set/train/a/1", "set/test/a/2", "set/train/b/3"], ("a", "b"), [0, 0, 1], ("test", "train")),
        (["train/1", "val/2"], ("images",), [0, 0], ("train", "val")),
        (["./a//1", "b/./2"], ("a", "b"), [0, 1], ()),
        (["train/1", "plane/2"], ("plane", "train"), [1, 0], ()),
    ],
)
def test_classes_from_folders(names: list[str], classes: tuple[str, ...], y: list[int], parts: tuple[str, ...]) -> None:
    found = folders.folder_classes([f"{name}.png" for name in names])
    assert found.names == classes
    assert found.y.tolist() == y
    assert found.split_folders == parts


def halves(size: tuple[int, int]) -> Image.Image:
    """Red left and blue right, in equal parts."""
    image = Image.new("RGB", size, (255, 0, 0))
    image.paste((0, 0, 255), (size[0] // 2, 0, *size))
    return image


def test_a_wide_picture_is_cut_padded_or_stretched() -> None:
    wide = Image.new("RGB", (64, 32), (0, 255, 0))
    wide.paste((255, 0, 0), (16, 0, 48, 32))
    cut, padded, drawn = (square.to_square_rgb(wide, 16, fit).astype(int) for fit in ("crop", "pad", "stretch"))
    assert cut.shape == padded.shape == drawn.shape == (16, 16, 3)
    assert cut[8, 1].tolist() == [255, 0, 0], "only the red middle is left"
    assert not padded[:4].any()
    assert not padded[12:].any()
    assert padded[8, 1].tolist() == [0, 255, 0]
    assert drawn[1, 1].tolist() == [0, 255, 0]
    assert drawn[1, 8].tolist() == [255, 0, 0]


@pytest.mark.parametrize(("orientation", "red"), [(1, (8, 1)), (3, (8, 14)), (6, (1, 8)), (8, (14, 8)), (2, (8, 14))])
def test_a_picture_stands_as_the_camera_was_held(orientation: int, red: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = square.open_image(zips.encoded(halves((64, 64)), "JPEG", exif=exif, quality=95, subsampling=0))
    pixel = square.to_square_rgb(image, 16, "crop")[red].astype(int)
    assert pixel[0] > 200
    assert pixel[2] < 60


def test_what_is_transparent_is_white_but_under_a_white_picture_black() -> None:
    for ink, behind in (((0, 0, 0, 255), 255), ((255, 255, 255, 255), 0)):
        image = Image.new("RGBA", (28, 28), (0, 0, 0, 0))
        image.paste(ink, (10, 10, 18, 18))
        pixels = square.to_square_rgb(square.open_image(zips.encoded(image)), 28, "crop")
        assert pixels[2, 2].tolist() == [behind] * 3
        assert pixels[14, 14].tolist() == [255 - behind] * 3


def test_sixteen_bits_become_eight() -> None:
    deep = Image.fromarray(np.full((28, 28), 0x8042, np.uint16))
    assert square.to_square_rgb(square.open_image(zips.encoded(deep)), 28, "crop")[3, 3].tolist() == [0x80] * 3


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_every_format_and_size_is_read(form: str, mode: str) -> None:
    if (form, mode) == ("JPEG", "P"):
        pytest.skip("JPEG has no palette")
    entries = []
    for row in range(10):
        image = Image.new("RGB", (20 + 31 * row, 50), (255, 255, 255)).convert(mode)
        entries.append((f"{row}.{form.lower()}", zips.encoded(image, form)))
    raw = read(zips.pack(entries))
    assert raw.x.shape == (10, 28, 28, 3)
    assert np.asarray(raw.x).min() > 240


def test_a_gif_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (28, 28), colour) for colour in ("red", "blue")]
    moving = zips.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert square.to_square_rgb(square.open_image(moving), 28, "crop")[5, 5].tolist() == [255, 0, 0]


def test_grey_among_colour_is_told_and_decided() -> None:
    mixed = zips.pack(
        [(f"{row}.png", zips.picture(row)) for row in range(8)]
        + [(f"g{row}.jpg", zips.picture(row, form="JPEG", mode="L")) for row in range(4)]
    )
    raw = read(mixed)
    assert raw.x.shape == (12, 28, 28, 3)
    assert "Images in colour: 8, grey: 4; all are read in colour." in notes(raw)
    assert read(mixed, colour="auto").x.shape == (12, 28, 28, 3)
    grey = read(mixed, colour="grey")
    assert grey.x.shape == (12, 28, 28, 1)
    assert "Images in colour: 8, grey: 4; all are read in grey." in notes(grey)
    wanted = np.asarray(Image.open(io.BytesIO(zips.picture(3))).convert("L")).astype(int)
    assert np.abs(np.asarray(grey.x)[3, ..., 0].astype(int) - wanted).max() <= 1


def test_automatic_is_grey_where_all_are() -> None:
    raw = read(zips.pack([(f"{row:02}.png", zips.picture(row, mode="L")) for row in range(12)]), colour="auto")
    assert raw.x.shape == (12, 28, 28, 1)
    assert np.array_equal(np.asarray(raw.x)[5, ..., 0], np.asarray(Image.open(io.BytesIO(zips.picture(5, mode="L")))))


@pytest.mark.parametrize("size", ["8", "16", "32", "64"])
def test_every_size(size: str) -> None:
    assert read(zips.pack(zips.kinds(12)), size=size).x.shape == (12, int(size), int(size), 3)


def test_names_of_macos_and_of_chinese_windows_are_read() -> None:
    for encoding in ("utf-8", "gb2312"):
        entries = [(f"{kind}{row}.png", zips.picture(row)) for row in range(5) for kind in ("aaaaaa/", "bbbbbb/")]
        content = zips.pack(entries)
        for old, new in (("aaaaaa/", "猫狗"), ("bbbbbb/", "苹果")):
            name = new.encode(encoding)
            content = content.replace(old.encode(), name + b"_" * (6 - len(name)) + b"/")
        assert {name.rstrip("_") for name in read(content).class_names} == {"猫狗", "苹果"}


# one class ----------------------------------------------------------------------------------------------------------


def one_kind() -> spec.Data:
    return data_of(zips.pack([(f"cats/{row}.png", zips.picture(row)) for row in range(20)]))


def supervised(data: spec.Data) -> spec.Experiment:
    layers = (("Flatten", {}), ("Dense", {"units": 10, "activation": "softmax"}))
    loss = spec.NamedParams(name="CategoricalCrossentropy")
    training = spec.Training(epochs=1, batch_size=8)
    picks = (spec.NamedParams(name="accuracy"),)
    return spec.Experiment(data=data, networks=(spec.stack(*layers),), loss=loss, metrics=picks, training=training)


def test_one_class_is_refused_in_one_sentence_whose_repair_gives_the_input_back() -> None:
    data = one_kind()
    info = datasets.describe(data)
    assert (info.class_names, info.outputs) == (("cats",), 1)
    asked = supervised(data)
    (problem,) = check_experiment(asked, info).problems
    assert (problem.code, problem.field) == ("one_class", "data")
    assert "cats" in str(problem)
    assert "into a folder" in str(problem)
    mended = edits.apply(asked, *problem.repairs[0].edits)
    assert mended.family == "autoencoder"
    assert not check_experiment(mended, info).problems
    assert any("one class" in str(note) for note in datasets.preview(data).notes)


@pytest.mark.parametrize("family", ["autoencoder", "denoising"])
def test_families_that_give_the_input_back_learn_from_one_class(family: str) -> None:
    data = one_kind()
    info = datasets.describe(data)
    moved = autofix.switch_family(supervised(data), family, info)
    assert not check_experiment(moved, info).problems


def test_another_zip_makes_the_network_fit_as_another_data_set_does() -> None:
    asked = supervised(spec.Data(name="own_images"))
    moved = autofix.retarget_data(asked, data_of(zips.pack(zips.kinds())))
    assert not check_experiment(moved, datasets.describe(moved.data)).problems


# what is passed over ------------------------------------------------------------------------------------------------


def test_what_systems_leave_behind_is_passed_over_in_silence() -> None:
    left = ("__MACOSX/z/._1.png", "z/.DS_Store", "z/Thumbs.db", "z/desktop.ini", "readme.txt", "labels.csv")
    raw = read(ten(*((name, b"nothing") for name in left)))
    assert len(raw.x) == 10
    assert not any("passed over" in note for note in notes(raw))


def test_other_files_and_broken_pictures_are_counted_and_the_first_is_named() -> None:
    whole = zips.picture(1, form="JPEG", size=(200, 200))
    raw = read(
        ten(
            ("a.pdf", b"%PDF"),
            ("b.exe", b"MZ"),
            ("c/half.jpg", whole[: len(whole) // 2]),
            ("c/text.png", b"not a picture"),
            ("d.heic", b"...."),
        )
    )
    assert len(raw.x) == 10
    assert "Files that are no images, passed over: 3; the first is a.pdf." in notes(raw)
    assert "Broken images, passed over: 2; the first is c/half.jpg." in notes(raw)
    assert raw.class_names == ("z",), "a folder without a picture that can be read is no class"


def test_a_picture_whose_bytes_were_changed_is_broken() -> None:
    content = bytearray(zips.pack([(f"{row}.png", zips.picture(row)) for row in range(11)], zipfile.ZIP_STORED))
    content[content.find(b"IDAT") + 20] ^= 0xFF
    raw = read(bytes(content))
    assert len(raw.x) == 10
    assert "Broken images, passed over: 1; the first is 0.png." in notes(raw)


def test_a_zip_within_is_told_and_the_pictures_beside_it_are_used() -> None:
    raw = read(ten(("more.zip", zips.pack(zips.kinds(9)))))
    assert len(raw.x) == 10
    assert "Archives inside the zip, not opened: 1; the first is more.zip." in notes(raw)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(zips.picture(99))
    raw = read(ten((zips.link("a.png"), str(secret).encode())))
    assert len(raw.x) == 10
    assert "Links, passed over: 1; the first is a.png." in notes(raw)


def test_of_two_of_one_name_the_last_is_used() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = ten(("a.png", zips.plain("red")), ("a.png", zips.plain("blue")))
    raw = read(content)
    assert len(raw.x) == 11
    assert np.asarray(raw.x)[0, 5, 5].tolist() == [0, 0, 255]
    assert "Names that come twice, of which the last is used: 1; the first is a.png." in notes(raw)


def test_a_picture_of_more_pixels_than_may_be_decoded_is_passed_over() -> None:
    """100 megapixels in about 12 kB: told by the head, never decoded."""
    vast = zips.encoded(Image.new("1", (10_000, 10_000)))
    raw = read(ten(("a/vast.png", vast)))
    assert len(raw.x) == 10
    assert any(note.startswith("Images of more than 50 megapixels") for note in notes(raw))


def test_megapixels_are_counted_over_all_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_images, "MOST_PIXELS", 28 * 28 * 9)
    assert refused(ten()).code == "too_many_pixels"


def test_more_pictures_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_images, "MOST", 30)
    content = zips.pack(zips.kinds(90))
    raw = read(content)
    assert np.bincount(raw.y).tolist() == [10, 10, 10]
    assert "There are 90 images in the zip; 30 are used, the same share of each class." in notes(raw)
    own_images._load_images.cache_clear()
    assert np.array_equal(read(content).x, raw.x)


# what is refused ----------------------------------------------------------------------------------------------------


def only(*entries: tuple[str, bytes]) -> bytes:
    return zips.pack(entries)


def evil(name: bytes) -> bytes:
    content = ten(("x" * len(name), zips.picture()))
    return zips.renamed(content, b"x" * len(name), name)


GOOD = zips.pack(zips.kinds(12))
BAD: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "empty", "empty"),
    "no files": (zips.pack([]), "no_pictures", "no image in the zip"),
    "a text": (b"name,kind\n1,2\n" * 20, "no_zip", "not a zip"),
    "an image": (zips.picture(), "no_zip", "an image, not a zip"),
    "a RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(100), "no_zip", "a RAR archive"),
    "cut off": (GOOD[: len(GOOD) // 2], "broken_zip", "not whole"),
    "cut off at the end": (GOOD[:-30], "broken_zip", "not whole"),
    "locked": (zips.with_flag(GOOD, 0x1), "locked", "password"),
    "names locked": (zips.with_flag(GOOD, 0x2000), "locked", "password"),
    "only zips": (only(("a.zip", GOOD), ("b.zip", GOOD)), "only_archives", "a.zip"),
    "only texts": (only(("a.txt", b"some"), ("b.txt", b"more")), "no_pictures", "no image"),
    "only documents": (only(("a.docx", b"some")), "no_pictures", "a.docx"),
    "climbs": (evil(b"../../etc/x.png"), "leads_out", "../../etc/x.png"),
    "climbs from within": (evil(b"a/../../x.png"), "leads_out", "leads out"),
    "absolute": (evil(b"/etc/cron.d/x.png"), "leads_out", "/etc/cron.d"),
    "drive": (evil(b"C:/Windows/x.png"), "leads_out", "C:/Windows"),
    "backslashes": (evil(b"..\\..\\x.png"), "leads_out", "..\\..\\x.png"),
    "NUL": (evil(b"x.png\0.exe"), "leads_out", "x.png·.exe"),
    "bzip2": (zips.pack(zips.kinds(12), zipfile.ZIP_BZIP2), "packing", "method 12"),
    "lzma": (zips.pack(zips.kinds(12), zipfile.ZIP_LZMA), "packing", "method 14"),
    "ten gigabytes": (
        zips.pack([("a.png", bytes(1_000_000))]).replace(
            (1_000_000).to_bytes(4, "little"), (4_294_000_000).to_bytes(4, "little")
        ),
        "too_much",
        "4.3 GB",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_zip_that_is_refused_is_not_kept_and_told_in_a_sentence(case: str, home: Path) -> None:
    content, code, says = BAD[case]
    before = set(home.parent.rglob("*"))
    problem = refused(content)
    assert (problem.code, says in str(problem)) == (code, True), str(problem)
    written = set(home.parent.rglob("*")) - before - {paths.uploads()}
    assert not written, "nothing is written, neither here nor outside"


def test_nine_pictures_are_too_few_and_what_was_passed_over_is_told_too() -> None:
    content = zips.pack([*((f"{row}.png", zips.picture(row)) for row in range(9)), ("x.png", b"broken")])
    with pytest.raises(PlaygroundError) as raised:
        datasets.prepare(data_of(content))
    few, broken = raised.value.problems
    assert "can be read: 9; at least 10" in str(few)
    assert "Broken images, passed over: 1" in str(broken)


def test_only_broken_pictures() -> None:
    assert refused(zips.pack([(f"{row}.png", b"broken") for row in range(20)])).code == "too_few"


def test_more_folders_than_can_be_classes() -> None:
    entries = [(f"{row:03}/a.png", zips.plain("red")) for row in range(201)]
    assert refused(zips.pack(entries)).code == "many_classes"


def test_a_file_above_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1_000_000)
    with pytest.raises(PlaygroundError, match="2 MB; at most 1 MB"):
        data_of(bytes(2_000_000))
    assert not paths.uploads().exists()


def test_a_bomb_of_ten_gigabytes_is_refused_by_its_list() -> None:
    """Zeros, deflated a thousandfold and then named again and again (D. Fifield, 2019): 60 kB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.bmp", bytes(40_000_000))
        archive.filelist *= 250
    assert len(stream.getvalue()) < 60_000
    problem = refused(stream.getvalue())
    assert problem.code == "too_much"
    assert "10.0 GB; at most 2 GB" in str(problem)


def test_a_file_that_unpacks_to_more_than_a_picture_has_is_passed_over_within_little_memory() -> None:
    """150 MB of zeros, which are never all in memory."""
    kept = data_of(_with_150_mb_of_zeros())
    tracemalloc.start()
    try:
        seen = datasets.preview(kept)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert any("vast.bmp" in str(note) for note in seen.notes)
    assert peak < 100_000_000


def test_a_header_that_lies_about_its_size_unpacks_no_more_than_it_says() -> None:
    content = zips.with_size(_with_150_mb_of_zeros(), 1000)
    tracemalloc.start()
    try:
        raw = read(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(raw.x) == 10
    assert "Broken images, passed over: 1; the first is vast.bmp." in notes(raw)
    assert peak < 20_000_000


def test_what_comes_out_is_counted_whatever_the_list_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged by its list the zip may be read; what then comes out is more than may."""
    content = zips.pack([(f"{row}.bmp", bytes(300_000)) for row in range(20)])
    kept = data_of(content)
    monkeypatch.setattr(zip_archive, "MOST_UNPACKED", 5_000_000)
    monkeypatch.setattr(zip_archive, "_refuse_list", lambda _files: None)
    with pytest.raises(PlaygroundError, match="came out of the zip"):
        datasets.prepare(kept)


def test_more_pictures_than_are_used_are_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_images, "MOST", 200)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        small = zips.plain((9, 200, 30), (4, 4))
        for row in range(10_000):
            archive.writestr(f"{'ab'[row % 2]}/{row:06}.png", small)
    raw = read(stream.getvalue(), size="8")
    assert raw.x.shape == (200, 8, 8, 3)
    assert np.bincount(raw.y).tolist() == [100, 100]
    assert any("10000 images in the zip; 200 are used" in note for note in notes(raw))


def test_a_list_of_files_that_is_too_long_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_archive, "MOST_LIST", 100_000)
    content = zips.pack([(f"{row:06}.png", b"") for row in range(3000)])
    assert refused(content).code == "too_many_files"


@pytest.mark.parametrize("seed", range(30))
def test_bytes_changed_at_random_never_end_in_a_traceback(seed: int) -> None:
    rng = np.random.default_rng(seed)
    content = bytearray(zips.pack(zips.kinds(12)))
    tail = seed % 2 * (len(content) - 1500)
    for place in rng.integers(tail, len(content), 12):
        content[place] = rng.integers(256)
    with suppress(PlaygroundError):
        assert len(read(bytes(content)).x) >= 10


@pytest.mark.parametrize("file", ["", "../../etc/passwd", "/etc/passwd", "0" * 63, "0" * 64])
def test_a_document_cannot_name_a_path(file: str) -> None:
    data = spec.Data.model_validate({"name": "own_images", "params": {"file": file}})
    with pytest.raises(PlaygroundError) as raised:
        datasets.prepare(data)
    assert raised.value.problems[0].field == "data.params.file"


def test_the_same_bytes_are_kept_once_and_a_table_is_no_zip() -> None:
    one = datasets.store_upload(GOOD, "own_images")
    assert one == datasets.store_upload(memoryview(GOOD), "own_images")
    assert os.listdir(paths.uploads()) == [f"{one}.zip"]  # noqa: PTH208 - hidden files too
    with pytest.raises(PlaygroundError, match="not on this machine"):
        datasets.prepare(spec.Data.model_validate({"name": "csv", "params": {"file": one}}))
