"""Sends packets into the router's LAN and reports by which gateway each left: run in the namespace of the lab.

Standard input: one packet a line, hexadecimal, without its Ethernet header; its last four octets are its number.
Standard output: number and index of the gateway, one line a packet; the gateway's MAC address ends in its index + 16.
"""
import select
import socket
import sys
import time

ETH_P_ALL = 3
N_UPLINKS = 4
BATCH = 64


def open_socket(link):
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    opened.bind((link, 0))
    opened.setblocking(False)
    return opened


def mac_of(link):
    with open(f"/sys/class/net/{link}/address", encoding="ascii") as file:
        return bytes.fromhex(file.read().strip().replace(":", ""))


def drain(receivers, missing, seconds):
    end = time.monotonic() + seconds
    while missing and time.monotonic() < end:
        ready, _, _ = select.select(receivers, [], [], max(0, end - time.monotonic()))
        for receiver in ready:
            try:
                frame, origin = receiver.recvfrom(65535)
            except BlockingIOError:
                continue
            if origin[2] == socket.PACKET_OUTGOING or frame[:5] != b"\x02\0\0\0\x01":
                continue
            number = int.from_bytes(frame[-4:], "big")
            if number in missing:
                missing.discard(number)
                print(number, frame[5] - 16)


def main():
    packets = [bytes.fromhex(line) for line in sys.stdin.read().split()]
    header = mac_of("lan") + bytes.fromhex("020000000201")
    receivers = [open_socket(f"v{k}p") for k in range(N_UPLINKS)]
    sender = open_socket("lanp")
    for start in range(0, len(packets), BATCH):
        missing = {}
        for packet in packets[start : start + BATCH]:
            ether_type = b"\x08\0" if packet[0] >> 4 == 4 else b"\x86\xdd"
            frame = header + ether_type + packet
            missing[int.from_bytes(packet[-4:], "big")] = frame
            sender.send(frame)
        waiting = set(missing)
        drain(receivers, waiting, 0.5)
        for number in list(waiting):
            sender.send(missing[number])
        drain(receivers, waiting, 0.5)


if __name__ == "__main__":
    main()
