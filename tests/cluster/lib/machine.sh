# What all clusters of this machine share: some settings of the kernel and some folders. The first cluster sets them, the last one puts
# them back. Part of cluster.sh: sourced by it, not run by itself.
MACHINE=$K8S_CACHE/machine
SYSCTLS="vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes"
SYSCTLS="$SYSCTLS fs/inotify/max_user_instances"

machine_lock() { mkdir -p "$MACHINE/clusters"; exec 8>"$MACHINE/lock"; flock 8; }
machine_unlock() { exec 8>&-; }

machine_enter() {
  local x
  machine_lock
  touch "$MACHINE/clusters/$K8S_BRIDGE"
  if [ ! -e "$MACHINE/sysctls" ]; then
    for x in $SYSCTLS; do [ -e "/proc/sys/$x" ] && echo "$x $(cat "/proc/sys/$x")"; done >"$MACHINE/sysctls"
  fi
  # Nodes run many programs that watch files; Debian allows 128.
  [ "$(cat /proc/sys/fs/inotify/max_user_instances)" -ge 1024 ] || echo 1024 >/proc/sys/fs/inotify/max_user_instances
  machine_unlock
}

machine_folder() { # machine_folder PATH: makes a folder that the last cluster removes
  machine_lock
  [ -d "$1" ] || { mkdir -p "$1"; echo "$1" >>"$MACHINE/folders"; }
  machine_unlock
}

machine_leave() {
  local x v
  machine_lock
  rm -f "$MACHINE/clusters/$K8S_BRIDGE"
  if [ -z "$(ls "$MACHINE/clusters")" ]; then
    # A folder that is mounted over in a node must not go while that node lives: its mount would go too.
    touch "$MACHINE/folders" "$MACHINE/sysctls"
    sort -ru "$MACHINE/folders" | while read -r x; do rmdir "$x" 2>/dev/null || echo "down: left over: $x"; done
    while read -r x v; do [ "$(cat "/proc/sys/$x")" = "$v" ] || echo "$v" >"/proc/sys/$x"; done <"$MACHINE/sysctls"
    rm -f "$MACHINE/folders" "$MACHINE/sysctls"
  fi
  machine_unlock
}
