"""Sends packets from sockets of the router itself and reports by which gateway each left: run in the namespace of the lab.

Standard input: `SOURCE DESTINATION PROTOCOL SPORT DPORT TYPE CODE NUMBER`, one packet a line; ports for UDP, type and
code for ICMP. Standard output: number and index of the gateway, one line a packet.
"""
import socket
import struct
import sys

from wire import N_UPLINKS, drain, open_socket

BATCH = 64
UDP = 17


def send(line):
    source, destination, *numbers = line.split()
    protocol, sport, dport, icmp_type, code, number = map(int, numbers)
    family = socket.AF_INET6 if ":" in source else socket.AF_INET
    payload = number.to_bytes(4, "big")
    if protocol == UDP:
        with socket.socket(family, socket.SOCK_DGRAM) as sender:
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sender.bind((source, sport))
            sender.sendto(payload, (destination, dport))
        return number
    with socket.socket(family, socket.SOCK_RAW, protocol) as sender:
        sender.bind((source, 0))
        header = struct.pack("!BBHHH", icmp_type, code, 0, 1, 1)
        sender.sendto(header + payload, (destination, 0))
    return number


def main():
    receivers = [open_socket(f"v{k}p") for k in range(N_UPLINKS)]
    lines = sys.stdin.read().splitlines()
    for start in range(0, len(lines), BATCH):
        waiting = {send(line) for line in lines[start : start + BATCH]}
        drain(receivers, waiting, 1)


main()
