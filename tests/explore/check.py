#!/usr/bin/env python3
"""Explores one program, in both modes, and compares with what it says of itself.

usage: check.py RACETRAP PROGRAM.c BUILD-FOLDER

The program's comments hold one of these lines:
  clean        nothing is found, and nothing is refused (in semantics, where no line says anything)
  finds KIND   a finding of this kind, in both modes alike
  forks        clean, and the restore mode gives way to the fork mode
  diverges     clean, and the modes are found to differ: the restore mode gives way
  cut          nothing is found, and no schedule comes to an end
  refused      it says that it cannot be explored, and why
and may hold:
  traces N     DPOR runs exactly N schedules
  assumes ...  these words are in one of the assumptions that the search rests on; may be there several times
  assumes no ...  they are in none
  options ...  options for racetrap explore
"""

import json
import pathlib
import re
import subprocess
import sys

racetrap, source, build = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
text = source.read_text()
SAID = re.search(r"^(?://| \*|/\*) (clean|finds [\w-]+|forks|diverges|cut|refused)\b", text, re.MULTILINE)
if not SAID and source.parent.name != "semantics":
    sys.exit(f"check.py: {source} does not say what must come of it")
said = SAID.group(1).split() if SAID else ["clean"]
traces = re.search(r"^(?://| \*|/\*) traces (\d+)", text, re.MULTILINE)
options = re.search(r"^(?://| \*|/\*) options (.*)", text, re.MULTILINE)
words = options.group(1).replace("*/", "").split() if options else []
assumed = re.findall(r"^(?://| \*|/\*) assumes (no )?(.*)", text, re.MULTILINE)
failed = []


def explore(*arguments):
    command = [racetrap, "explore", str(source), "--json", "-", "--jobs", "1", "--schedules", "4000",
               "--build-dir", build, *words, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1) and said[0] != "refused":
        print(done.stdout[-2000:], done.stderr[-4000:])
        sys.exit(f"check.py: {' '.join(command)} ended with {done.returncode}")
    return done.returncode, (json.loads(done.stdout) if done.stdout.startswith("{") else None), done.stderr


def expect(condition, complaint):
    if not condition:
        failed.append(complaint)


def kinds_of(report):
    return sorted({finding["kind"] for finding in report["findings"]})


def check(mode):
    status, report, errors = explore("--mode", mode)
    if said[0] == "refused":
        expect(status == 2 and report and report["search"] == "refused" and report["reason"],
               f"{mode}: expected a refusal with its reason, got status {status}: {errors[-500:]}")
        return None
    if said[0] == "finds":
        expect(status == 1 and kinds_of(report) == [said[1]],
               f"{mode}: expected a finding of kind {said[1]}, got {kinds_of(report)}")
        expect(all(finding["confirmed"] for finding in report["findings"]), f"{mode}: it was not confirmed")
    else:
        expect(status == 0 and not report["findings"],
               f"{mode}: expected nothing to be found, got {json.dumps(report['findings'])[:1500]}")
    if said[0] == "cut":
        expect(report["search"] == "sampled" and report["cut"] == report["schedules"] > 0,
               f"{mode}: {report['search']}, {report['cut']} of {report['schedules']} were cut")
    for no, words_of in assumed:
        expect((no == "") == any(words_of in assumption for assumption in report["assumptions"]),
               f"{mode}: `{words_of}' among the assumptions {report['assumptions']}")
    wanted = "fork" if mode == "fork" or said[0] in ("forks", "diverges") else "restore"
    expect(report["mode"] == wanted, f"{mode}: it ran in {report['mode']} mode: {report['mode_reason']}")
    expect((report["diverged"] > 0) == (said[0] == "diverges" and mode == "restore"),
           f"{mode}: {report['diverged']} schedules diverged")
    return report


reports = [check("restore"), check("fork")]
if traces:
    _, report, _ = explore("--strategy", "dpor", "--all", "--schedules", "1000000")
    expect(report["schedules"] == int(traces.group(1)),
           f"expected {traces.group(1)} traces, got {report['schedules']}")
    expect(report["search"] == "exhausted", f"the search did not come to its end: {report['search']}")
for complaint in failed:
    print(f"{source}: {complaint}", file=sys.stderr)
print(f"{source.name}: {' '.join(said)}: "
      + ", ".join(f"{r['mode']}: {r['search']} {r['schedules']}" for r in reports if r))
sys.exit(1 if failed else 0)
