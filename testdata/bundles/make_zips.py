"""Packs a small bundle with the programs that bundles are packed with: Python, Info-ZIP (to a file and to a pipe).

python3 testdata/bundles/make_zips.py    (needs zip 3.0)
"""
import pathlib
import subprocess
import tempfile
import zipfile

HERE = pathlib.Path(__file__).parent
NAME = "ML-DGA-20201111-1"
ROLES = ["model", "dga_ngrams_create", "dga_ngrams_transform_delete", "ingest_pipeline1", "ingest_pipeline2"]
FILES = {f"dga_1_1.0_{role}.json": (f'{{"role": "{role}"}}\n' * 20).encode() for role in ROLES}

with tempfile.TemporaryDirectory() as work:
    folder = pathlib.Path(work, NAME)
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)

    with zipfile.ZipFile(HERE / "python.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            archive.write(folder / name, f"{NAME}/{name}")
    with zipfile.ZipFile(HERE / "python_stored.zip", "w") as archive:
        for name in FILES:
            archive.write(folder / name, f"{NAME}/{name}")
    # Sizes in the header of each file are in the wide form.
    with zipfile.ZipFile(HERE / "python_wide.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            with archive.open(f"{NAME}/{name}", "w", force_zip64=True) as entry:
                entry.write(content)
    # Sizes follow each file.
    piped = subprocess.run(["zip", "-q", "-r", "-", NAME], cwd=work, stdout=subprocess.PIPE, check=True).stdout
    (HERE / "infozip_piped.zip").write_bytes(piped)
    target = HERE / "infozip.zip"
    target.unlink(missing_ok=True)
    subprocess.run(["zip", "-q", "-r", target.resolve(), NAME], cwd=work, check=True)
    flat = HERE / "infozip_flat.zip"
    flat.unlink(missing_ok=True)
    subprocess.run(["zip", "-q", "-j", "-r", flat.resolve(), NAME], cwd=work, check=True)
    # As macOS packs a folder: resource forks beside it.
    (pathlib.Path(work, "__MACOSX", NAME)).mkdir(parents=True)
    for name in FILES:
        pathlib.Path(work, "__MACOSX", NAME, f"._{name}").write_bytes(b"\0\5\x16\7")
    target = HERE / "macos.zip"
    target.unlink(missing_ok=True)
    subprocess.run(["zip", "-q", "-r", target.resolve(), NAME, "__MACOSX"], cwd=work, check=True)
    # A folder that links to a file elsewhere.
    (folder / "dga_1_1.0_link.json").symlink_to("/etc/hostname")
    target = HERE / "infozip_link.zip"
    target.unlink(missing_ok=True)
    subprocess.run(["zip", "-q", "-y", "-r", target.resolve(), NAME], cwd=work, check=True)
