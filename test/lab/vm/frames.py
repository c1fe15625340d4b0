"""Sends frames by a bond and reports by which member each left: run in the guest.

Argument: the number of members, `m0`, `m1`, …, each a veth pair whose far end has a `p` behind its name.
Standard input: link and frame in hexadecimal, one a line; its last four octets are its number.
Standard output: number and index of the member, one line a frame.
"""
import select
import socket
import sys
import time

ETH_P_ALL = 3
BATCH = 32


def open_socket(link, protocol):
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(protocol))
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    opened.bind((link, protocol))
    opened.setblocking(False)
    return opened


def drain(receivers, missing, seconds):
    end = time.monotonic() + seconds
    while missing and time.monotonic() < end:
        ready, _, _ = select.select(list(receivers), [], [], max(0, end - time.monotonic()))
        for receiver in ready:
            frame, origin = receiver.recvfrom(65535)
            if origin[2] == socket.PACKET_OUTGOING:
                continue
            number = int.from_bytes(frame[-4:], "big")
            sent = missing.get(number)
            if sent is not None and sent[:12] == frame[:12]:
                del missing[number]
                print(number, receivers[receiver])


def main():
    lines = [line.split() for line in sys.stdin.read().splitlines()]
    receivers = {open_socket(f"m{k}p", ETH_P_ALL): k for k in range(int(sys.argv[1]))}
    senders = {link: open_socket(link, 0) for link in {link for link, _ in lines}}
    for start in range(0, len(lines), BATCH):
        missing = {}
        for link, digits in lines[start : start + BATCH]:
            frame = bytes.fromhex(digits)
            missing[int.from_bytes(frame[-4:], "big")] = frame
            # A VLAN link before 5.12 does not read the type from the frame, so the socket tells it, as IP does.
            senders[link].sendto(frame, (link, int.from_bytes(frame[12:14], "big")))
        drain(receivers, missing, 1)


main()
