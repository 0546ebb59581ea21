"""Sources: cameras and files that were read wrongly."""

from urllib.parse import quote

from running import expect, free_port

SLOW = 30


def slow_mjpeg(run):
    """2 pictures a second without a clock; one result a second is wanted."""
    port = free_port()
    video = run.folder / "slow.mp4"
    with run.camera("slow_camera.py", port, "mjpeg", 0.5, SLOW, port=port):
        outcome = run.detect(f"http://127.0.0.1:{port}/", "--fps", "1", "-o", video)
    times = outcome.seconds_of_media()
    steps = [after - before for before, after in zip(times, times[1:])]
    length = run.probe(video)["frames"] and times[-1] - times[0]
    expect(SLOW - 15 <= len(times) <= SLOW + 1, f"{len(times)} results in {SLOW} s")
    expect(all(0.4 < step < 1.7 for step in steps), f"steps of {steps} s")
    return f"{len(times)} results in {SLOW} s, {min(steps):.2f} to {max(steps):.2f} s apart; they span {length:.1f} s"


def slow_h264(run):
    port = free_port()
    with run.camera("slow_camera.py", port, "h264", 0.1, SLOW, port=port):
        outcome = run.detect(f"http://127.0.0.1:{port}/")
    times = outcome.seconds_of_media()
    span = times[-1] - times[0]
    expect(SLOW - 15 < span < SLOW + 2, f"results span {span:.1f} s of {SLOW}")
    return f"{len(times)} results span {span:.1f} s of {SLOW}"


def tiles(run):
    report = run.probe(run.clip("grid.avif"))
    expect((report["width"], report["height"]) == (800, 600), report)
    return "800x600"


def orientation(run):
    for name in ("o6.png", "o6.webp"):
        report = run.probe(run.clip(name))
        expect((report["width"], report["height"]) == (600, 800), f"{name}: {report}")
    return "both 600x800"


def pixel_aspect(run):
    video = run.folder / "wide.mp4"
    snapshot = run.folder / "wide.jpg"
    outcome = run.detect(run.clip("ana.mp4"), "-o", video, "--limit", "5")
    expect(outcome.code == 0, outcome.message())
    report = run.probe(video, "-o", snapshot)
    shape = displayed(report)
    expect(abs(shape - 16 / 9) < 0.01, f"{report} is shown {shape:.3f}:1")
    picture = displayed(run.probe(snapshot))
    expect(abs(picture - 16 / 9) < 0.01, f"the snapshot is shown {picture:.3f}:1")
    return f"written as {report['width']}x{report['height']}, shown {shape:.3f}:1; snapshot {picture:.3f}:1"


def displayed(report):
    across, down = (int(n) for n in report.get("pixelAspect", "1:1").split(":"))
    return report["width"] * across / (report["height"] * down)


def animated_webp(run):
    return refused(run.command("probe", run.clip("an.webp")), "animated WebP")


def long_pause(run):
    times = run.detect(run.clip("vfrgap.ts")).seconds_of_media()
    shifted = [round(time - times[0]) for time in times]
    expect(shifted[:4] == [0, 1, 2, 1803], f"seconds {shifted[:6]}")
    return f"seconds {', '.join(map(str, shifted[:5]))} …"


def hls(run):
    with run.camera("http_camera.py", 60, port=8090):
        served = run.detect("http://127.0.0.1:8090/hls.m3u8")
    refused(run.detect(run.clip("hls.m3u8")), "HLS")
    expect(served.seconds < 15, f"took {served.seconds:.0f} s")
    return refused(served, "HLS")


def rtsp(run, *, mode="", password="", flags=(), least=20):
    port = free_port()
    arguments = ["--files", "a.264", "--port", port, "--life", 60]
    arguments += ["--mode", mode] if mode else []
    arguments += ["--pw", password] if password else []
    user = f"admin:{quote(password, safe='')}@" if password else ""
    with run.camera("rtsp_camera.py", *arguments, port=port) as end:
        outcome = run.detect(f"rtsp://{user}127.0.0.1:{port}/stream", "--limit", least, *flags)
        log = end()
    return outcome, log


def rtsp_limit(run):
    outcome, _ = rtsp(run)
    expect(len(outcome.results) == 20, f"{len(outcome.results)} results of 20: {outcome.message()}")
    return "20 results of 20"


def rtsp_sha256(run):
    outcome, _ = rtsp(run, mode="sha2", password="secret")
    expect(len(outcome.results) == 20, f"{len(outcome.results)} results: {outcome.message()}")
    return "20 results, MD5 taken"


def rtsp_passwords(run):
    secrets = ["a#b", "a/b", "a@b", "a:b", "a%b", "a%23b", "#/@:%"]
    for secret in secrets:
        outcome, _ = rtsp(run, password=secret, least=2)
        expect(len(outcome.results) == 2, f"password {secret}: {outcome.message()}")
    outcome, _ = rtsp(run, mode="basic", password="p" * 160, least=2)
    expect(len(outcome.results) == 2, f"160 characters: {outcome.message()}")
    return f"{len(secrets)} passwords with signs and one of 160 characters let in"


def rtsp_udp_only(run):
    """The camera refuses TCP with 461 and hasn't more than that: what matters is that UDP is asked for."""
    outcome, log = rtsp(run, mode="udponly", flags=("--timeout", "3"))
    setups = [line for line in log.splitlines() if " SETUP " in line]
    asked = any("RTP/AVP" in line and "TCP" not in line for line in setups)
    expect(asked, f"UDP not asked for: {setups}")
    return f"TCP refused with 461, UDP asked for; then: {outcome.message()}"


def refused(outcome, word):
    expect(outcome.code == 4, f"exit code {outcome.code}: {outcome.message()}")
    expect(word in outcome.text, f"{word} not named: {outcome.message()}")
    return f"refused: {outcome.message()}"


CASES = {
    "video-slow-mjpeg": slow_mjpeg,
    "video-slow-h264": slow_h264,
    "video-tiles": tiles,
    "video-orientation": orientation,
    "video-pixel-aspect": pixel_aspect,
    "video-animated-webp": animated_webp,
    "video-long-pause": long_pause,
    "video-hls": hls,
    "video-rtsp-limit": rtsp_limit,
    "video-rtsp-sha256": rtsp_sha256,
    "video-rtsp-passwords": rtsp_passwords,
    "video-rtsp-udp-only": rtsp_udp_only,
}
