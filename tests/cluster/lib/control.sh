# etcd and the API server, and the rest of "up".
# Part of cluster.sh: sourced by it, not run by itself.
api_ready() { [ "$(curl -s -m 2 --noproxy '*' --cacert "$PKI/ca.crt" "https://$API:$APIPORT/readyz" 2>/dev/null)" = ok ]; }
start_etcd() {
  start etcd etcd --name=default --data-dir="$S/etcd" \
    --listen-client-urls="https://127.0.0.1:$ETCDPORT" --advertise-client-urls="https://127.0.0.1:$ETCDPORT" \
    --listen-peer-urls="http://127.0.0.1:$ETCDPEER" --initial-advertise-peer-urls="http://127.0.0.1:$ETCDPEER" \
    --initial-cluster="default=http://127.0.0.1:$ETCDPEER" \
    --cert-file="$PKI/etcd.crt" --key-file="$PKI/etcd.key" --client-cert-auth --trusted-ca-file="$PKI/ca.crt" --logger=zap
}
start_apiserver() {
  start kube-apiserver "$BIN/kube-apiserver" --etcd-servers="https://127.0.0.1:$ETCDPORT" --etcd-cafile="$PKI/ca.crt" \
    --etcd-certfile="$PKI/etcd.crt" --etcd-keyfile="$PKI/etcd.key" \
    --bind-address="$API" --advertise-address="$API" --secure-port="$APIPORT" \
    --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
    --client-ca-file="$PKI/ca.crt" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --service-cluster-ip-range="$SVC.0.0/16" --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$PKI/sa.pub" --service-account-signing-key-file="$PKI/sa.key" \
    --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-client-certificate="$PKI/apiserver-client.crt" \
    --kubelet-client-key="$PKI/apiserver-client.key" --kubelet-preferred-address-types=InternalIP \
    --requestheader-client-ca-file="$PKI/ca.crt" --requestheader-allowed-names=front-proxy \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group \
    --requestheader-username-headers=X-Remote-User \
    --proxy-client-cert-file="$PKI/front-proxy.crt" --proxy-client-key-file="$PKI/front-proxy.key" $(cat "$S/apiserver.flags")
}
await_apiserver() {
  local j
  for j in $(seq 600); do
    api_ready && break
    alive kube-apiserver || die "kube-apiserver ended; see $LOG/kube-apiserver.log"; sleep 0.1
  done
  api_ready || die "kube-apiserver not ready in 60 s; see $LOG/kube-apiserver.log"
}
apiserver() { # apiserver stop|start: the state in etcd stays
  [ -d "$S" ] || die "not up"
  case ${1:-} in
    stop) stop kube-apiserver KILL; say "API server killed" ;;
    start) start_apiserver; await_apiserver; say "API server ready" ;;
    *) die "apiserver stop or apiserver start" ;;
  esac
}
up() {
  local t0 i j n x; t0=$(date +%s%N); el() { echo "$(( ($(date +%s%N)-t0)/1000000 )) ms"; }
  [ "$(id -u)" = 0 ] || die "root is needed"
  is_built || build
  [ -x "$BIN/kubectl" ] && ! command -v kubectl >/dev/null && PATH=$PATH:$BIN
  mkdir -p "$K8S_CACHE"
  pkgs etcd:etcd-server ip:iproute2 openssl:openssl curl:curl
  [ "$K8S_NODES" = 0 ] || pkgs containerd:containerd runc:runc /usr/lib/cni/bridge:containernetworking-plugins \
    busybox:busybox-static iptables:iptables conntrack:conntrack
  mkdir -p "$S" "$LOG" "$PIDS"; chmod 711 "$S"
  exec 9>"$S/lock"; flock 9
  echo "$K8S_NODES" >"$S/nodes"
  pki; say "certificates $(el)"
  machine_enter
  if ! ip link show "$K8S_BRIDGE" >/dev/null 2>&1; then
    ip link add "$K8S_BRIDGE" type bridge && ip addr add "$API/24" dev "$K8S_BRIDGE" && ip link set "$K8S_BRIDGE" up || die "bridge"
  fi
  start_etcd; [ -e "$S/apiserver.flags" ] || echo "${K8S_APISERVER_FLAGS:-}" >"$S/apiserver.flags"; start_apiserver
  if [ "$K8S_NODES" != 0 ]; then
    images; say "images $(el)"
    for i in $(seq "$K8S_NODES"); do start_node "n$i" "$i"; done; say "node processes started $(el)"
  fi
  await_apiserver
  say "API server ready $(el)"
  # only now: before the RBAC bootstrap both are refused their configuration, and the controller manager then ends
  start kube-controller-manager "$BIN/kube-controller-manager" --kubeconfig="$PKI/kcm.kubeconfig" \
    --authentication-kubeconfig="$PKI/kcm.kubeconfig" --authorization-kubeconfig="$PKI/kcm.kubeconfig" \
    --bind-address=127.0.0.1 --port=0 --secure-port="$K8S_CONTROL_PORT" --root-ca-file="$PKI/ca.crt" \
    --service-account-private-key-file="$PKI/sa.key" --use-service-account-credentials \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
    --cluster-cidr="$POD.0.0/16" --service-cluster-ip-range="$SVC.0.0/16" \
    --leader-elect=false --kube-api-qps=200 --kube-api-burst=400 --flex-volume-plugin-dir="$S/flex" ${K8S_KCM_FLAGS:-}
  start kube-scheduler "$BIN/kube-scheduler" --kubeconfig="$PKI/scheduler.kubeconfig" \
    --authentication-kubeconfig="$PKI/scheduler.kubeconfig" --authorization-kubeconfig="$PKI/scheduler.kubeconfig" \
    --bind-address=127.0.0.1 --port=0 --secure-port="$((K8S_CONTROL_PORT + 2))" --leader-elect=false ${K8S_SCHEDULER_FLAGS:-}
  for j in $(seq 300); do kc -n default get sa default >/dev/null 2>&1 && break; sleep 0.1; done; say "default service account $(el)"
  if [ "$K8S_NODES" != 0 ]; then
    for j in $(seq 600); do
      [ "$(kc get nodes --no-headers 2>/dev/null | awk '$2=="Ready"' | wc -l)" -ge "$K8S_NODES" ] && break
      sleep 0.2
    done
    [ "$j" = 600 ] && die "nodes not ready; see $S/n*/log/kubelet.log"
    say "$K8S_NODES nodes Ready $(el)"
  fi
  say "up: export KUBECONFIG=$S/admin.kubeconfig"
}
