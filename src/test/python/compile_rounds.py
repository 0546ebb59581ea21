"""The loop that sluice.openvino.BindingRun's "compile" is measured against: MODEL ROUNDS.

Compiles a model again and again, infers once, and prints how the resident memory of the process
grew after the first tenth of the rounds.
"""

import sys

import openvino


def resident_kilobytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def main():
    model, rounds = sys.argv[1], int(sys.argv[2])
    core = openvino.Core()
    tenth = most = 0
    for done in range(1, rounds + 1):
        compiled = core.compile_model(core.read_model(model), "CPU")
        request = compiled.create_infer_request()
        request.infer()
        del request, compiled
        if done == rounds // 10:
            tenth = resident_kilobytes()
        if done >= rounds // 10 and done % max(1, rounds // 10) == 0:
            most = max(most, resident_kilobytes())
            print(f"{done} rounds: {resident_kilobytes() / 1024:.1f} MB")
    print(
        f"after the first tenth {tenth / 1024:.1f} MB, most {most / 1024:.1f} MB:"
        f" {100 * (most - tenth) / tenth:+.1f} %"
    )


main()
