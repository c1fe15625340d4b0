#!/bin/bash
# Use both internet lines at once, and keep each connection on the line that it began on.
# Run as root when netplan has the ports up. Run it again when a line comes back:
# the kernel forgets the routes of a port that goes down. A second run changes nothing else.
#
#   eno1  LAN    192.0.2.0/24
#   eno3  fibre  198.51.100.2, gateway 198.51.100.1, connection mark 3, table 103
#   eno4  cable  DHCP,         gateway 203.0.113.1,  connection mark 4, table 104
#
# The low eight bits of the marks are ours (mask 0xff), the others are left to whoever wants them.
set -e

FIBRE_GW=198.51.100.1
CABLE_GW=203.0.113.1

# The way out of a connection whose line is chosen
ip route replace default via $FIBRE_GW dev eno3 table 103
ip route replace default via $CABLE_GW dev eno4 table 104

# Connected and other known networks come first, whatever the mark: replies have to find the LAN.
# Then the mark decides. What has no mark falls through to the default route of main.
ip rule show | grep -q '^1000:' || ip rule add pref 1000 lookup main suppress_prefixlength 0
ip rule show | grep -q '^1003:' || ip rule add pref 1003 fwmark 0x3/0xff lookup 103
ip rule show | grep -q '^1004:' || ip rule add pref 1004 fwmark 0x4/0xff lookup 104

# Before routing: give each packet the mark of its connection (0 for a new one)
iptables -t mangle -C PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff 2>/dev/null ||
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
# The router's own packets are routed again when their mark changes here
iptables -t mangle -C OUTPUT -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff 2>/dev/null ||
iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff

# A connection from outside is answered on the line it came in on
iptables -t mangle -C PREROUTING -i eno3 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x3/0xff 2>/dev/null ||
iptables -t mangle -A PREROUTING -i eno3 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x3/0xff
iptables -t mangle -C PREROUTING -i eno4 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x4/0xff 2>/dev/null ||
iptables -t mangle -A PREROUTING -i eno4 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x4/0xff

# A connection to the outside stays on the line that the default route below chose for its first packet
iptables -t mangle -C POSTROUTING -o eno3 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x3/0xff 2>/dev/null ||
iptables -t mangle -A POSTROUTING -o eno3 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x3/0xff
iptables -t mangle -C POSTROUTING -o eno4 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x4/0xff 2>/dev/null ||
iptables -t mangle -A POSTROUTING -o eno4 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x4/0xff

# The LAN goes out with the address of the line
iptables -t nat -C POSTROUTING -o eno3 -j MASQUERADE 2>/dev/null ||
iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
iptables -t nat -C POSTROUTING -o eno4 -j MASQUERADE 2>/dev/null ||
iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE

# Everything is in place: half of the new connections each
ip route replace default nexthop via $CABLE_GW dev eno4 weight 1 nexthop via $FIBRE_GW dev eno3 weight 1
