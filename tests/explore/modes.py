#!/usr/bin/env python3
"""No finding of the corpus differs between a restored process and one of its own for each schedule.

usage: modes.py RACETRAP BUILD-FOLDER
"""

import json
import subprocess
import sys

racetrap, build = sys.argv[1:]
SCHEDULES = "200"


def explore(case, variant, mode):
    command = [racetrap, "explore", case, "--variant", variant, "--mode", mode, "--jobs", "1",
               "--schedules", SCHEDULES, "--build-dir", build, "--json", "-"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"modes.py: {' '.join(command)} ended with {done.returncode}")
    report = json.loads(done.stdout)
    if report["mode"] != mode or report["diverged"]:
        sys.exit(f"modes.py: {case}, {variant}: mode {report['mode']}, {report['diverged']} diverged")
    findings = [{key: finding[key] for key in ("kind", "schedule", "sides", "confirmed")}
                for finding in report["findings"]]
    return done.returncode, report["search"], report["schedules"], findings


listed = subprocess.run([racetrap, "list", "--json"], stdout=subprocess.PIPE, text=True, check=True)
cases = [case["name"] for case in json.loads(listed.stdout)["cases"]]
differing = 0
for case in cases:
    for variant in "buggy", "fixed":
        restore, fork = (explore(case, variant, mode) for mode in ("restore", "fork"))
        same = restore == fork and restore[0] == (variant == "buggy")
        differing += not same
        print(f"{case} {variant}: {restore[1]} {restore[2]}, {len(restore[3])} found"
              + ("" if same else f"\n  restore: {restore}\n  fork:    {fork}"), flush=True)
sys.exit(1 if differing or not cases else 0)
