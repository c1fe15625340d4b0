"""The only program of the guest: does what the recorder asks, over a virtio port, and answers what came out.

A request is two lines: the words of the command, each in hexadecimal, and its standard input in hexadecimal.
The answer is one line: exit status, standard output and error output, the last two in hexadecimal.
"""
import glob
import os
import re
import struct
import subprocess
import sys

KEY_OCTETS = 16
PT_LOAD = 1


def set_sysctls(words):
    """A kernel without a setting has nothing to set; a value that it refuses is an error."""
    for word in words:
        name, _, value = word.partition("=")
        path = "/proc/sys/" + name.replace(".", "/")
        if os.path.exists(path):
            with open(path, "w", encoding="ascii") as file:
                file.write(value)
    return b""


def address_of(pattern):
    """Data of the kernel itself, not of a module; None if it has no such symbol."""
    with open("/proc/kallsyms", encoding="ascii") as file:
        for line in file:
            fields = line.split()
            if len(fields) == 3 and re.fullmatch(pattern, fields[2]) and fields[1] in "bBdDrR":
                return int(fields[0], 16)
    return None


def read_memory(address, size):
    """/proc/kcore is an ELF file whose segments are the kernel's memory."""
    with open("/proc/kcore", "rb", buffering=0) as file:
        header = file.read(64)
        offset, = struct.unpack_from("<Q", header, 32)
        entry_size, count = struct.unpack_from("<HH", header, 54)
        for number in range(count):
            file.seek(offset + number * entry_size)
            kind, _, start, begin, _, length = struct.unpack("<IIQQQQ", file.read(40))
            if kind == PT_LOAD and begin <= address and address + size <= begin + length:
                file.seek(start + address - begin)
                return file.read(size)
    raise LookupError(hex(address))


def boot_key():
    """The key that counts while nobody sets a seed, as the two words that the simulator takes.

    Since 6.11 a random u32 that stands where the seed would, net/ipv4/sysctl_net_ipv4.c; before, `hashrnd`,
    net/core/flow_dissector.c.
    """
    seed_at = address_of(r"(proc_)?fib_multipath_hash_rand_seed")
    if seed_at is not None:
        seed, = struct.unpack("<I", read_memory(seed_at, 4))
        return f"{seed:08x}{seed:08x},{seed:08x}{seed:08x}".encode()
    words = struct.unpack("<QQ", read_memory(address_of("hashrnd"), KEY_OCTETS))
    return ",".join(f"{word:016x}" for word in words).encode()


def execute(words, given):
    if words[0] == "sysctl":
        return 0, set_sysctls([word for word in words[1:] if "=" in word]), b""
    if words[0] == "boot-key":
        return 0, boot_key(), b""
    done = subprocess.run(words, input=given, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def main():
    port_name = os.path.basename(glob.glob("/sys/class/virtio-ports/*")[0])
    with open(f"/dev/{port_name}", "r+b", buffering=0) as port:
        pending = b""
        while True:
            while pending.count(b"\n") < 2:
                pending += port.read(65536)
            command, given, pending = pending.split(b"\n", 2)
            words = [bytes.fromhex(word.decode()).decode() for word in command.split()]
            try:
                status, output, errors = execute(words, bytes.fromhex(given.decode()))
            except (OSError, LookupError) as error:
                status, output, errors = 1, b"", repr(error).encode()
            answer = f"{status} {output.hex()}. {errors.hex()}.\n".encode()
            while answer:
                answer = answer[port.write(answer) :]


sys.exit(main())
