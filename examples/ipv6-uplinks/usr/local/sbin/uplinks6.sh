#!/bin/sh
# Three IPv6 uplinks, two of them by the same provider.
set -e

ip link set eno3 up
ip link set eno4 up
ip -6 address add 2001:db8:3::2/64 dev eno3
ip -6 address add 2001:db8:4::2/64 dev eno4

ip -6 route add 2001:db8:ffff::/48 \
    nexthop via 2001:db8:3::1 dev eno3 weight 2 \
    nexthop via 2001:db8:4::1 dev eno4 weight 1 \
    nexthop via 2001:db8:4::ff dev eno4 weight 3
