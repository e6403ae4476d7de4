# Certificates (all P-256, one CA) and kubeconfig files.
# Part of cluster.sh: sourced by it, not run by itself.
cert() { # cert NAME CN O EXTENDEDKEYUSAGE [SAN]
  local n=$1 subj="/CN=$2"; [ -s "$PKI/$n.crt" ] && return
  [ -n "$3" ] && subj="/O=$3$subj"
  openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/$n.key" 2>/dev/null &&
  openssl req -new -key "$PKI/$n.key" -subj "$subj" -out "$PKI/$n.csr" &&
  openssl x509 -req -in "$PKI/$n.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -set_serial "0x$(openssl rand -hex 8)" -days 365 \
    -out "$PKI/$n.crt" -extfile <(printf 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=%s\n%s\n' \
      "$4" "${5:+subjectAltName=$5}") 2>/dev/null || die "cert $n"
}
kubeconfig() { # kubeconfig FILE CERTNAME
  [ -s "$1" ] && return
  (umask 077; cat >"$1" <<Y
apiVersion: v1
kind: Config
current-context: $K8S_CONTEXT
clusters:
- {name: $K8S_CONTEXT, cluster: {server: "https://$API:$APIPORT", certificate-authority-data: $(base64 -w0 <"$PKI/ca.crt")}}
users: [{name: $2, user: {client-certificate-data: $(base64 -w0 <"$PKI/$2.crt"), client-key-data: $(base64 -w0 <"$PKI/$2.key")}}]
contexts: [{name: $K8S_CONTEXT, context: {cluster: $K8S_CONTEXT, user: $2}}]
Y
  )
}
pki() {
  local i n
  mkdir -p "$PKI"; chmod 700 "$PKI"
  if [ ! -s "$PKI/ca.crt" ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/ca.key"
    openssl req -x509 -new -key "$PKI/ca.key" -subj /CN=k8s-local-ca -days 3650 -out "$PKI/ca.crt" || die ca
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$PKI/sa.key"
    openssl ec -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2>/dev/null
  fi
  cert etcd etcd "" serverAuth,clientAuth "IP:127.0.0.1,DNS:localhost"
  cert apiserver kube-apiserver "" serverAuth "IP:$API,IP:127.0.0.1,IP:$SVC.0.1,DNS:localhost,DNS:kubernetes,\
DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  cert apiserver-client kube-apiserver system:masters clientAuth
  cert front-proxy front-proxy "" clientAuth
  cert admin kubernetes-admin system:masters clientAuth
  cert kcm system:kube-controller-manager "" clientAuth
  cert scheduler system:kube-scheduler "" clientAuth
  cert proxy system:kube-proxy "" clientAuth
  kubeconfig "$S/admin.kubeconfig" admin; kubeconfig "$PKI/kcm.kubeconfig" kcm
  kubeconfig "$PKI/scheduler.kubeconfig" scheduler; kubeconfig "$PKI/proxy.kubeconfig" proxy
  for i in $(seq "$K8S_NODES"); do
    n=n$i; cert "kubelet-$n" "system:node:$n" system:nodes serverAuth,clientAuth "DNS:$n,IP:$K8S_NET.$((10+i))"
    kubeconfig "$PKI/kubelet-$n.kubeconfig" "kubelet-$n"
  done
}
