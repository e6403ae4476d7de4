#!/usr/bin/env bash
# lab.sh: stand-in images for the mesh, so that its manifests run on the cluster of tests/cluster without any image registry.
#
#   lab.sh up                    build the images (once per state of the sources), bring them to every node, let pods read the faults
#   lab.sh images                names of the images
#   lab.sh fault                 list the faults that are on
#   lab.sh fault NAME on [VALUE] switch a fault on
#   lab.sh fault NAME off        switch it off;  "fault all off" for all
#   lab.sh links NODE            list nsm* links in the node's own network namespace
#   lab.sh links NODE add        leave one behind, as a failed healing does
#   lab.sh links NODE clean      delete them
#   lab.sh down                  take ConfigMap and roles away; images stay on the nodes
#
# Faults:
#   no-injection    the webhook allows everything and injects nothing
#   no-wire         clients start, are told that all is well and have no interface
#   dead-endpoint   endpoints are registered and wired, and answer no ping; takes effect within two seconds, on wires that exist too
#   lossy           endpoints answer about three pings and then one in 20 seconds
#   slow-start      manager, forwarder and webhook become ready VALUE seconds late (20)
#   crash-loop      the forwarder logs why and exits with 1
#   stale-url       managers that start write an address into their object that is not their pod's
#
# Environment: K8S_CACHE, K8S_CLUSTER and K8S_STATE as for cluster.sh; KUBECONFIG defaults to that cluster's.
set -eu -o pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
cluster=$here/../cluster/cluster.sh
export K8S_CACHE=${K8S_CACHE:-${HOME:-/root}/.cache/k8s-from-debian}
export K8S_CLUSTER=${K8S_CLUSTER:-0}
export K8S_STATE=${K8S_STATE:-$K8S_CACHE/state$([ "$K8S_CLUSTER" = 0 ] || echo "-$K8S_CLUSTER")}
export KUBECONFIG=${KUBECONFIG:-$K8S_STATE/admin.kubeconfig}
cache=$K8S_CACHE/lab
faults="no-injection no-wire dead-endpoint lossy slow-start crash-loop stale-url"

say() { printf 'lab: %s\n' "$*" >&2; }
die() { printf 'lab.sh: %s\n' "$*" >&2; exit 1; }
. "$here/../cluster/lib/packages.sh"
. "$here/images.sh"

up() {
  local archive; archive=$(build_images)
  if ! cmp -s "$archive" "$K8S_STATE/images/lab.tar"; then
    cp "$archive" "$cache/lab.tar"
    "$cluster" import "$cache/lab.tar" >/dev/null || die "import failed"
  fi
  kubectl apply -f "$here/faults-access.yaml" >/dev/null
  # API servers since 1.21 set this label themselves; NSM v1's webhook leaves namespaces alone by it.
  kubectl label namespace kube-system kubernetes.io/metadata.name=kube-system --overwrite >/dev/null
  echo "lab: images are on every node"
}

fault() {
  local name=${1:-} state=${2:-} value=${3:-on}
  if [ -z "$name" ]; then
    kubectl get configmap nsm-lab-faults -n default --ignore-not-found \
      -o go-template='{{range $k, $v := .data}}{{$k}} {{$v}}{{"\n"}}{{end}}'
  elif [ "$name $state" = "all off" ]; then
    kubectl delete configmap nsm-lab-faults -n default --ignore-not-found >/dev/null
  else
    case " $faults " in *" $name "*) ;; *) die "no fault '$name'; there are: $faults" ;; esac
    case $state in
      on) value="\"$value\"" ;;
      off) value=null ;;
      *) die "fault $name on [VALUE] or fault $name off" ;;
    esac
    kubectl get configmap nsm-lab-faults -n default >/dev/null 2>&1 || kubectl create configmap nsm-lab-faults -n default >/dev/null
    kubectl patch configmap nsm-lab-faults -n default --type merge -p "{\"data\":{\"$name\":$value}}" >/dev/null
  fi
}

links() {
  local node=${1:?NODE is missing} link
  case ${2:-list} in
    list) "$cluster" node "$node" ip -o link | sed -n 's/^[0-9]*: \(nsm[^:@]*\).*/\1/p' ;;
    add) "$cluster" node "$node" ip link add nsm0 mtu 16000 type veth peer name nsmLeftover0 mtu 16000 ;;
    clean) for link in $(links "$node"); do "$cluster" node "$node" ip link del "$link" 2>/dev/null || true; done ;;
    *) die "links NODE [add|clean]" ;;
  esac
}

case ${1:-} in
  up) up ;;
  images) image_list | cut -d' ' -f1 ;;
  fault|links) "$@" ;;
  down)
    kubectl delete configmap nsm-lab-faults -n default --ignore-not-found >/dev/null
    kubectl delete -f "$here/faults-access.yaml" --ignore-not-found >/dev/null
    ;;
  *) sed -n '2,/^set -eu/p' "$0" | sed '$d; s/^# \{0,1\}//'; exit 2 ;;
esac
