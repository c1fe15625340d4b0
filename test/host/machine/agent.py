"""Runs sequences of `ip` commands, each in a network namespace of its own: one sequence a line of JSON in, one answer a line out.

In:  {"lines": [[FAMILY, TEXT], ...], "shown": [[FAMILY, TEXT], ...], "patience": SECONDS}; the family is "" or "6".
Out: {"answers": [TEXT, ...], "state": [TEXT or null, ...]}: what `ip` says to each line, and the JSON that it shows at the end;
     null where no process of that family was needed before, because then nothing of that family can have changed.

One `ip -batch` serves all lines of a family, and many namespaces where `manySpaces.c` could be compiled. What the kernel does a moment after a command (carrier, link-local addresses)
is awaited: the kernel is asked for the carrier of each link, which makes it look, and until no address is tentative. Where a
link has no carrier, its addresses may stay tentative for ever or not, and nothing tells which: patience is for these.
Arguments: the root folder with the `ip` to ask, and `manySpaces.c` as a library in it; each may be empty.
"""
import ctypes
import fcntl
import json
import os
import re
import select
import socket
import struct
import sys
import time

CLONE_NEWNET, CLONE_NEWNS = 0x40000000, 0x00020000
MS_BIND, MS_REC, MS_PRIVATE, MNT_DETACH = 0x1000, 0x4000, 0x40000, 2
SIOCETHTOOL, ETHTOOL_GLINK = 0x8946, 0x0A
SIOCGIFFLAGS, IFF_UP, IFF_RUNNING = 0x8913, 1, 0x40
TENTATIVE = 0x40

# An object that `ip` does not know marks the end of an answer.
MARK = "zz"
MARKED = re.compile(rb'^Object "zz" is unknown, try "ip help"\.\nCommand failed -:\d+\n', re.M)
CHATTER = re.compile(r"^(?:Command failed|Warning: Executing| {9}|\s*$)")
# `ip` remembers the numbers of links.
RENUMBERS = re.compile(r"^link (?:del|property|set \S+ name|set .*netns)")
# IPv4 addresses are there at once.
LATE = re.compile(r"^(?:link (?:set|del|add .*master) |addr flush|addr .*:)")

# The other namespace that commands name.
LAB = "/var/run/netns/lab"

# `ip` keeps what it was to select by, for all commands on nexthops that follow.
SELECTS = re.compile(r"^nexthop (?:flush .|bucket)")
# `ip` may leave answers of a flush that fails unread, and takes them for those of the next command.
FLUSHES = re.compile(r"^route flush")

libc = ctypes.CDLL(None, use_errno=True)
proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)


def check(name, result):
    if result != 0:
        raise OSError(ctypes.get_errno(), name)


def private_names():
    """Namespaces are known by the files in a folder: that of this process is its own."""
    check("unshare", libc.unshare(CLONE_NEWNS))
    check("mount", libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))


def make_lab():
    check("unshare", libc.unshare(CLONE_NEWNET))
    open(LAB, "w").close()
    os.fchdir(proc)
    check("mount", libc.mount(b"self/ns/net", LAB.encode(), None, MS_BIND, None))
    os.chdir("/")


def remove_lab():
    check("umount", libc.umount2(LAB.encode(), MNT_DETACH))
    os.unlink(LAB)


def enter_namespace():
    check("unshare", libc.unshare(CLONE_NEWNET))
    for each in ("all", "default", "lo"):
        for name in ("dad_transmits", "router_solicitation_delay", "router_solicitations"):
            write(f"sys/net/ipv6/conf/{each}/{name}", b"0")


def write(name, text):
    file = os.open(name, os.O_WRONLY, dir_fd=proc)
    os.write(file, text)
    os.close(file)


def read(name):
    file = os.open(name, os.O_RDONLY, dir_fd=proc)
    parts = []
    while part := os.read(file, 65536):
        parts.append(part)
    os.close(file)
    return b"".join(parts).decode()


class Ip:
    """One `ip -batch -`. With `manySpaces.c` loaded into it, it goes along from namespace to namespace."""

    def __init__(self, family, preload):
        given, self.input = os.pipe()
        self.output, shown = os.pipe()
        self.errors, said = os.pipe()
        self.spaces, theirs = socket.socketpair()
        options = ["-6"] if family == "6" else []
        arguments = ["ip", *options, "-d", "-j", "-force", "-batch", "-"]
        more = {} if preload is None else {"LD_PRELOAD": preload}
        files = (given, shown, said, theirs.fileno())
        actions = [(os.POSIX_SPAWN_DUP2, file, number) for number, file in enumerate(files)]
        self.pid = os.posix_spawnp("ip", arguments, os.environ | more, file_actions=actions)
        theirs.close()
        for file in (given, shown, said):
            os.close(file)

    def enter(self):
        namespace = os.open("self/ns/net", os.O_RDONLY, dir_fd=proc)
        socket.send_fds(self.spaces, [b"x"], [namespace])
        os.close(namespace)
        os.write(self.input, b"@@enter\n")

    def forget(self):
        os.write(self.input, b"@@forget\n")

    def ask(self, lines):
        """The answers to the lines, and False if the program ended with the last of them."""
        try:
            os.write(self.input, "".join(f"{line}\n{MARK}\n" for line in lines).encode())
        except BrokenPipeError:
            pass
        said, parts = b"", []
        while len(parts) <= len(lines):
            part = os.read(self.errors, 65536)
            said += part
            parts = MARKED.split(said)
            if part == b"":
                break
        ended = len(parts) <= len(lines)
        answers = [first(each.decode(errors="replace")) for each in parts[: len(lines)]]
        return answers, not ended

    def shown(self):
        """The documents that were written so far."""
        text = b""
        while select.select([self.output], [], [], 0)[0]:
            part = os.read(self.output, 65536)
            if part == b"":
                break
            text += part
        return [line for line in text.decode().split("\n") if line.startswith("[")]

    def end(self):
        for file in (self.input, self.output, self.errors):
            os.close(file)
        self.spaces.close()
        os.waitpid(self.pid, 0)


def first(text):
    return next((line for line in text.split("\n") if not CHATTER.match(line)), "")


def settle(patience):
    time.sleep(patience)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        before = None
        for turn in range(400):
            now = look(asker)
            if now is not None and now == before:
                return
            before = now
            if now is None:
                time.sleep(0.001 if turn < 20 else 0.01)
    raise TimeoutError("the namespace does not come to rest")


def look(asker):
    """The links and their addresses; None while something is under way."""
    flags = {name: flags_of(asker, name) for _index, name in socket.if_nameindex()}
    addresses = read("self/net/if_inet6")
    for line in addresses.splitlines():
        *_others, state, name = line.split()
        is_ready = flags.get(name, 0) & (IFF_UP | IFF_RUNNING) == IFF_UP | IFF_RUNNING
        if int(state, 16) & TENTATIVE and (is_ready or name == "lo"):
            return None
    return flags, addresses


def flags_of(asker, name):
    """Asked for the carrier, the kernel first carries out what it has put off (linkwatch_sync_dev)."""
    value = ctypes.create_string_buffer(struct.pack("II", ETHTOOL_GLINK, 0))
    try:
        fcntl.ioctl(asker, SIOCETHTOOL, struct.pack("16sP", name.encode(), ctypes.addressof(value)) + bytes(16))
    except OSError:
        pass
    try:
        answer = fcntl.ioctl(asker, SIOCGIFFLAGS, struct.pack("16sH22x", name.encode(), 0))
    except OSError:
        return 0
    return struct.unpack_from("H", answer, 16)[0]


class Agent:
    """The programs, by family; `here` are those that are in the namespace."""

    def __init__(self, preload):
        self.preload = preload
        self.programs = {}
        self.here = set()
        self.used = set()
        self.has_other_names = False

    def enter(self, has_other_names):
        enter_namespace()
        # `ip` may keep these although the number of the link is forgotten.
        if self.has_other_names:
            for family in list(self.programs):
                self.drop(family)
        self.has_other_names = has_other_names
        self.here.clear()
        self.used.clear()
        if self.preload is None:
            for family in list(self.programs):
                self.drop(family)

    def program(self, family):
        if family not in self.programs:
            self.programs[family] = Ip(family, self.preload)
        elif family not in self.here:
            self.programs[family].enter()
        self.here.add(family)
        self.used.add(family)
        return self.programs[family]

    def drop(self, family):
        self.programs.pop(family).end()
        self.here.discard(family)

    def forget(self):
        """The numbers of links, which a program remembers."""
        for family in list(self.here):
            if self.preload is None or self.has_other_names:
                self.drop(family)
            else:
                self.programs[family].forget()

    def run(self, lines, patience):
        answers = []
        while len(answers) < len(lines):
            family = lines[len(answers)][0]
            texts = stretch(lines, len(answers))
            some, lives = self.program(family).ask(texts)
            answers += some
            last = texts[len(some) - 1]
            if not lives or SELECTS.match(last) or (FLUSHES.match(last) and some[-1] != ""):
                self.drop(family)
            if RENUMBERS.match(last) and some[-1] == "":
                self.forget()
            if LATE.match(last):
                settle(patience)
        return answers

    def show(self, shown):
        state = []
        for family, text in shown:
            if family != "" and family not in self.used:
                state.append(None)
                continue
            program = self.program(family)
            program.shown()
            program.ask([text])
            state.append((program.shown() or ["[]"])[-1])
        return state


def stretch(lines, start):
    """Lines of one family up to the first after which something has to be awaited."""
    texts = []
    for family, text in lines[start:]:
        if family != lines[start][0]:
            break
        texts.append(text)
        if LATE.match(text) or SELECTS.match(text) or FLUSHES.match(text):
            break
    return texts


def main(root, preload):
    private_names()
    if root != "":
        os.chroot(root)
        os.chdir("/")
    os.makedirs(os.path.dirname(LAB), exist_ok=True)
    check("mount", libc.mount(b"none", os.path.dirname(LAB).encode(), b"tmpfs", 0, None))
    agent = Agent(preload or None)
    for line in sys.stdin:
        asked = json.loads(line)
        has_lab = any("netns lab" in text for _family, text in asked["lines"])
        if has_lab:
            make_lab()
        agent.enter(any("altname" in text for _family, text in asked["lines"]))
        answers = agent.run(asked["lines"], asked["patience"])
        state = agent.show(asked["shown"])
        if has_lab:
            remove_lab()
        print(json.dumps({"answers": answers, "state": state}), flush=True)
    for family in list(agent.programs):
        agent.drop(family)


main(*sys.argv[1:])
