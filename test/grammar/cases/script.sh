# SYNTAX TEST "source.shell" "routing commands in a script"

ip route add default nexthop via 192.0.2.1 dev eth0 weight 1
# <-- entity.name.function.ip.shell
#  ^^^^^ support.type.object.ip.shell
#        ^^^ keyword.control.verb.iproute-batch
#                    ^^^^^^^ keyword.other.argument.iproute-batch
#                            ^^^ keyword.other.argument.iproute-batch
#                                ^^^^^^^^^ constant.numeric.address.ipv4.iproute-batch
#                                          ^^^ keyword.other.argument.iproute-batch
#                                              ^^^^ variable.other.name.iproute-batch
#                                                          ^ constant.numeric.iproute-batch

/sbin/ip -6 rule add fwmark 1 table 101 || exit 1
#     ^^ entity.name.function.ip.shell
#           ^^^^ support.type.object.ip.shell
#                    ^^^^^^ keyword.other.argument.iproute-batch
#                                   ^^^ variable.other.name.iproute-batch
#                                          ^^^^ - meta.routing-command

ip route replace default \
#                        ^ constant.character.escape.line-continuation.shell
  nexthop via $GW1 dev "$DEV" weight 1 \
# ^^^^^^^ keyword.other.argument.iproute-batch
#             ^^^^ variable.other.normal.shell
#                      ^^^^^^ string.quoted.double.shell
  nexthop via $(gateway eth1) dev eth1
#             ^^ punctuation.definition.subshell.shell
#               ^^^^^^^ meta.subshell.shell entity.name.command.shell
#                             ^^^ keyword.other.argument.iproute-batch

echo the ip is via eth0
#        ^^^^^^^^^^^^^^ - meta.routing-command
echo "ip route add default via 192.0.2.1"
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ - meta.routing-command
# ip route add default via 192.0.2.1 in a comment
#  ^^^^^ comment.line.number-sign.shell - meta.routing-command

ip route flush cache # forget
#  ^^^^^ support.type.object.ip.shell
#                    ^^^^^^^^ comment.line.number-sign.shell - meta.routing-command

iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
# <-------- entity.name.function.iptables.shell
#        ^^ variable.parameter.option.iptables.shell
#           ^^^ storage.type.table.iptables.shell
#                  ^^^^^^^^^^^ support.class.chain.iptables.shell
#                                 ^^^^ variable.other.name.iptables.shell
#                                         ^^^^^^^^^^ support.function.target.iptables.shell

iptables -t mangle -A PREROUTING -m conntrack --ctstate NEW,RELATED -j CONNMARK --set-xmark 0x3/0xff
#                                   ^^^^^^^^^ support.type.match.iptables.shell
#                                             ^^^^^^^^^ variable.parameter.option.shell
#                                                       ^^^ constant.language.state.iptables.shell
#                                                           ^^^^^^^ constant.language.state.iptables.shell
#                                                                                           ^^^^^^^^ constant.numeric.iproute-batch

nft add rule ip nat postrouting oifname eth0 masquerade
# <--- entity.name.function.nft.shell
#   ^^^ keyword.control.verb.nft.shell
#       ^^^^ storage.type.nft.shell
#                               ^^^^^^^ keyword.other.match.nft.shell
#                                       ^^^^ variable.other.name.nft.shell
#                                            ^^^^^^^^^^ keyword.control.verb.nft.shell

ls ; ip link set eth0 up ; ls
#    ^^ entity.name.function.ip.shell
#       ^^^^ support.type.object.ip.shell
#                          ^^ entity.name.command.shell - meta.routing-command
