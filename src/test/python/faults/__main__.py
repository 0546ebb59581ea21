"""Runs Sluice on the inputs on which faults were seen: python3 src/test/python/faults SLUICE FAULTS [CASE ...]

SLUICE is the command, FAULTS the folder of the inputs with its scripts; a case is named by the start
of its name. Prints a line for each case: what came of it, and ends with 1 if one isn't right. Python
3.11 is enough for those of video; cases that make models say which package they lack.
"""

import sys
from pathlib import Path

import exports
import graphs
import models
import video
from running import Run, Unavailable

CASES = {**video.CASES, **models.CASES, **graphs.CASES, **exports.CASES}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    run = Run(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
    wanted = sys.argv[3:] or [""]
    unknown = [word for word in wanted if not any(name.startswith(word) for name in CASES)]
    if unknown:
        sys.exit(f"no case begins with {', '.join(unknown)}; there are {', '.join(CASES)}")
    right = wrong = left_out = 0
    for name, case in CASES.items():
        if not any(name.startswith(word) for word in wanted):
            continue
        try:
            verdict, seen = "right", case(run)
            right += 1
        except Unavailable as reason:
            verdict, seen = "left out", reason
            left_out += 1
        except Exception as difference:
            verdict, seen = "WRONG", f"{type(difference).__name__}: {difference}"
            wrong += 1
        print(f"{verdict:9} {name:28} {seen}", flush=True)
    print(f"{right} right, {wrong} wrong, {left_out} left out")
    run.close()
    sys.exit(1 if wrong else 0)


main()
