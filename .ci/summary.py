"""Sums up the JUnit reports in the given folders: skipped tests by name with their reason, then the counts."""

import pathlib
import sys
import xml.etree.ElementTree as xml

run = failures = errors = 0
skipped = []
for folder in sys.argv[1:]:
    for report in sorted(pathlib.Path(folder).glob("TEST-*.xml")):
        for case in xml.parse(report).getroot().iter("testcase"):
            run += 1
            failures += case.find("failure") is not None
            errors += case.find("error") is not None
            skip = case.find("skipped")
            if skip is not None:
                reason = (skip.get("message") or skip.text or "no reason given").strip().splitlines()[0]
                reason = reason.removeprefix("org.opentest4j.TestAbortedException: ")
                skipped.append(f"{case.get('classname')}.{case.get('name')}: {reason}")

if skipped:
    print("Skipped tests:")
    for line in skipped:
        print("  " + line)
failed = failures + errors
print(f"{run - failed - len(skipped)} passed, {failed} failed, {len(skipped)} skipped")
print(f"Tests run: {run}, Failures: {failures}, Errors: {errors}, Skipped: {len(skipped)}")
