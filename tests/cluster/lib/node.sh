# A node: pid 1 of its own namespaces, with containerd, kubelet and kube-proxy.
# Part of cluster.sh: sourced by it, not run by itself.
node_files() { # node_files NAME INDEX
  local n=$1 i=$2 d=$S/$1 RESTRICT_OOM=false
  # without CAP_SYS_RESOURCE nobody may lower oom_score_adj; runc then dies with "can't get final child's PID from pipe: EOF"
  (echo -998 >/proc/self/oom_score_adj) 2>/dev/null || RESTRICT_OOM=true
  mkdir -p "$d"/{kubelet,containerd,cni,cniconf,log,pods,containers,cg,plugins,nsm,spire}
  echo "nameserver $SVC.0.10" >"$d/resolv.conf"
  cat >"$d/containerd.toml" <<Y
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.2"
  restrict_oom_score_adj = $RESTRICT_OOM
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$d/cniconf"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
Y
  cat >"$d/cniconf/10-k8s.conflist" <<Y
{"cniVersion":"0.4.0","name":"k8s","plugins":[
 {"type":"bridge","bridge":"cni0","isGateway":true,"hairpinMode":true,
  "ipam":{"type":"host-local","ranges":[[{"subnet":"$POD.$i.0/24"}]],"routes":[{"dst":"0.0.0.0/0"}]}},
 {"type":"portmap","capabilities":{"portMappings":true}}]}
Y
  cat >"$d/kubelet.yaml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $K8S_NET.$((10+i))
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $PKI/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $PKI/kubelet-$n.crt
tlsPrivateKeyFile: $PKI/kubelet-$n.key
cgroupDriver: cgroupfs
cgroupRoot: /$CGROOT/$n
failSwapOn: false
clusterDomain: cluster.local
clusterDNS: [$SVC.0.10]
resolvConf: $d/resolv.conf
volumePluginDir: $d/plugins
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%}
nodeStatusUpdateFrequency: 5s
serializeImagePulls: false
kubeAPIQPS: 100
kubeAPIBurst: 200
Y
}
node_main() { # runs inside the namespaces
  local n=$1 i=$2 d=$S/$1 j ip=$K8S_NET.$((10+$2)) p
  mount -t proc proc /proc
  hostname "$n"
  mount --rbind /sys/fs/cgroup "$d/cg" && mount -t sysfs sysfs /sys && mount --rbind "$d/cg" /sys/fs/cgroup && umount -l "$d/cg"
  # a name server that does not answer holds up each pull of an image for 10 s without this
  { cat /etc/resolv.conf; echo 'options timeout:2 attempts:1'; } >"$d/machine-resolv.conf"
  mount --bind "$d/machine-resolv.conf" "$(readlink -f /etc/resolv.conf)"
  mount -t tmpfs -o mode=755 tmpfs /run && mkdir -p /run/containerd /run/netns /run/lock /run/spire
  mount --bind "$d/kubelet" /var/lib/kubelet; mount --bind "$d/containerd" /var/lib/containerd; mount --bind "$d/cni" /var/lib/cni
  mount --bind "$d/pods" /var/log/pods; mount --bind "$d/containers" /var/log/containers
  # hostPaths that NSM expects to be a node's own
  mount --bind "$d/nsm" /var/lib/networkservicemesh; mount --bind "$d/spire" /run/spire
  mount --make-rshared /
  for j in $(seq 100); do [ -e /sys/class/net/eth0 ] && break; sleep 0.05; done
  ip link set lo up; ip addr add "$ip/24" dev eth0; ip link set eth0 up; ip route add default via "$API"
  ip route add unreachable 169.254.0.0/16   # the kubelet asks cloud metadata services: 11 s of time-outs without this
  for j in $(seq "$K8S_NODES"); do [ "$j" = "$i" ] || ip route add "$POD.$j.0/24" via "$K8S_NET.$((10+j))"; done
  echo 1 >/proc/sys/net/ipv4/ip_forward
  [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] && echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
  supervise() {
    local c=$1; shift
    while :; do
      while [ -e "$d/hold-$c" ]; do sleep 0.3; done
      "$@"; echo "cluster.sh: $c ended with $?; again in 1 s"; sleep 1
    done >>"$d/log/$c.log" 2>&1
  }
  supervise containerd containerd --config "$d/containerd.toml" &
  for j in $(seq 200); do ctr version >/dev/null 2>&1 && break; sleep 0.05; done
  for p in "$S"/images/*.tar; do ctr -n k8s.io images import "$p" || echo "import of $p failed"; done
  for j in $(seq 600); do api_ready && break; sleep 0.1; done
  supervise kubelet "$BIN/kubelet" --config="$d/kubelet.yaml" --kubeconfig="$PKI/kubelet-$n.kubeconfig" --hostname-override="$n" \
    --node-ip="$ip" --container-runtime=remote --container-runtime-endpoint=unix:///run/containerd/containerd.sock \
    --image-service-endpoint=unix:///run/containerd/containerd.sock \
    --v=2 ${K8S_KUBELET_FLAGS:-} &
  [ "$K8S_PROXY" = 0 ] || supervise kube-proxy "$BIN/kube-proxy" --kubeconfig="$PKI/proxy.kubeconfig" --hostname-override="$n" \
    --proxy-mode=iptables --cluster-cidr="$POD.0.0/16" \
    --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 \
    --healthz-bind-address=127.0.0.1:10256 --metrics-bind-address=127.0.0.1:10249 &
  while :; do wait -n || sleep 1; done   # pid 1: also reaps orphans
}
node_pid() { # pid of the node's init, seen from outside
  local p; p=$(pidof_ "$1"); cat "/proc/$p/task/$p/children" 2>/dev/null | tr -d ' '
}
start_node() {
  local n=$1 i=$2 d=$S/$1 c h p j
  alive "$n" && return
  node_files "$n" "$i"
  for c in /sys/fs/cgroup/*/; do
    grep -q "^cgroup ${c%/} cgroup " /proc/mounts || continue
    mkdir -p "$c$CGROOT/$n"
    [ -e "${c}cpuset.cpus" ] || continue
    for h in "$c$CGROOT" "$c$CGROOT/$n"; do cat "${c}cpuset.cpus" >"$h/cpuset.cpus"; cat "${c}cpuset.mems" >"$h/cpuset.mems"; done
  done
  # what NSM v1 makes in /dev goes again
  for c in /var/lib/kubelet /var/lib/containerd /var/lib/cni /var/log/pods /var/log/containers /var/lib/networkservicemesh /dev/vfio; do
    machine_folder "$c"
  done
  start "$n" unshare --net --mount --propagation private --uts --ipc --pid --fork --kill-child=SIGKILL bash "$SELF" __node "$n" "$i"
  for j in $(seq 100); do p=$(node_pid "$n"); [ -n "$p" ] && break; sleep 0.02; done
  [ -n "$p" ] || die "node $n did not start; see $LOG/$n.log"
  ip link add "$K8S_BRIDGE-$n" type veth peer name eth0 netns "$p" || die "veth $n"
  ip link set "$K8S_BRIDGE-$n" master "$K8S_BRIDGE" up
  ip route replace "$POD.$i.0/24" via "$K8S_NET.$((10+i))"
  for j in $(ls "$PIDS" | grep -E '^n[0-9]+$'); do   # nodes that are there already learn the way to the new one's pods
    [ "$j" = "$n" ] || ! alive "$j" || nsenter -t "$(node_pid "$j")" -n ip route replace "$POD.$i.0/24" via "$K8S_NET.$((10+i))"
  done
  # services from the host (webhooks too): by way of n1's kube-proxy
  [ "$i" != 1 ] || [ "$K8S_PROXY" = 0 ] || ip route replace "$SVC.0.0/16" via "$K8S_NET.11"
}
