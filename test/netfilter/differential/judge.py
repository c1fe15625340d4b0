"""Asks iptables and nft in this network namespace: a case of JSON a line in, an answer of JSON a line out.

{"commands": [[word, ...], ...]}   each is run by itself; the answer holds status and words of each, and what is saved
{"restore": text, "program": name, "options": [...]} a text for iptables-restore, with what is saved afterwards;
                                   commands before it are run first
{"nft": text, "before": text}      a text for `nft -f`, with `nft -j list ruleset` afterwards; another one is loaded before it

Between two cases everything is removed. nft is called as a library, since a start of a program costs more than what it
does; a text that crashes it ends the worker, and another one goes on behind it.
"""

import ctypes
import json
import mmap
import os
import signal
import sys

NFT_CTX_OUTPUT_JSON = 1 << 4
CHAINS = {
    "filter": ["INPUT", "FORWARD", "OUTPUT"],
    "nat": ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
    "mangle": ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
    "raw": ["PREROUTING", "OUTPUT"],
    "security": ["INPUT", "FORWARD", "OUTPUT"],
}
EMPTY = "".join(
    f"*{table}\n" + "".join(f":{chain} ACCEPT\n" for chain in chains) + "COMMIT\n"
    for table, chains in CHAINS.items()
)

nft = ctypes.CDLL("libnftables.so.1")
nft.nft_ctx_new.restype = ctypes.c_void_p
for name in ("nft_ctx_free", "nft_ctx_buffer_output", "nft_ctx_buffer_error"):
    getattr(nft, name).argtypes = [ctypes.c_void_p]
for name in ("nft_ctx_get_output_buffer", "nft_ctx_get_error_buffer"):
    getattr(nft, name).argtypes = [ctypes.c_void_p]
    getattr(nft, name).restype = ctypes.c_char_p
for name in ("nft_run_cmd_from_buffer", "nft_run_cmd_from_filename"):
    getattr(nft, name).argtypes = [ctypes.c_void_p, ctypes.c_char_p]
nft.nft_ctx_output_set_flags.argtypes = [ctypes.c_void_p, ctypes.c_uint]

folder = sys.argv[1]
paths = {}


def find(program):
    for place in ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]:
        path = os.path.join(place, program)
        if program not in paths and os.access(path, os.X_OK):
            paths[program] = path
    return paths[program]


def file(name):
    return os.path.join(folder, name)


def write(text):
    with open(file("in"), "w", encoding="utf-8", errors="surrogateescape") as one:
        one.write(text)


def read(name):
    with open(file(name), encoding="utf-8", errors="replace") as one:
        return one.read()


def run(words, text=""):
    """Status, standard output, standard error."""
    write(text)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, file("in"), os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, file("out"), flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, file("err"), flags, 0o600),
    ]
    process = os.posix_spawn(find(words[0]), words, os.environ, file_actions=actions)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return status, read("out"), read("err").rstrip("\n")


def ask_nft(text, is_json=False):
    """Each text is read by a context of its own, so that nothing is left of the one before."""
    context = nft.nft_ctx_new(0)
    nft.nft_ctx_buffer_output(context)
    nft.nft_ctx_buffer_error(context)
    if is_json:
        nft.nft_ctx_output_set_flags(context, NFT_CTX_OUTPUT_JSON)
        status = nft.nft_run_cmd_from_buffer(context, text.encode())
    else:
        write(text)
        status = nft.nft_run_cmd_from_filename(context, file("in").encode())
    said = nft.nft_ctx_get_output_buffer(context).decode(errors="replace")
    wrong = nft.nft_ctx_get_error_buffer(context).decode(errors="replace")
    nft.nft_ctx_free(context)
    return status, said, wrong


def flush(is_legacy):
    ask_nft("flush ruleset\n")
    if is_legacy:
        for program in ("iptables-legacy-restore", "ip6tables-legacy-restore"):
            run([program], EMPTY)


def saved(programs, suffix):
    """What both families hold; a family that nothing was asked of holds nothing."""
    texts = {}
    for family, tool in (("4", "iptables"), ("6", "ip6tables")):
        is_asked = any(program.startswith(tool) for program in programs)
        text = run([f"{tool}{suffix}-save"])[1] if is_asked else ""
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        texts[family] = "".join(f"{line}\n" for line in lines)
    return texts


def answer_nft(text, before):
    loaded = before is not None and ask_nft(before)[0] == 0
    status, _, words = ask_nft(text)
    # A text that is refused leaves nothing behind.
    if status != 0:
        if loaded:
            flush(False)
        return {"status": status, "words": words, "json": "", "loaded": loaded}
    listed = ask_nft("list ruleset", is_json=True)[1]
    flush(False)
    return {"status": status, "words": words, "json": listed, "loaded": loaded}


def answer(case):
    if "nft" in case:
        return answer_nft(case["nft"], case.get("before"))
    suffix = case.get("suffix", "")
    commands = case.get("commands", [])
    programs = [words[0] for words in commands]
    flush(suffix == "-legacy")
    answers = []
    for program, *words in commands:
        status, _, wrong = run([program + suffix, *words])
        answers.append({"status": status, "words": wrong})
    if "restore" in case:
        programs.append(case["program"])
        status, _, wrong = run(
            [f"{case['program']}{suffix}-restore", *case.get("options", [])], case["restore"]
        )
        answers.append({"status": status, "words": wrong})
    return {"answers": answers, "saved": saved(programs, suffix)}


def work(cases, done):
    """Answers the cases from a place on, and keeps count where the parent sees it."""
    # A worker that was ended may have left something behind.
    flush(False)
    for at in range(done[0], len(cases)):
        # nft never ends on some broken texts: after so much time of its own a signal ends it.
        signal.setitimer(signal.ITIMER_PROF, 10)
        print(json.dumps(answer(json.loads(cases[at]))), flush=True)
        done[0] = at + 1


cases = sys.stdin.readlines()
done = memoryview(mmap.mmap(-1, 8)).cast("q")
while done[0] < len(cases):
    worker = os.fork()
    if worker == 0:
        work(cases, done)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    if status == 0:
        continue
    if status > 0:
        raise SystemExit(f"the worker ended with {status} at {cases[done[0]]}")
    print(json.dumps({"status": status, "words": "nft: ended by a signal", "json": ""}), flush=True)
    done[0] += 1
