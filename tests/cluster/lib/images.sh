# OCI images made by hand: no image registry is needed.
# Part of cluster.sh: sourced by it, not run by itself.
pack() { # pack FILE.tar ROOTDIR: lines "NAME [ENTRYPOINT...]" on stdin; one archive of images that share one layer
  local out=$1 root=$2 w d ds cd cs md ms a ep list="" line oci=application/vnd.oci.image
  w=$(mktemp -d "${out%/*}/oci.XXXXXX"); mkdir -p "$w/blobs/sha256"
  blob() { local h s; h=$(sha256sum <"$1"); h=${h%% *}; s=$(stat -c %s "$1"); mv "$1" "$w/blobs/sha256/$h"; echo "$h $s"; }
  tar -C "$root" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$w/l" .
  read -r d ds <<<"$(blob "$w/l")"
  while read -r -a line; do
    [ ${#line[@]} -gt 0 ] || continue
    ep=""; for a in "${line[@]:1}"; do ep+="${ep:+,}\"$a\""; done
    printf '{"architecture":"amd64","os":"linux","config":{"Env":["PATH=%s"]%s},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
      /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${ep:+,\"Entrypoint\":[$ep]}" "$d" >"$w/c"
    read -r cd cs <<<"$(blob "$w/c")"
    printf '{"schemaVersion":2,"mediaType":"%s.manifest.v1+json",%s,%s}' "$oci" \
      "\"config\":{\"mediaType\":\"$oci.config.v1+json\",\"digest\":\"sha256:$cd\",\"size\":$cs}" \
      "\"layers\":[{\"mediaType\":\"$oci.layer.v1.tar\",\"digest\":\"sha256:$d\",\"size\":$ds}]" >"$w/m"
    read -r md ms <<<"$(blob "$w/m")"
    list+="${list:+,}{\"mediaType\":\"$oci.manifest.v1+json\",\"digest\":\"sha256:$md\",\"size\":$ms,\"platform\":"
    list+="{\"architecture\":\"amd64\",\"os\":\"linux\"},\"annotations\":{\"io.containerd.image.name\":\"${line[0]}\"}}"
  done
  printf '{"schemaVersion":2,"manifests":[%s]}' "$list" >"$w/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$w/oci-layout"
  # Whole or not at all: whoever finds the file takes it for finished.
  tar -C "$w" -cf "$w/archive" oci-layout index.json blobs && mv "$w/archive" "$out" || return 1
  rm -rf "$w"
}
oci() { # oci NAME ROOTDIR OUTFILE [ENTRYPOINT...]: an OCI image layout tar with one image
  local name=$1 root=$2 out=$3; shift 3
  pack "$out" "$root" <<<"$name $*"
}
import() { # import FILE.tar: on all nodes at once; kept, so that nodes added later get it too
  local n f pids=() p; f=$(readlink -f "$1"); [ -s "$f" ] || die "no file $1"
  [ "${f%/*}" = "$S/images" ] || { cp "$f" "$S/images/.new" && mv "$S/images/.new" "$S/images/${f##*/}"; }
  for n in $(ls "$PIDS" | grep -E '^n[0-9]+$'); do node "$n" ctr -n k8s.io images import "$f" & pids+=($!); done
  for p in "${pids[@]}"; do wait "$p" || die "import of $1 failed"; done
}
image() { # image NAME ROOTDIR [ENTRYPOINT...]
  local f; f="$S/images/$(tr / _ <<<"$1" | tr : -).tar"
  oci "$1" "$2" "$f" "${@:3}" && import "$f"
}
images() {
  local r
  mkdir -p "$S/images"
  if [ ! -s "$S/images/pause.tar" ]; then
    r=$(mktemp -d "$S/root.XXXXXX"); cp "$BIN/pause" "$r/pause"
    oci registry.k8s.io/pause:3.2 "$r" "$S/images/pause.tar" /pause; rm -rf "$r"
  fi
  if [ ! -s "$S/images/busybox.tar" ]; then
    r=$(mktemp -d "$S/root.XXXXXX"); chmod 755 "$r"
    mkdir -p "$r"/{bin,etc,tmp,root,proc,sys,dev,var,usr/bin}; chmod 1777 "$r/tmp"
    cp /bin/busybox "$r/bin/busybox"
    local a; for a in $(/bin/busybox --list); do [ "$a" = busybox ] || ln -s busybox "$r/bin/$a"; done
    echo 'root:x:0:0:root:/root:/bin/sh' >"$r/etc/passwd"; echo 'root:x:0:' >"$r/etc/group"
    oci docker.io/library/busybox:1.35 "$r" "$S/images/busybox.tar"; rm -rf "$r"
  fi
}
