# Takes everything away again.
# Part of cluster.sh: sourced by it, not run by itself.
down() {
  local n i x c p
  [ -d "$S" ] || { say "down: nothing there"; return 0; }
  exec 9>"$S/lock"; flock 9
  for n in $(ls "$PIDS" 2>/dev/null | grep -E '^n[0-9]+$'); do
    p=$(node_pid "$n"); [ -n "$p" ] && alive "$n" && kill -KILL "$p"   # pid 1 of the node: the kernel ends all the rest
    stop "$n" KILL; ip link del "$K8S_BRIDGE-$n" 2>/dev/null
    for i in $(seq 100); do [ -n "$p" ] && [ -e "/proc/$p" ] || break; sleep 0.1; done
  done
  # the state goes too; on TERM the API server would wait for its watches
  for n in kube-scheduler kube-controller-manager kube-apiserver etcd; do stop "$n" KILL; done
  ip link del "$K8S_BRIDGE" 2>/dev/null   # takes the routes along
  for i in $(seq 50); do
    for c in /sys/fs/cgroup/*/"$CGROOT"; do [ -d "$c" ] && find "$c" -depth -type d -exec rmdir {} + 2>/dev/null; done
    ls -d /sys/fs/cgroup/*/"$CGROOT" >/dev/null 2>&1 || break; sleep 0.1
  done
  ls -d /sys/fs/cgroup/*/"$CGROOT" 2>/dev/null | sed 's/^/down: left over: /'
  machine_leave
  grep " $S/" /proc/mounts | awk '{print $2}' | sort -r | while read -r x; do umount -l "$x"; done
  rm -rf --one-file-system "$S"; say "down: done"
}
