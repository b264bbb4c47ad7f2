#!/bin/sh
# Ctrl-C in the middle: children gone, reports written with what was measured, exit status 130.
. "$(dirname "$0")/lib.sh"

cp -r "$source/tests/hard/ignores-sigterm" hangs-on-and-on
sed -i 's/^hang-after.*/hang-after = 600/' hangs-on-and-on/case.ini
cp -r "$source/harness/template" answers
# In a shell without job control a background command ignores SIGINT unless it is set again.
python3 - "$racetrap" "$build" <<'PYTHON'
import json, os, re, signal, subprocess, sys, time

racetrap, build = sys.argv[1:3]
run = subprocess.Popen(
    [racetrap, "run", "./answers", "./hangs-on-and-on", "--detector", "native", "--jobs", "2",
     "--timeout", "900", "--build-dir", build, "--json", "results.json", "--junit", "results.xml"],
    stdout=open("out", "w"), stderr=subprocess.STDOUT,
    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

def left():
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if re.search(rb"/hangs-on-and-on\.buggy", open(f"/proc/{pid}/cmdline", "rb").read()):
                found.append(pid)
        except OSError:
            pass
    return found

# Its launcher, itself and two children: all four are up.
while len(left()) < 4:
    assert run.poll() is None, open("out").read()
    time.sleep(0.01)
run.send_signal(signal.SIGINT)
status = run.wait(timeout=60)
assert status == 130, (status, open("out").read())
assert not left(), f"left running: {left()}"
results = json.load(open("results.json"))
assert results["summary"]["interrupted"] is True
verdicts = {(t["case"], t["variant"]): t["verdict"] for t in results["trials"]}
assert verdicts["hangs-on-and-on", "buggy"] == "not-run", verdicts
assert len(verdicts) == 4
PYTHON
cat out
expect_says '^interrupted: what is shown is what was measured until then'
grep -q '<testsuites' results.xml || fail "no JUnit XML was written"
