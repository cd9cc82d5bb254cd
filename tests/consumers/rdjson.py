"""Reads a report as reviewdog does, by protobuf's JSON parser, which refuses what the messages do not have, and looks up each
place in bytes: rdjson.py RDJSON JSON."""

import json
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

STRING, INT, MESSAGE, ENUM = 9, 5, 11, 14
# Reviewdog's messages: field, type, message or enum, whether repeated. Numbers do not matter to JSON.
MESSAGES = {
    "DiagnosticResult": [
        ("diagnostics", MESSAGE, "Diagnostic", True),
        ("source", MESSAGE, "Source", False),
        ("severity", ENUM, "Severity", False),
    ],
    "Diagnostic": [
        ("message", STRING, None, False),
        ("location", MESSAGE, "Location", False),
        ("severity", ENUM, "Severity", False),
        ("source", MESSAGE, "Source", False),
        ("code", MESSAGE, "Code", False),
        ("suggestions", MESSAGE, "Suggestion", True),
        ("original_output", STRING, None, False),
        ("related_locations", MESSAGE, "RelatedLocation", True),
    ],
    "Location": [("path", STRING, None, False), ("range", MESSAGE, "Range", False)],
    "RelatedLocation": [("message", STRING, None, False), ("location", MESSAGE, "Location", False)],
    "Range": [("start", MESSAGE, "Position", False), ("end", MESSAGE, "Position", False)],
    "Position": [("line", INT, None, False), ("column", INT, None, False)],
    "Suggestion": [("range", MESSAGE, "Range", False), ("text", STRING, None, False)],
    "Source": [("name", STRING, None, False), ("url", STRING, None, False)],
    "Code": [("value", STRING, None, False), ("url", STRING, None, False)],
}

file = descriptor_pb2.FileDescriptorProto(name="rdf.proto", package="rdf", syntax="proto3")
severity = file.enum_type.add(name="Severity")
for number, name in enumerate(["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]):
    severity.value.add(name=name, number=number)
for name, fields in MESSAGES.items():
    message = file.message_type.add(name=name)
    for number, (field, kind, type_name, repeated) in enumerate(fields, 1):
        added = message.field.add(name=field, number=number, type=kind, label=3 if repeated else 1)
        if type_name:
            added.type_name = f".rdf.{type_name}"
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
result = message_factory.GetMessageClass(pool.FindMessageTypeByName("rdf.DiagnosticResult"))()
json_format.Parse(open(sys.argv[1], encoding="utf-8").read(), result)

findings = json.load(open(sys.argv[2], encoding="utf-8"))["findings"]
assert len(findings) == len(result.diagnostics) > 0
for finding, diagnostic in zip(findings, result.diagnostics):
    location, range = finding["location"], diagnostic.location.range
    assert diagnostic.code.value == finding["rule"]
    assert diagnostic.location.path == location["file"]
    text = open(location["file"], "rb").read()
    lines = text.split(b"\n")
    for ours, theirs in ((location["start"], range.start), (location["end"], range.end)):
        offset = sum(len(line) + 1 for line in lines[: theirs.line - 1]) + theirs.column - 1
        assert offset == ours["byte"], (finding["rule"], offset, ours)
