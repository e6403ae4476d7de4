#!/bin/sh
# vppctl for images without VPP: answers in its words, from the links that the kernel has. Runs in busybox' shell.
links() { ip -o link | sed -n 's/^[0-9]*: \(nsm[^:@]*\).*/\1/p'; }

numbered() { links | awk '{ print "memif" NR "/0", NR, $1 }'; }

route() {
  printf '%s\n  unicast-ip4-chain\n  [@0]: dpo-load-balance: [proto:ip4 index:1 buckets:1 uRPF:0 to:[0:0]]\n    [0] %s\n' "$1" "$2"
}

case "$*" in
  "show int addr")
    echo "local0 (dn):"
    numbered | while read -r name _ link; do
      echo "$name (up):"
      ip addr show dev "$link" | sed -n 's|^ *inet \([0-9./]*\).*|  L3 \1|p'
    done ;;
  "show hardware-interfaces")
    echo "              Name                Idx   Link  Hardware"
    numbered | while read -r name number link; do
      printf '%-35s%s     up   %s\n  Link speed: unknown\n  Ethernet address %s\n  MEMIF interface\n' \
        "$name" "$number" "$name" "$(cat "/sys/class/net/$link/address")"
    done ;;
  "show ip fib")
    echo "ipv4-VRF:0, fib_index:0, flow hash:[src dst sport dport proto ] locks:[adjacency:1, default-route:1, ]"
    route 0.0.0.0/0 '[@0]: dpo-drop ip4'
    numbered | while read -r name _ link; do
      ip addr show dev "$link" | sed -n 's|^ *inet \([0-9.]*\)/.*|\1|p' | while read -r own; do
        route "$own/32" "[@2]: dpo-receive: $own on $name"
      done
      ip route | sed -n "s|^\([0-9.]*\) dev $link.*|\1|p" | while read -r to; do
        route "$to/32" "[@4]: ipv4-glean: $name: mtu:9000 next:2"
      done
    done ;;
  "show ip arp")
    echo "    Time           IP4       Flags      Ethernet              Interface       "
    numbered | while read -r name _ link; do
      ip neigh | sed -n "s|^\([0-9.]*\) dev $link lladdr \([0-9a-f:]*\).*|      1.0000 \1      D    \2 $name|p"
    done ;;
  ping\ *)
    target=$2 size=60 interval=1 repeat=5
    shift 2
    while [ $# -gt 1 ]; do
      case $1 in
        size) size=$2 ;;
        interval) interval=$2 ;;
        repeat) repeat=$2 ;;
      esac
      shift 2
    done
    ping -c "$repeat" -s "$size" -i "$interval" -W 1 "$target" |
      sed -n -e 's/: seq=\([0-9]*\) ttl/: icmp_seq=\1 ttl/p' \
        -e 's/^\([0-9]*\) packets transmitted, \([0-9]*\) packets received, \(.*\)$/\nStatistics: \1 sent, \2 received, \3/p' ;;
  *) echo "unknown input \`$*'" ;;
esac
