#!/usr/bin/env bash
# compare-kubectl.sh SANDBOX_KUBECONFIG REAL_KUBECONFIG [DIFF_DIRECTORY]
#
# Runs the same kubectl commands against the sandbox and a real cluster and prints a table: the command, the kinds, and
# whether exit code and output are the same once everything is taken out that must differ (ages, times, addresses,
# uids, versions, names of nodes, random ends of names). Give both as many nodes. The differences themselves are in
# DIFF_DIRECTORY (default: a new directory, named at the end). Exits with 1 when there is one that is not known.
# KUBECTL and IMAGE choose the program and an image that both clusters have.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n '2,/^set/s/^# \?//p' "$0" | sed '$d' >&2; exit 64; }
sandbox=$(readlink -f "$1") real=$(readlink -f "$2") out=${3:-$(mktemp -d)}
kubectl=${KUBECTL:-kubectl} image=${IMAGE:-docker.io/library/alpine:3.22} ns=kubectl-compare
number=0 unknown=0 same=0 known=0
minor=$("$kubectl" --kubeconfig "$real" version -o json | sed -n '/serverVersion/,$s/.*"minor": "\([0-9]*\).*/\1/p')
resource='' ref='' file=''
mkdir -p "$out"
: >"$out/rows"

normalise() {
  # Fields that are null on the wire, and the entries of managedFields for maps and lists themselves, are not there in the sandbox.
  sed -zE 's/- lastProbeTime: null\n +/- /g; s/ +creationTimestamp: null\n//g' | grep -v '^WARNING: version difference' | sed -E \
    -e 's/"\.":\{\},?//g' \
    -e 's/\b(sandbox-node-[0-9]+|n[0-9])\b/NODE/g' \
    -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/g' \
    -e 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/UID/g' \
    -e 's/\b[0-9]+(\.[0-9]+){3}(\/[0-9]+)?\b/IP/g' \
    -e 's/\bv?1\.[0-9]+\.[0-9]+[-+.0-9a-z]*/VERSION/g' \
    -e 's/(resourceVersion: )"[0-9]+"/\1"N"/' \
    -e 's/\b(web|agent)-[a-z0-9]{8,10}\b/\1-HASH/g' \
    -e 's/\b(web-HASH|agent|default-token|someone-token)-[a-z0-9]{5}\b/\1-ID/g' \
    -e 's/((pod-template-hash|controller-revision-hash): )[a-z0-9]+/\1HASH/; s/pod-template-hash=[a-z0-9]+/pod-template-hash=HASH/g' \
    -e 's/(containerID: ).*/\1ID/; s/(image ?ID: ).*/\1ID/I; s/start exec "[0-9a-f]+"/start exec/' \
    -e 's/(^| )([0-9]+[dhm])?[0-9]+[dhms]( ago\)|$| )/\1AGE\3/g' \
    -e 's/(\S) {2,}/\1 /g; s/ +$//'
}

one() { # one WHERE KUBECONFIG COMMAND: runs it and keeps what it says
  (
    export KUBECONFIG=$2 NS=$ns IMAGE=$image KIND=$resource NAME=$ref FILE=$file
    k() { "$kubectl" -n "$ns" "$@"; }
    eval "$3"
  ) >"$out/$number.$1.raw" 2>&1 </dev/null
  echo "exit code $?" >>"$out/$number.$1.raw"
  normalise <"$out/$number.$1.raw" >"$out/$number.$1"
}

# What differs because the real cluster is a Kubernetes 1.20 and the sandbox is not.
old() { [ "$minor" = 20 ] && echo "version: $1"; }

because() { # because KIND COMMAND: why the answers may differ
  case "$1: $2" in
    *'k api-resources'*'-o name'*) echo 'only the kinds that NsmPS and its workloads use';;
    *'k api-resources'*) echo 'no events.k8s.io';;
    'namespace: '*yaml) old '1.20 sets no label kubernetes.io/metadata.name';;
    'customresourcedefinition: '*managedFields*) old 'in 1.20 status has no owner of its own';;
    'serviceaccount: k get'*) old 'in 1.20 accounts have token secrets';;
    *'rolebinding: '*managedFields*) old 'in 1.20 roleRef is not one value';;
    'secret: '*managedFields*) echo 'stringData is not kept as a field';;
    'service: k apply --server-side'* | 'service: '*managedFields* | 'service: k diff'*) old '1.20 refuses ports without a protocol';;
    'daemonset: k get'* | 'daemonset: k describe'*) echo 'no annotation deprecated.daemonset.template.generation';;
    'pod: k get $KIND $NAME -o yaml' | 'pod: k describe'*) echo "no volume with the account's token";;
    'pod: k get'*metadata.generation*) old '1.20 has no generation of pods';;
    'wire: printf'*) old 'with 1.20 kubectl finds it, not the server';;
    'service: k get'*yaml) old '1.20 has no ipFamilies, ipFamilyPolicy and internalTrafficPolicy';;
    'deployment: k get $KIND $NAME -o yaml') old '1.20 has no terminatingReplicas';;
    'deployment: sed'*'{name: wrong'*) old '1.20 writes wrong values as Go does';;
    'configmap: printf'*dta*) old 'with 1.20 kubectl finds it, not the server';;
    'pod: '*'logs'*) echo 'no programs run: the lines are others, and --since is ignored';;
  esac
}

step() { # step KINDS COMMAND
  local row code_sandbox code_real why
  number=$((number + 1)) why=$(because "$1" "$2")
  one sandbox "$sandbox" "$2" & one real "$real" "$2"
  wait $!
  code_sandbox=$(tail -n 1 "$out/$number.sandbox.raw") code_real=$(tail -n 1 "$out/$number.real.raw")
  if diff -u --label real --label sandbox "$out/$number.real" "$out/$number.sandbox" >"$out/$number.diff"; then
    row=same same=$((same + 1))
    rm "$out/$number.diff"
  elif [ -n "$why" ]; then
    row="differs: $why" known=$((known + 1))
  else
    unknown=$((unknown + 1))
    if [ "$code_sandbox" = "$code_real" ]; then row="differs in $(grep -c '^[-+][^-+]' "$out/$number.diff") lines ($number.diff)"; else row="$code_sandbox, not ${code_real#exit code } ($number.diff)"; fi
    printf '%s\t%s\t%s: %s\n' "$number" "$1" "$2" "$row" >&2
  fi
  printf '%s\t%s\t%s\n' "$(printf %s "$2" | tr '\n' ' ' | sed -E 's/"\$kubectl" -n \$NS/kubectl/g; s/(^|[ (;])k /\1kubectl /g')" "$1" "$row" >>"$out/rows"
}

# One row for each command and result, with all kinds that it stands for.
table() {
  printf '| command | kinds | result |\n|---|---|---|\n'
  awk -F '\t' '{ key = $1 FS $3; if (!(key in kinds)) { order[++n] = key; kinds[key] = $2 } else if (index(", " kinds[key] ",", ", " $2 ",") == 0) kinds[key] = kinds[key] ", " $2 }
    END { for (i = 1; i <= n; i++) { split(order[i], part, FS); command = part[1]; gsub(/\|/, "\\|", command); print "| `" command "` | " kinds[order[i]] " | " part[2] " |" } }' "$out/rows"
}

manifest() { { echo ---; cat; } >"$out/$1.yaml"; }
manifest namespace <<Y
{apiVersion: v1, kind: Namespace, metadata: {name: $ns, labels: {purpose: compare}}}
Y
manifest customresourcedefinition <<Y
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: wires.compare.example.com}
spec:
  group: compare.example.com
  scope: Namespaced
  names: {plural: wires, singular: wire, kind: Wire, shortNames: [wi]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    additionalPrinterColumns: [{name: From, type: string, jsonPath: .spec.from}, {name: Length, type: integer, jsonPath: .spec.length, priority: 1}]
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, properties: {from: {type: string}, length: {type: integer, default: 3}}}
          status: {type: object, properties: {state: {type: string}}}
Y
manifest wire <<Y
{apiVersion: compare.example.com/v1, kind: Wire, metadata: {name: one}, spec: {from: here}}
Y
manifest serviceaccount <<Y
{apiVersion: v1, kind: ServiceAccount, metadata: {name: someone}}
Y
manifest clusterrole <<Y
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: kubectl-compare}, rules: [{apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}]}
Y
manifest clusterrolebinding <<Y
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: kubectl-compare}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kubectl-compare}
subjects: [{kind: ServiceAccount, name: someone, namespace: $ns}]
Y
manifest role <<Y
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader}, rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]}
Y
manifest rolebinding <<Y
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: someone}]
Y
manifest secret <<Y
{apiVersion: v1, kind: Secret, metadata: {name: keys}, stringData: {tls.key: hidden}, data: {tls.crt: YQ==}}
Y
manifest configmap <<Y
{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, labels: {app: web}}, data: {colour: blue, size: "3"}}
Y
manifest service <<Y
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}, {name: dns, port: 53, protocol: UDP}]}}
Y
manifest mutatingwebhookconfiguration <<Y
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: kubectl-compare}
webhooks:
- name: nobody.compare.example.com
  admissionReviewVersions: [v1]
  sideEffects: None
  failurePolicy: Ignore
  namespaceSelector: {matchLabels: {nobody: has-this}}
  clientConfig: {service: {name: nobody, namespace: $ns, path: /mutate}}
  rules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
Y
container="{name: c, image: $image, imagePullPolicy: IfNotPresent, command: [sh, -c, 'echo started; exec sleep 100000'], env: [{name: COLOUR, value: blue}]"
manifest deployment <<Y
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {terminationGracePeriodSeconds: 1, containers: [$container, ports: [{containerPort: 8080}], readinessProbe: {exec: {command: ["true"]}}}]}}
Y
manifest daemonset <<Y
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {terminationGracePeriodSeconds: 1, tolerations: [{operator: Exists}], containers: [$container}]}}
Y
manifest pod <<Y
apiVersion: v1
kind: Pod
metadata: {name: alone, labels: {app: alone}}
spec: {terminationGracePeriodSeconds: 1, containers: [$container, resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {memory: 32Mi}}}]}
Y

step - 'k version | sed "s/: .*/:/"'
step - 'k get --raw /readyz'
step - 'k api-resources --no-headers --api-group= -o name | sort'
step - 'k api-resources --no-headers -o wide | grep -E " (Namespace|CustomResourceDefinition|ServiceAccount|ClusterRole|ClusterRoleBinding|Role|RoleBinding|Secret|ConfigMap|Service|Deployment|DaemonSet|ReplicaSet|Pod|MutatingWebhookConfiguration|Node|Event) " | sort'
step - 'k api-versions | grep -E "^(v1|apps/v1|batch/v1|rbac.authorization.k8s.io/v1|apiextensions.k8s.io/v1|admissionregistration.k8s.io/v1)$"'
step node 'k get nodes --no-headers | awk "{print NF}"'
step node 'k get nodes -o wide | sed -n 1p'
step node 'k get nodes -o jsonpath="{range .items[*]}{range .status.conditions[*]}{.type}={.status} {.reason} {end}{.spec.unschedulable}{end}" | tr " " "\n" | sort -u'
step node 'k wait node --all --for=condition=Ready --timeout=10s'
step node 'k get node no-such-node'
step node 'node=$(k get nodes -o name | tail -n 1); k label $node compare=1; k get $node -o jsonpath="{.metadata.labels.compare}"; k label $node compare-; k cordon $node; k get $node --no-headers | awk "{print \$2}"; k uncordon $node'

file=$out/namespace.yaml
step namespace 'k create namespace $NS'
step namespace 'k create namespace $NS'
step namespace 'k apply -f $FILE'
step namespace 'k apply -f $FILE'
step namespace 'k get namespace $NS'
step namespace 'k get namespace $NS -o yaml'
step 'namespace' 'k wait namespace/$NS --for=jsonpath={.status.phase}=Active --timeout=5s'

for kind in customresourcedefinition wire serviceaccount clusterrole clusterrolebinding role rolebinding secret configmap service mutatingwebhookconfiguration deployment daemonset pod; do
  file=$out/$kind.yaml
  ref=$(sed -n 's/.*metadata: {name: \([^,}]*\).*/\1/p' "$file")
  resource=$kind; [ $kind = wire ] && resource=wires.compare.example.com
  step $kind 'k apply --dry-run=server -f $FILE'
  step $kind 'k create -f $FILE'
  case $kind in
    customresourcedefinition) step $kind 'k wait --for=condition=Established crd/$NAME --timeout=10s';;
    deployment|daemonset) step $kind 'k rollout status $KIND/$NAME --timeout=60s | tail -n 1';;
    pod) step $kind 'k wait --for=condition=Ready pod/$NAME --timeout=60s';;
  esac
  step $kind 'k create -f $FILE'
  step $kind 'k get $KIND $NAME'
  step $kind 'k get $KIND $NAME -o wide'
  step $kind 'k get $KIND $NAME -o yaml'
  step $kind 'k get $KIND $NAME -o name'
  step $kind 'k apply -f $FILE'
  step $kind 'k apply -f $FILE'
  step $kind 'sed "s/metadata: {/&annotations: {note: changed}, /" $FILE | k apply -f -'
  step $kind 'k get $KIND $NAME -o jsonpath="{.metadata.annotations.note} {.metadata.generation}"'
  step $kind 'k apply --server-side -f $FILE'
  step $kind 'k apply --server-side --force-conflicts --field-manager=compare -f $FILE'
  step $kind 'k get $KIND $NAME -o jsonpath="{range .metadata.managedFields[*]}{.manager} {.operation} {.subresource} {.fieldsV1}{\"\\n\"}{end}" | grep -vE "^(kube|nsmps)[^c]" | sort'
  case $kind in deployment|daemonset) step $kind 'k rollout status $KIND/$NAME --timeout=60s | tail -n 1';; esac
  step $kind 'k label $KIND $NAME tier=front'
  step $kind 'k get $KIND -l tier=front --show-labels'
  step $kind 'k patch $KIND $NAME --type=merge -p "{\"metadata\":{\"annotations\":{\"note\":\"patched\"}}}"'
  step $kind 'k diff -f $FILE | grep -E "^[-+] " | sed "s/generation: .*/generation/"'
done

step configmap 'k create configmap letters --from-literal=a=1 --from-literal=b=2; k get configmap letters -o jsonpath="{.data}"'
step secret 'k create secret generic words --from-literal=a=1; k get secret words -o jsonpath="{.data.a} {.type}"'
step serviceaccount 'k create serviceaccount other; k get serviceaccount other -o name'
step role 'k create role maker --verb=get,list --resource=pods,deployments.apps; k get role maker -o jsonpath="{.rules}"'
step rolebinding 'k create rolebinding maker --role=maker --serviceaccount=$NS:other; k get rolebinding maker -o wide'
step clusterrole 'k create clusterrole compare-maker --verb=get --resource=nodes; k get clusterrole compare-maker -o jsonpath="{.rules}"; k delete clusterrole compare-maker'
step clusterrolebinding 'k create clusterrolebinding compare-maker --clusterrole=view --user=u; k get clusterrolebinding compare-maker -o wide; k delete clusterrolebinding compare-maker'
step service 'k create service clusterip plain --tcp=80:8080; k get service plain -o jsonpath="{.spec.ports} {.spec.type}"'
step deployment 'k create deployment made --image=$IMAGE --replicas=0 --port=80; k get deployment made -o wide; k delete deployment made'
step pod 'k run ran --image=$IMAGE --restart=Never --command -- sh -c "exit 0"; k get pod ran -o jsonpath="{.spec.restartPolicy}"; k delete pod ran --now'
step wire "printf 'apiVersion: compare.example.com/v1\nkind: Wire\nmetadata: {name: two}\nspec: {form: here}\n' | k create -f - --validate=false; k get wi two -o jsonpath='{.spec}'"
step wire "printf 'apiVersion: compare.example.com/v1\nkind: Wire\nmetadata: {name: three}\nspec: {length: long}\n' | k create -f -"
step 'configmap' "printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: typo}\ndta: {a: b}\n' | k apply -f -; k delete configmap typo --ignore-not-found >/dev/null"
step 'configmap' "printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Bad_Name}\n' | k apply -f -"
file=$out/deployment.yaml
step deployment 'sed "s/matchLabels: {app: web}/matchLabels: {app: other}/; s/{name: web/{name: wrong/" $FILE | k create -f -'
step 'deployment' 'sed "s/replicas: 2/replicas: 3/" $FILE | k apply --server-side --field-manager=somebody -f -'
step 'nothing' "printf 'apiVersion: compare.example.com/v9\nkind: Nothing\nmetadata: {name: x}\n' | k create -f -"
step 'nothing' 'k get nothings'
step configmap 'k get configmap no-such-map'
step configmap 'k get configmap -A -l no=such'
step configmap 'k get configmap -n no-such-namespace'
step configmap 'k get --raw "/api/v1/namespaces/$NS/configmaps?limit=1" | grep -o "\"remainingItemCount\":[0-9]*"'
step configmap 'timeout 8 "$kubectl" -n $NS get configmap -l watched=yes -w --output-watch-events --no-headers & sleep 2; (k create configmap seen; k label configmap seen watched=yes; k label configmap seen more=1; k delete configmap seen) >/dev/null; wait $!'

step deployment 'k scale deployment web --replicas=3'
step deployment 'k rollout status deployment/web --timeout=60s | tail -n 1'
step deployment 'k get deployment web -o jsonpath="{.spec.replicas} {.status.readyReplicas} {.status.updatedReplicas}"'
step deployment 'k scale deployment web --current-replicas=9 --replicas=1'
step deployment 'k set image deployment/web c=docker.io/networkservicemesh/test-common:v0.2.0'
step deployment 'k rollout status deployment/web --timeout=90s | tail -n 1'
step deployment 'k get deployment web -o wide'
step 'deployment, replicaset' 'k get replicaset -l app=web --no-headers | sed "s/^web-[^ ]* */web /" | sort'
step deployment 'k rollout history deployment/web'
step deployment 'k rollout undo deployment/web; k rollout status deployment/web --timeout=60s | tail -n 1; k get deployment web -o jsonpath="{.spec.template.spec.containers[0].image}"'
step deployment 'k rollout restart deployment/web; k rollout status deployment/web --timeout=90s | tail -n 1'
step deployment 'k set env deployment/web COLOUR=red; k get deployment web -o jsonpath="{.spec.template.spec.containers[0].env}"; k rollout status deployment/web --timeout=90s | tail -n 1'
step deployment 'k wait deployment/web --for=condition=Available --timeout=10s'
step deployment 'k wait deployment/web --for=condition=Progressing=False --timeout=1s'
step deployment 'k describe deployment web | grep -vE "^(CreationTimestamp|Annotations|Events| +Normal|  Type|  ----|(Old|New)ReplicaSets)"'
step deployment 'k get deployment web -o jsonpath="{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{\"\\n\"}{end}" | sed "s/web-[a-z0-9]*/web-X/" | sort'
step daemonset 'k set image daemonset/agent c=docker.io/networkservicemesh/test-common:v0.2.0; k rollout status daemonset/agent --timeout=90s | tail -n 1'
step daemonset 'k get daemonset agent -o wide'
step daemonset 'k describe daemonset agent | grep -vE "^(CreationTimestamp|Annotations|Events| +Normal|  Type|  ----)"'
step pod 'k get pods -l app=web --no-headers | grep -v Terminating | awk "{print \$2, \$3, \$4}"'
step pod 'k get pods -o wide | sed -n 1p'
step pod 'k get pods --field-selector=metadata.name=alone,status.phase=Running -o name'
step pod 'k get pods --sort-by=.metadata.name -o custom-columns=A:.metadata.labels.app,P:.status.phase | sort -u'
step 'pod, deployment, daemonset, service, replicaset' 'k get all -o name | sed -E "s/(web|agent)-[a-z0-9]+(-[a-z0-9]+)?$/\1-X/" | sort -u'
step pod 'k logs alone'
step pod 'k logs alone --tail=0'
step pod 'k logs alone -c c --timestamps | wc -l'
step pod 'k logs alone -c nothing'
step pod 'k logs alone --previous'
step deployment 'k logs deployment/web --all-containers --tail=1 2>/dev/null | wc -l'
step pod 'timeout 3 "$kubectl" -n $NS logs -f alone --since=1s'
step pod 'k exec alone -- echo one two'
step pod 'k exec alone -c c -- sh -c "exit 3"'
step pod 'k exec alone -c nothing -- true'
step pod 'k exec alone -- no-such-program'
step pod 'k exec no-such-pod -- true'
step pod 'echo typed | k exec -i alone -- sh -c "read line
echo \$line"'
step deployment 'k exec deployment/web -- true'
step pod 'k get events --field-selector=involvedObject.name=alone -o jsonpath="{range .items[*]}{.type} {.reason}{\"\\n\"}{end}" | sort -u'
step pod 'k describe pod alone | grep -E "^(Name|Namespace|Priority|Service Account|Labels|Status|QoS Class|Node-Selectors|Tolerations|    (State|Ready|Restart Count|Image|Requests|Limits|Host Port|Port|Environment|Mounts))"'
step pod 'k annotate pod alone note=1; k annotate pod alone note=2; k annotate pod alone note=2 --overwrite'

step - 'k auth can-i create deployments'
step - 'k auth can-i "*" "*" --all-namespaces'
step - 'k auth can-i get pods --subresource=log -q'
step - 'k auth can-i list nodes'

step pod 'k delete pod alone --wait=false -o name; k wait --for=delete pod/alone --timeout=60s'
step pod 'k delete pod alone'
step pod 'k delete pod alone --ignore-not-found'
step deployment 'k delete deployment web --cascade=orphan; k get replicaset -l app=web -o name | wc -l; k delete replicaset -l app=web -o name | wc -l; k wait --for=delete pod -l app=web --timeout=60s >/dev/null 2>&1; k get pods -l app=web'
step daemonset 'k delete daemonset agent --cascade=foreground --timeout=60s; k get pods -l app=agent'
step 'configmap, secret, service' 'k delete configmap/settings secret/keys service/web'
step 'configmap' 'k delete configmap -l app=none'
step 'wire' 'k delete wires --all -o name'
step 'customresourcedefinition' 'k delete crd wires.compare.example.com; k get wires'
step 'RBAC' 'k delete clusterrole,clusterrolebinding kubectl-compare; k delete role,rolebinding reader'
step 'mutatingwebhookconfiguration' 'k delete mutatingwebhookconfiguration kubectl-compare'
step namespace 'k delete namespace $NS --timeout=90s; k get namespace $NS'

table
printf '\n%s commands: %s same, %s known differences, %s others. Differences: %s\n' $number $same $known $unknown "$out" >&2
[ $unknown = 0 ]
