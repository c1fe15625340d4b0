#!/bin/sh
# Three uplinks behind one resilient group: eno4 has twice the bandwidth of the others.
set -e

ip link set eno3 up
ip link set eno4 up
ip link set eno5 up
ip address add 192.0.2.2/30 dev eno3
ip address add 198.51.100.2/30 dev eno4
ip address add 203.0.113.2/30 dev eno5

ip nexthop add id 1 via 192.0.2.1 dev eno3
ip nexthop add id 2 via 198.51.100.1 dev eno4
ip nexthop add id 10 group 1/2,2 type resilient buckets 64 idle_timer 60
ip route add default nhid 10

# The third uplink came later: most connections stay where they are.
ip nexthop add id 3 via 203.0.113.1 dev eno5
ip nexthop replace id 10 group 1/2,2/3 type resilient
