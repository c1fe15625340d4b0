#!/bin/bash
# Use both internet lines at once. Run as root when netplan has the ports up.
#
#   eno1  LAN    192.0.2.0/24
#   eno3  fibre  198.51.100.2, gateway 198.51.100.1
#   eno4  cable  DHCP, gateway 203.0.113.1 (never changed so far)
set -e

# Half of the connections each
ip route add default nexthop via 203.0.113.1 dev eno4 weight 1 nexthop via 198.51.100.1 dev eno3 weight 1

# The LAN goes out with the address of the line
iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE
iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
