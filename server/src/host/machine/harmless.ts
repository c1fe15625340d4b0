/** Programs and builtins that change no link, address, route, rule or nexthop object. After any other program nothing is known. */

const words = `
  : [ [[ alias awk basename bc break builtin cat cd chgrp chmod chown clear cmp command comm conntrack continue cp curl cut
  date declare dd df diff dig dirname dmesg du echo egrep env exit export expr false fgrep file find fold free getent getopt
  getopts grep gzip hash head hexdump host hostname id ifstat iftop install iptables iptables-restore iptables-save ip6tables
  ip6tables-restore ip6tables-save ipset iperf iperf3 jobs join jq kill killall ldd less let ln local locale logger ls lscpu
  lsmod lsof lspci mail md5sum mkdir mkfifo mktemp mount mv nc ncat netstat nft nice nl nmap nproc nslookup numfmt od openssl
  paste pgrep pidof ping ping6 popd printenv printf ps pushd pwd read readlink readonly realpath return rev rm rmdir route-n
  sed seq set sha1sum sha256sum shift shopt sleep sort ss stat strings stty sync sysctl tac tail tar tc tcpdump tee test
  timeout touch tput tr traceroute trap true tty type typeset ulimit umask uname uniq unset uptime users vmstat wait wc wget
  which who whoami xxd yes
`;
const names: ReadonlySet<string> = new Set(words.split(/\s+/).filter((word) => word !== ''));

/** True if the program leaves the routing state alone. */
export function isHarmless(name: string): boolean {
  return names.has(name);
}
