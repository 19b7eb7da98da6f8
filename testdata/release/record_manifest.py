"""The manifest that the Python tool wrote of a release: from what GitHub's API says of it, and the zip as downloaded.

python3 testdata/release/record_manifest.py ZIP [--indent] < release.json

Prints the manifest's text. The archive is tested on the way, with its names, times and the canonical form of its JSON.
"""
import hashlib
import json
import pathlib
import sys
import time
import zipfile

path = pathlib.Path(sys.argv[1])
release = json.load(sys.stdin)
archive = zipfile.ZipFile(path)
assert archive.testzip() is None

entries = {}
for info in archive.infolist():
    folder, name = info.filename.split("/")
    assert folder == path.stem and not info.is_dir(), info.filename
    content = archive.read(info)
    if name.endswith(".json"):
        assert content == json.dumps(json.loads(content), sort_keys=True).encode(), name
    entries[name] = {
        "compress_size": info.compress_size,
        "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", info.date_time + (0, 0, -1)),
        "name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": info.file_size,
    }

(asset,) = [asset for asset in release["assets"] if asset["name"] == path.name]
KEYS = ["assets_url", "created_at", "html_url", "id", "name", "published_at", "tag_name", "url", "zipball_url"]
manifest = {key: release[key] for key in KEYS} | {
    "assets": {
        asset["name"]: {
            "created_at": asset["created_at"],
            "description": asset["label"],
            "entries": entries,
            "relative_url": asset["browser_download_url"],
            "zipped_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
    },
    "author": release["author"]["login"],
    "description": release["body"],
}
print(json.dumps(manifest, sort_keys=True, indent=2 if "--indent" in sys.argv else None), end="")
