"""Prints the schema that the fetched crate ships; its metadata comes from standard input."""

import json
import pathlib
import sys

packages = json.load(sys.stdin)["packages"]
[manifest] = [package["manifest_path"] for package in packages if package["name"] == "serde-sarif"]
print(pathlib.Path(manifest).with_name("src").joinpath("schema.json").read_text())
