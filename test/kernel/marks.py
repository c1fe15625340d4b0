"""Sends UDP packets over the loopback and reports the mark that each has when it arrives: run in a network namespace.

Standard input: `SOURCE SPORT DESTINATION DPORT`, one packet a line. Standard output: the marks, one a line.
"""
import socket
import struct
import sys

SO_RCVMARK = 75
SO_MARK = 36


def receiver_of(port):
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, SO_RCVMARK, 1)
    receiver.bind(("0.0.0.0", port))
    receiver.settimeout(2)
    return receiver


def main():
    receivers = {}
    for line in sys.stdin:
        source, sport, destination, dport = line.split()
        receiver = receivers.setdefault(dport, None) or receiver_of(int(dport))
        receivers[dport] = receiver
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sender.bind((source, int(sport)))
            sender.sendto(b"x", (destination, int(dport)))
        _, parts, _, _ = receiver.recvmsg(16, 256)
        marks = [
            struct.unpack("I", data)[0]
            for level, kind, data in parts
            if level == socket.SOL_SOCKET and kind == SO_MARK
        ]
        print(marks[0])


main()
