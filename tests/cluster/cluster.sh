#!/usr/bin/env bash
# cluster.sh: a real Kubernetes 1.20.2 cluster on one Debian 12 machine, built from
# Debian's own source package and run with Debian's etcd, containerd, runc and CNI plugins.
#
#   cluster.sh build    build the Kubernetes binaries (skips what is already in the cache)
#   cluster.sh up       etcd + API server + controller manager + scheduler + K8S_NODES real nodes
#   cluster.sh down     end everything by recorded pid, remove bridge, mounts, cgroups, state
#   cluster.sh status   processes, memory, nodes
#   cluster.sh node N CMD...        run CMD inside node N's namespaces   (e.g. node n1 ctr -n k8s.io c ls)
#   cluster.sh fail N | heal N      end node N's kubelet and keep it away (NotReady after 40 s) | let it come back
#   cluster.sh apiserver stop|start kill the API server | start it again and wait until it is ready; etcd keeps the state
#   cluster.sh image NAME ROOTDIR [ENTRYPOINT...]   make an OCI image of ROOTDIR and import it on all nodes
#   cluster.sh pack FILE.tar ROOTDIR   make one archive of several images; lines "NAME [ENTRYPOINT...]" on stdin
#   cluster.sh import FILE.tar      import an OCI/docker image tar on all nodes, also on those added later
#
# Every "node" is one process tree in its own net, mount, pid, uts and ipc namespaces, with its
# own containerd, kubelet and kube-proxy at their default paths, its own IP on a private bridge
# and its own pod network. Nothing listens outside that bridge and loopback.
#
# Environment (defaults):
#   K8S_CACHE     ~/.cache/k8s-from-debian  binaries, packages, source
#   K8S_CLUSTER   0       which cluster of this machine, 0 to 9: several run beside each other, and all that follows has its own default
#   K8S_STATE     $K8S_CACHE/state (state-N) certificates, etcd data, container data, logs (removed by down)
#   K8S_NODES     2       number of real nodes; 0 = control plane only
#   K8S_PROXY     1       0 = no kube-proxy
#   K8S_NET       10.77.N first three bytes of the node network (bridge has .1, nodes .11, .12, ...)
#   K8S_BRIDGE    k8sbrN  name of the bridge, at most 10 letters
#   K8S_SERVICES  10.96   first two bytes of the addresses of services (10.97 for cluster 1, and so on)
#   K8S_PODS      10.244  first two bytes of the addresses of pods (10.243 for cluster 1, and so on)
#   K8S_API_PORT  6443    port of the API server, on the bridge's address
#   K8S_ETCD_PORT 12379   port of etcd on loopback, the next one for its peers (12389 for cluster 1, and so on)
#   K8S_CONTROL_PORT 10257 port of the controller manager on loopback, two further the scheduler's (10267 for cluster 1, and so on)
#   K8S_CONTEXT   local   name of context and cluster in the kubeconfig (local-N)
#   K8S_ORIG   (none)  directory that already holds kubernetes_*.orig.tar.gz
#   K8S_KEEP_GOCACHE 0 1 = keep Go's build cache after build
#   K8S_APISERVER_FLAGS K8S_KCM_FLAGS K8S_SCHEDULER_FLAGS K8S_KUBELET_FLAGS  extra flags
# The admin kubeconfig is $K8S_STATE/admin.kubeconfig.
set -u -o pipefail
SELF=$(readlink -f "$0")
export K8S_CACHE=${K8S_CACHE:-${HOME:-/root}/.cache/k8s-from-debian}
export K8S_CLUSTER=${K8S_CLUSTER:-0}
N=$K8S_CLUSTER OWN=$([ "$K8S_CLUSTER" = 0 ] || echo "-$K8S_CLUSTER")
export K8S_STATE=${K8S_STATE:-$K8S_CACHE/state$OWN} K8S_CONTEXT=${K8S_CONTEXT:-local$OWN}
export K8S_NODES=${K8S_NODES:-2} K8S_PROXY=${K8S_PROXY:-1} K8S_NET=${K8S_NET:-10.77.$N} K8S_BRIDGE=${K8S_BRIDGE:-k8sbr$N}
export K8S_SERVICES=${K8S_SERVICES:-10.$((96 + N))} K8S_PODS=${K8S_PODS:-10.$((244 - N))} K8S_API_PORT=${K8S_API_PORT:-6443}
export K8S_ETCD_PORT=${K8S_ETCD_PORT:-$((12379 + 10 * N))} K8S_CONTROL_PORT=${K8S_CONTROL_PORT:-$((10257 + 10 * N))}
S=$K8S_STATE; BIN=$K8S_CACHE/bin; PKI=$S/pki; LOG=$S/log; PIDS=$S/pids
API=$K8S_NET.1; APIPORT=$K8S_API_PORT; SVC=$K8S_SERVICES; POD=$K8S_PODS; ETCDPORT=$K8S_ETCD_PORT; ETCDPEER=$((K8S_ETCD_PORT + 1))
CGROOT=k8s-$K8S_BRIDGE
VERSION=v1.20.2 COMMIT=faecb196815e248d3ecfb03c680a4507229c2a56
SERVERS="kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy"
export KUBECONFIG=$S/admin.kubeconfig
export NO_PROXY="${NO_PROXY:+$NO_PROXY,}$API,127.0.0.1" no_proxy="${no_proxy:+$no_proxy,}$API,127.0.0.1"
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s %s\n' "$(date +%T)" "$*"; }
die() { printf 'cluster.sh: %s\n' "$*" >&2; exit 1; }
kc() { "${K8S_KUBECTL:-kubectl}" "$@"; }
for part in packages machine process build certificates images node control down; do . "${SELF%/*}/lib/$part.sh"; done

status() {
  local n p
  [ -d "$PIDS" ] || { echo "not up"; return 3; }
  for n in etcd kube-apiserver kube-controller-manager kube-scheduler; do
    if alive "$n"; then
      p=$(pidof_ "$n"); printf '%-26s pid %-7s %4d MiB\n' "$n" "$p" "$(awk '/VmRSS/{print int($2/1024)}' "/proc/$p/status")"
    else printf '%-26s down\n' "$n"; fi
  done
  for n in $(ls "$PIDS" | grep -E '^n[0-9]+$'); do
    if alive "$n"; then p=$(node_pid "$n"); printf '%-26s init %s\n' "$n" "$p"
      nsenter -t "$p" -p -m ps -eo pid,rss,comm --sort=-rss 2>/dev/null | awk '
        NR>1 && ($3~/^(containerd|kubelet|kube-proxy)$/) {printf "  %-24s pid %-7s %4d MiB (pid inside the node)\n",$3,$1,$2/1024}
        $3~/^containerd-shim/ {c++;m+=$2}
        END {printf "  %d shims, %d MiB\n",c,m/1024}'
    else printf '%-26s down\n' "$n"; fi
  done
  kc get nodes -o wide
}
node() { local n=$1 p; shift; alive "$n" || die "no node $n"; p=$(node_pid "$n"); exec nsenter -t "$p" -n -m -p -u -i -- "$@"; }
fail() {
  local p
  alive "$1" || die "no node $1"
  touch "$S/$1/hold-kubelet"; p=$(node_pid "$1")
  nsenter -t "$p" -n -m -p -u -i -- sh -c \
    'for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>/dev/null)" = kubelet ] && kill "${p#/proc/}"; done; true'
}
heal() { rm -f "$S/$1/hold-kubelet"; }

case ${1:-} in
  build|up|down|status) mkdir -p "$K8S_CACHE"; "$1" ;;
  node) shift; node "$@" ;;
  fail|heal) "$1" "$2" ;;
  import) import "$2" ;;
  pack) pack "$2" "$3" ;;
  apiserver|image) "$@" ;;
  __node) node_main "$2" "$3" ;;
  *) sed -n '2,/^set -u/p' "$SELF" | sed '$d; s/^# \{0,1\}//'; exit 2 ;;
esac; exit
