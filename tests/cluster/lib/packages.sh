# The Debian packages that are needed. Part of cluster.sh and lab.sh: sourced by them, not run by itself.
apt_get() { # apt_get ARGUMENTS...: apt-get, which waits up to five minutes for another program that holds one of apt's locks
  local until=$((SECONDS + 300)) said code
  said=$(mktemp)
  while :; do
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" >"$said" 2>&1 && code=0 || code=$?
    cat "$said" >>"$K8S_CACHE/apt.log"
    [ "$code" != 0 ] && [ "$SECONDS" -lt "$until" ] && grep -q 'Could not get lock\|Unable to lock' "$said" || break
    sleep 2
  done
  rm -f "$said"
  return "$code"
}

pkgs() { # pkgs COMMAND-OR-FILE:PACKAGE...: installs the packages whose command or file is missing
  local need=() i
  for i; do command -v "${i%%:*}" >/dev/null || [ -e "${i%%:*}" ] || need+=("${i#*:}"); done
  [ ${#need[@]} = 0 ] && return
  say "apt-get install ${need[*]}"
  apt_get install -y --no-install-recommends "${need[@]}" ||
    { apt_get update && apt_get install -y --no-install-recommends "${need[@]}"; } ||
    die "cannot install ${need[*]}; see $K8S_CACHE/apt.log"
}
