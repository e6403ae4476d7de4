# Processes of the cluster, known by pid and start time.
# Part of cluster.sh: sourced by it, not run by itself.
stamp() { local s; s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${s##*) }; echo "${20}"; }
state_of() { cut -d' ' -f3 <<<"$(sed 's/(.*)/x/' "/proc/$1/stat")"; }
alive() { # a process that died before its stamp was read has none, and is not alive
  local p t
  [ -s "$PIDS/$1" ] && read -r p t <"$PIDS/$1" && [ -n "$t" ] && [ "$(stamp "$p")" = "$t" ] && [ "$(state_of "$p")" != Z ]
}
pidof_() { local p t; read -r p t <"$PIDS/$1"; echo "$p"; }
start() { # start NAME CMD...
  local n=$1; shift
  alive "$n" && return 0
  setsid "$@" </dev/null >>"$LOG/$n.log" 2>&1 8>&- 9>&- &
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
