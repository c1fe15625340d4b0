"""Hands a change to the guard of this host. Standard input: the paths and texts of the change, and the guard itself, as JSON."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile

wish = json.load(sys.stdin)
os.umask(0o077)
home = os.path.dirname(wish["guard"])
os.makedirs(home, exist_ok=True)
# Renamed into its place, so that a unit never runs half of it.
with open(wish["guard"] + ".new", "w") as script:
    script.write(wish["script"])
os.replace(wish["guard"] + ".new", wish["guard"])

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w") as tar:

    def add(name, text):
        data = text.encode()
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        tar.addfile(entry, io.BytesIO(data))

    contents = iter(wish["contents"])
    # Numbered folders, because a path may hold any character.
    for number, file in enumerate(wish["files"]):
        before = "absent"
        if os.path.exists(file["path"]):
            with open(file["path"], "rb") as old:
                before = hashlib.sha256(old.read()).hexdigest()
        add("files/%d/path" % number, file["path"])
        add("files/%d/mode" % number, str(file.get("mode", "600")))
        add("files/%d/before" % number, before)
        if "src" in file:
            add("files/%d/content" % number, next(contents))
    for number, run in enumerate(wish["runs"]):
        add("run/%d/kind" % number, run["kind"])
        add("run/%d/path" % number, run["path"])

taken = subprocess.run(["sh", wish["guard"], "stage", wish["id"]], input=archive.getvalue())
sys.exit(taken.returncode)
