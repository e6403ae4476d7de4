# Builds the Kubernetes binaries from Debian's source package into $BIN.
# Part of cluster.sh: sourced by it, not run by itself.
sources() { # sources DIR: Debian's kubernetes source package, with deb-src entries derived from the machine's own in a private list
  local a=$K8S_CACHE/apt o; mkdir -p "$a/parts" "$a/lists/partial"; : >"$a/sources.list"
  sed -s 's/^Types: *deb *$/Types: deb-src/' /etc/apt/sources.list.d/debian*.sources >"$a/parts/debian.sources" 2>/dev/null
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list 2>/dev/null >>"$a/sources.list"
  o="-o Dir::Etc::sourcelist=$a/sources.list -o Dir::Etc::sourceparts=$a/parts -o Dir::State::lists=$a/lists"
  apt_get $o update && cd "$1" && apt_get $o source --download-only kubernetes
}
# What the binaries follow from. They are built again when it changes.
recipe() { { echo "$VERSION $COMMIT"; cat "${SELF%/*}/lib/build.sh"; } | sha256sum | cut -c1-16; }
# Whether a program runs and is of the version: one whose build was interrupted is not.
is_program() { [ "$("$BIN/$1" --version 2>/dev/null)" = "Kubernetes $VERSION" ]; }
is_built() {
  local b
  for b in $SERVERS; do is_program "$b" || return 1; done
  # Binaries from before there was this file were made by the same recipe.
  [ ! -x "$BIN/pause" ] || [ -e "$BIN/.recipe" ] || recipe >"$BIN/.recipe"
  [ -x "$BIN/pause" ] && [ "$(cat "$BIN/.recipe")" = "$(recipe)" ]
}
build() {
  local t0=$SECONDS b missing=() src=$K8S_CACHE/gopath/src/k8s.io/kubernetes
  mkdir -p "$BIN"
  [ "$(cat "$BIN/.recipe" 2>/dev/null)" = "$(recipe)" ] || { rm -rf "$BIN"; mkdir -p "$BIN"; rm -f "$src/.unpacked"; }
  for b in $SERVERS; do is_program "$b" || missing+=("./cmd/$b"); done
  command -v "${K8S_KUBECTL:-kubectl}" >/dev/null || [ -x "$BIN/kubectl" ] || missing+=(./cmd/kubectl)
  if [ ${#missing[@]} = 0 ] && [ -x "$BIN/pause" ]; then say "build: all in $BIN"; return; fi
  pkgs go:golang-go gcc:gcc patch:patch /usr/include/stdio.h:libc6-dev
  apt-cache show golang-github-modern-go-reflect2-dev >/dev/null 2>&1 || apt_get update
  if [ ! -e "$src/.unpacked" ]; then
    local dl=${K8S_ORIG:-$K8S_CACHE/dl}; mkdir -p "$dl"
    ls "$dl"/kubernetes_*.orig.tar.gz >/dev/null 2>&1 || sources "$dl" ||
      die "apt-get source kubernetes failed; see $K8S_CACHE/apt.log"
    rm -rf "$src"; mkdir -p "$src"; tar xzf "$dl"/kubernetes_*.orig.tar.gz -C "$src" --strip-components=1 || die "cannot unpack"
    # the vendored reflect2 1.0.1 walks maps through a runtime structure that Go 1.18 changed: the API server then dies
    # with "unexpected fault address" as soon as a CRD is stored. Debian's own 1.0.2 is the cure.
    local reflect=golang-github-modern-go-reflect2-dev
    mkdir -p "$K8S_CACHE/dl"
    (cd "$K8S_CACHE/dl" && { ls "${reflect}"_*.deb >/dev/null 2>&1 || apt_get download "$reflect"; } &&
      dpkg -x "${reflect}"_*.deb reflect2) &&
      rm -rf "$src/vendor/github.com/modern-go/reflect2" &&
      cp -r "$K8S_CACHE/dl/reflect2/usr/share/gocode/src/github.com/modern-go/reflect2" "$src/vendor/github.com/modern-go/" ||
      die "cannot replace reflect2"
    # the kubelet's cAdvisor sleeps five times one second for a Docker that is not there
    sed -i -e 's/rootDirRetries = 5$/rootDirRetries = 1/' \
      -e 's/rootDirRetryPeriod time.Duration = 1000 \* time.Millisecond/rootDirRetryPeriod time.Duration = time.Millisecond/' \
      "$src/vendor/github.com/google/cadvisor/container/docker/factory.go"
    touch "$src/.unpacked"; say "build: source unpacked ($((SECONDS-t0)) s)"
  fi
  cd "$src" || die "no source"
  # GOPATH mode: the tree is laid out as k8s.io/kubernetes with its own vendor directory
  export GOPATH=$K8S_CACHE/gopath GOCACHE=$K8S_CACHE/gocache GO111MODULE=off CGO_ENABLED=0 GOFLAGS= GOTOOLCHAIN=local
  export GOROOT; GOROOT=$(env -u GOROOT go env GOROOT)
  if [ ! -s pkg/generated/openapi/zz_generated.openapi.go ]; then
    # the one generated file that the upstream tarball does not carry
    go build -o "$K8S_CACHE/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen || die "openapi-gen"
    local dirs
    dirs=$(find -L cmd pkg plugin vendor/k8s.io/*/ -name '*.go' -not -path 'vendor/k8s.io/code-generator/*' \
             -not -path 'vendor/k8s.io/sample-*' -not -path '*/testdata/*' -not -path '*/_examples/*' |
           xargs grep -l '+k8s:openapi-gen=' | xargs grep -l '^// *+k8s:' | xargs -n1 dirname |
           LC_ALL=C sort -u | sed 's,//,/,g; s,^,k8s.io/kubernetes/,' | paste -sd,)
    "$K8S_CACHE/openapi-gen" --logtostderr -i "$dirs" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
      -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$K8S_CACHE/openapi-violations" || die "openapi-gen run"
    cmp -s "$K8S_CACHE/openapi-violations" api/api-rules/violation_exceptions.list ||
      say "build: note: openapi violations differ from upstream's list"
    say "build: openapi generated ($((SECONDS-t0)) s)"
  fi
  local ld="-s -w" v
  for v in component-base/version client-go/pkg/version; do
    v=k8s.io/kubernetes/vendor/k8s.io/$v
    ld+=" -X $v.gitVersion=$VERSION -X $v.gitMajor=1 -X $v.gitMinor=20 -X $v.gitCommit=$COMMIT -X $v.gitTreeState=archive"
    ld+=" -X $v.buildDate=2021-01-13T13:20:00Z"
  done
  if [ ${#missing[@]} -gt 0 ]; then
    go build -trimpath -ldflags "$ld" -o "$BIN/" "${missing[@]}" || die "go build"
    say "build: ${missing[*]} ($((SECONDS-t0)) s)"
  fi
  [ -x "$BIN/pause" ] || gcc -Os -static -s -DVERSION=3.2 -o "$BIN/pause" build/pause/linux/pause.c 2>/dev/null ||
    gcc -Os -static -s -DVERSION=3.2 -o "$BIN/pause" build/pause/pause.c || die "pause"
  recipe >"$BIN/.recipe"
  cd /; [ "${K8S_KEEP_GOCACHE:-0}" = 1 ] || rm -rf "$K8S_CACHE/gocache" "$K8S_CACHE/gopath"
  say "build: done in $((SECONDS-t0)) s"
}
