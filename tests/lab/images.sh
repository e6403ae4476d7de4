# Builds the archive of all stand-in images. Part of lab.sh: sourced by it, not run by itself.

image_list() { # NAME and entry point of every image; all share one layer
  local org=docker.io/networkservicemesh v1=ghcr.io/networkservicemesh spire=ghcr.io/spiffe run=/bin/nsm-stand-in
  cat <<L
$org/nsmdp:v0.2.0 $run nsmdp
$org/nsmd:v0.2.0 $run nsmd
$org/nsmd-k8s:v0.2.0 $run nsmd-k8s
$org/kernel-forwarder:v0.2.0 $run forwarder
$org/vppagent-forwarder:v0.2.0 $run forwarder
$org/admission-webhook:v0.2.0 $run admission-webhook
$org/nsm-init:v0.2.0 $run nsm-init
$org/nsm-monitor:v0.2.0 $run nsm-monitor
$org/nsm-coredns:v0.2.0 $run nsm-coredns
$org/test-common:v0.2.0
$org/vpp-test-common:v0.2.0 $run vpp-test-common
$org/crossconnect-monitor:v0.2.0 $run crossconnect-monitor
docker.io/jaegertracing/all-in-one:1.14.0 $run jaeger
docker.io/library/alpine:3.22
docker.io/library/busybox:1.37
$spire/spire-server:1.12.4 $run spire-server
$spire/spire-controller-manager:0.6.2 $run spire-controller-manager
$spire/spire-agent:1.12.4 $run spire-agent
$v1/cmd-nsmgr:v1.18.0 $run cmd-nsmgr
$v1/cmd-exclude-prefixes-k8s:v1.18.0 $run cmd-exclude-prefixes-k8s
$v1/cmd-registry-k8s:v1.18.0 $run cmd-registry-k8s
$v1/cmd-admission-webhook-k8s:v1.18.0 $run cmd-admission-webhook-k8s
$v1/cmd-forwarder-vpp:v1.18.0 $run cmd-forwarder
$v1/cmd-forwarder-ovs:v1.18.0 $run cmd-forwarder
$v1/cmd-nsc-init:v1.18.0 $run cmd-nsc-init
$v1/cmd-nsc:v1.18.0 $run cmd-nsc
$v1/cmd-nse-icmp-responder:v1.18.0 $run cmd-nse-icmp-responder
$v1/cmd-nsc-vpp:v1.18.0 $run cmd-nsc
$v1/cmd-nse-icmp-responder-vpp:v1.18.0 $run cmd-nse-icmp-responder
L
}

state_of_sources() { # one hash over everything that the images are made of; versions of packages are in the lock file
  (cd "$here" && find StandIn images.sh vppctl.sh Directory.Build.props ../cluster/lib/images.sh \
    -type f -not -path '*/bin/*' -not -path '*/obj/*' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16)
}

copy_with_libraries() { # copy_with_libraries PROGRAM ROOT TARGET: the program and every shared library that it loads
  local lib
  install -D -m 755 "$1" "$2$3"
  for lib in $(ldd "$1" | grep -o '/[^ ]*'); do [ -e "$2$lib" ] || install -D -m 755 "$lib" "$2$lib"; done
}

fill_root() { # fill_root ROOT PROGRAM
  local root=$1 applet lib
  mkdir -p "$root"/{bin,etc,tmp,root,proc,sys,dev,run,var/lib/networkservicemesh,usr/bin,opt/spire/bin}
  chmod 1777 "$root/tmp"
  cp /bin/busybox "$root/bin/busybox"
  for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  copy_with_libraries "$2" "$root" /bin/nsm-stand-in
  # Apart from busybox, whose ip is the one that people see: only this one can make veth pairs and tunnels.
  copy_with_libraries "$(command -v ip || echo /sbin/ip)" "$root" /opt/iproute2/ip
  # TLS is loaded when it is first needed, so ldd does not know of it.
  for lib in libssl.so.3 libcrypto.so.3; do
    install -m 755 "/usr/lib/x86_64-linux-gnu/$lib" "$root/lib/x86_64-linux-gnu/$lib"
  done
  printf '#!/bin/sh\nexec /bin/nsm-stand-in icmp-responder-nse\n' >"$root/bin/icmp-responder-nse"
  # busybox' shell would run its own wget, whatever PATH says.
  rm "$root"/bin/{wget,sh}
  copy_with_libraries /bin/dash "$root" /bin/sh
  printf '#!/bin/sh\nexec /bin/nsm-stand-in wget "$@"\n' >"$root/bin/wget"
  cp "$here/vppctl.sh" "$root/bin/vppctl"
  printf '#!/bin/sh\nexec /bin/nsm-stand-in grpc-health-probe "$@"\n' >"$root/bin/grpc-health-probe"
  printf '#!/bin/sh\nexec /bin/nsm-stand-in spire-agent "$@"\n' >"$root/opt/spire/bin/spire-agent"
  chmod 755 "$root"/bin/{icmp-responder-nse,wget,vppctl,grpc-health-probe} "$root/opt/spire/bin/spire-agent"
}

build_images() { # prints the path of the archive
  local archive root
  mkdir -p "$cache"
  archive=$cache/images-$(state_of_sources).tar
  if [ ! -s "$archive" ]; then
    pkgs gcc:gcc /usr/include/zlib.h:zlib1g-dev /usr/include/stdio.h:libc6-dev busybox:busybox-static ip:iproute2 \
      /usr/lib/x86_64-linux-gnu/libssl.so.3:libssl3
    echo "lab: building the stand-ins; see $cache/build.log" >&2
    dotnet publish "$here/StandIn" -c Release -r linux-x64 -p:PublishAot=true -p:CppCompilerAndLinker=gcc -p:RestoreLockedMode=false \
      -p:NuGetLockFilePath="$cache/packages.lock.json" -p:ArtifactsPath="$cache/build" -o "$cache/publish" >>"$cache/build.log" 2>&1 ||
      die "the stand-ins do not build; see $cache/build.log"
    root=$(mktemp -d "$cache/root.XXXXXX")
    chmod 755 "$root"
    fill_root "$root" "$cache/publish/nsm-stand-in"
    rm -f "$cache"/images-*.tar
    image_list | "$cluster" pack "$archive" "$root" || die "cannot pack the images"
    rm -rf "$root"
  fi
  echo "$archive"
}
