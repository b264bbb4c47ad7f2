#!/usr/bin/env python3
"""Explores one program, in both modes, and compares with what it says of itself.

usage: check.py RACETRAP PROGRAM.c BUILD-FOLDER

The program's comments hold one of these lines:
  clean        nothing is found, and nothing is refused (in semantics, where no line says anything)
  finds KIND ...  findings of these kinds and no others, told in this order, in both modes alike
  forks        clean, and the restore mode gives way to the fork mode
  diverges     clean, and the modes are found to differ: the restore mode gives way
  cut          nothing is found, and no schedule comes to an end
  incomplete   nothing is found, and it says what was not seen
  refused      it says that it cannot be explored, and why
and may hold:
  traces N     DPOR runs exactly N schedules
  all N        --all tells of exactly N findings
  says TEXT    the finding's text, or the reason, holds this
  needs fork   the restore mode gives way to the fork mode
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
SAID = re.search(r"^(?://| \*|/\*) (clean|finds( [\w-]+)+|forks|diverges|cut|incomplete|refused)\b", text, re.MULTILINE)
if not SAID and source.parent.name != "semantics":
    sys.exit(f"check.py: {source} does not say what must come of it")
said = SAID.group(1).split() if SAID else ["clean"]
traces = re.search(r"^(?://| \*|/\*) traces (\d+)", text, re.MULTILINE)
everything = re.search(r"^(?://| \*|/\*) all (\d+)", text, re.MULTILINE)
says = re.search(r"^(?://| \*|/\*) says (.*)", text, re.MULTILINE)
needs_fork = re.search(r"^(?://| \*|/\*) needs fork", text, re.MULTILINE)
options = re.search(r"^(?://| \*|/\*) options (.*)", text, re.MULTILINE)
words = options.group(1).replace("*/", "").split() if options else []
assumed = re.findall(r"^(?://| \*|/\*) assumes (no )?(.*)", text, re.MULTILINE)
failed = []


def explore(*arguments):
    command = [racetrap, "explore", str(source), "--json", "-", "--jobs", "1", "--schedules", "4000",
               "--build-dir", build, *words, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1, 3) and said[0] != "refused":
        print(done.stdout[-2000:], done.stderr[-4000:])
        sys.exit(f"check.py: {' '.join(command)} ended with {done.returncode}")
    return done.returncode, (json.loads(done.stdout) if done.stdout.startswith("{") else None), done.stderr


def expect(condition, complaint):
    if not condition:
        failed.append(complaint)


def kinds_of(report):
    return list(dict.fromkeys(finding["kind"] for finding in report["findings"]))


def check(mode):
    status, report, errors = explore("--mode", mode)
    if said[0] == "refused":
        expect(status == 2 and report and report["search"] == "refused" and report["reason"],
               f"{mode}: expected a refusal with its reason, got status {status}: {errors[-500:]}")
        expect(not says or (report and says.group(1) in report["reason"]), f"{mode}: {report and report['reason']}")
        return None
    if said[0] == "finds":
        expect(status == 1 and kinds_of(report) == said[1:],
               f"{mode}: expected {said[1:]} to be found, got {kinds_of(report)}")
        expect(all(finding["confirmed"] for finding in report["findings"]), f"{mode}: it was not confirmed")
    elif said[0] in ("incomplete", "cut"):
        expect(status == 3 and report["search"] == "incomplete" and report["reason"] and not report["findings"],
               f"{mode}: expected an incomplete search, got status {status}, {report['search']}, "
               f"{json.dumps(report['findings'])[:1500]}")
    else:
        expect(status == 0 and not report["findings"],
               f"{mode}: expected nothing to be found, got {json.dumps(report['findings'])[:1500]}")
    if says:
        told = [finding["text"] for finding in report["findings"]] or [report["reason"] or ""]
        expect(all(says.group(1) in text for text in told), f"{mode}: it says {told}")
    if said[0] == "cut":
        expect(report["cut"] >= max(1, report["schedules"] - 1),  # DPOR gives up one that it cannot keep
               f"{mode}: {report['search']}, {report['cut']} of {report['schedules']} were cut")
    for no, words_of in assumed:
        expect((no == "") == any(words_of in assumption for assumption in report["assumptions"]),
               f"{mode}: `{words_of}' among the assumptions {report['assumptions']}")
    wanted = "fork" if mode == "fork" or said[0] in ("forks", "diverges") or needs_fork else "restore"
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
if everything:
    _, report, _ = explore("--all")
    expect(len(report["findings"]) == int(everything.group(1)),
           f"expected {everything.group(1)} findings of --all, got {len(report['findings'])}")
for complaint in failed:
    print(f"{source}: {complaint}", file=sys.stderr)
print(f"{source.name}: {' '.join(said)}: "
      + ", ".join(f"{r['mode']}: {r['search']} {r['schedules']}" for r in reports if r))
sys.exit(1 if failed else 0)
