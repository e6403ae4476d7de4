# Processes of the cluster, known by pid and start time, and the packages it needs.
# Part of cluster.sh: sourced by it, not run by itself.
pkgs() { # pkgs COMMAND:PACKAGE...: install the packages whose command is missing
  local need=() i; for i; do command -v "${i%%:*}" >/dev/null || [ -e "${i%%:*}" ] || need+=("${i#*:}"); done
  [ ${#need[@]} = 0 ] && return
  say "apt-get install ${need[*]}"
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${need[@]}" >>"$K8S_CACHE/apt.log" 2>&1 ||
    { apt-get update >>"$K8S_CACHE/apt.log" 2>&1; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${need[@]}" >>"$K8S_CACHE/apt.log" 2>&1; } ||
    die "cannot install ${need[*]}; see $K8S_CACHE/apt.log"
}

stamp() { local s; s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${s##*) }; echo "${20}"; }
alive() { local p t; [ -s "$PIDS/$1" ] && read -r p t <"$PIDS/$1" && [ "$(stamp "$p")" = "$t" ] && [ "$(cut -d' ' -f3 <<<"$(sed 's/(.*)/x/' /proc/$p/stat)")" != Z ]; }
pidof_() { local p t; read -r p t <"$PIDS/$1"; echo "$p"; }
start() { # start NAME CMD...
  local n=$1; shift
  alive "$n" && return 0
  setsid "$@" </dev/null >>"$LOG/$n.log" 2>&1 9>&- &
  local p=$!; disown "$p"; printf '%s %s\n' "$p" "$(stamp $p)" >"$PIDS/$n"
}
stop() { # stop NAME [SIGNAL]: by pid, only if it is still the process that was started
  local n=$1 sig=${2:-TERM} p i
  if alive "$n"; then
    p=$(pidof_ "$n"); kill -"$sig" "$p" 2>/dev/null
    for i in $(seq 100); do alive "$n" || break; sleep 0.1; done
    alive "$n" && { kill -KILL "$p"; for i in $(seq 50); do alive "$n" || break; sleep 0.1; done; }
  fi
  rm -f "$PIDS/$n"
}
