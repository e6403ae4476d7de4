#!/bin/sh
# vppctl for images without VPP: answers in its words, from the links that the kernel has. Runs in busybox' shell.
links() { ip -o link | sed -n 's/^[0-9]*: \(nsm[^:@]*\).*/\1/p'; }

numbered() { links | awk '{ print "memif" NR "/0", NR, $1 }'; }

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
      printf '%-35s%s     up   %s\n  Link speed: unknown\n  Ethernet address %s\n  MEMIF interface\n' "$name" "$number" "$name" "$(cat "/sys/class/net/$link/address")"
    done ;;
  "show ip arp")
    echo "    Time           IP4       Flags      Ethernet              Interface       "
    ip neigh | sed -n 's/^\([0-9.]*\) dev \(nsm[^ ]*\) lladdr \([0-9a-f:]*\).*/      1.0000 \1      D    \3 \2/p' ;;
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
      sed -n 's/: seq=\([0-9]*\) ttl/: icmp_seq=\1 ttl/p; s/^\([0-9]*\) packets transmitted, \([0-9]*\) packets received, \(.*\)$/\nStatistics: \1 sent, \2 received, \3/p' ;;
  *) echo "unknown input \`$*'" ;;
esac
