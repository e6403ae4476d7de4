#!/bin/sh
# The steps of the shell script that Test-NsmIcmpConnectivity replaces: one client after the other, one kubectl exec to read its address,
# one to ping.
set -u
namespace=${1:-nsm-system}
errors=0
for pod in $(kubectl get pods -n "$namespace" -o name | grep icmp-responder-nsc); do
  ok=0
  for address in $(kubectl exec -n "$namespace" "$pod" -c alpine-img -- ip addr | grep inet | grep 172.16.1 | awk '{print $2}'); do
    host=${address%/*}
    target=${host%.*}.$((${host##*.} + 1))
    if kubectl exec -n "$namespace" "$pod" -c alpine-img -- ping -c 1 "$target" >/dev/null; then
      ok=1
      echo "$pod with $address pings $target"
    fi
  done
  [ "$ok" = 1 ] || { echo "$pod failed"; errors=$((errors + 1)); }
done
echo "Done, $errors errors"
exit "$errors"
