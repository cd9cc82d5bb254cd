"""Fails when test results break the schema or junitparser counts other than we do: junit.py SCHEMA JUNIT JSON."""

import json
import sys

from junitparser import Failure, JUnitXml
from lxml import etree

schema, junit, report = sys.argv[1:]
etree.XMLSchema(etree.parse(schema)).assertValid(etree.parse(junit))
summary = json.load(open(report))["summary"]
cases = [case for suite in JUnitXml.fromfile(junit) for case in suite]
failed = [case for case in cases if any(isinstance(result, Failure) for result in case.result)]
ours = (summary["errors"] + summary["warnings"] + summary["infos"], summary["errors"] + summary["warnings"])
if (len(cases), len(failed)) != ours:
    sys.exit(f"junitparser counts {len(cases)} tests with {len(failed)} failures, we {ours}")
