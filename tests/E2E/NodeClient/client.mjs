// node client.mjs ADDRESS accept
// node client.mjs ADDRESS apply OPERATION KUBECONFIG[,KUBECONFIG…] [delete]
// Prints one JSON object a line: what the adapter said. Ends with 1 when a call fails or no end came in time.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import grpc from '@grpc/grpc-js'
import { listServices, loadService } from './reflection.mjs'

const serviceName = 'meshes.MeshService'
const callMs = 10_000
const operationMs = 400_000
const print = value => console.log(JSON.stringify(value))

const [address, verb, operation, kubeconfigs, how] = process.argv.slice(2)
const raw = new grpc.Client(address, grpc.credentials.createInsecure())
const services = await listServices(raw)
const Service = grpc.makeClientConstructor(await loadService(raw, serviceName), serviceName)
const adapter = new Service(address, grpc.credentials.createInsecure())
const call = (method, request) => new Promise((resolve, reject) =>
  adapter[method](request, { deadline: Date.now() + callMs }, (error, answer) => (error ? reject(error) : resolve(answer))))

// What a Meshery server does when an adapter is added: both must succeed.
async function accept() {
  print({ services })
  print(await call('SupportedOperations', {}))
  print(await call('ComponentInfo', {}))
  print(await call('MeshName', {}))
  print(await call('MeshVersions', {}))
}

// Subscribes, asks, and prints events of this operation until each cluster has its end: an error, or the success that Meshery looks for.
async function apply() {
  const id = randomUUID()
  const files = kubeconfigs.split(',')
  let ends = 0
  const events = adapter.StreamEvents({}, { deadline: Date.now() + operationMs })
  const ended = new Promise((resolve, reject) => {
    events.on('error', reject)
    events.on('end', () => reject(new Error('the stream ended before the operation')))
    events.on('data', event => {
      if (event.operation_id !== id) return
      print(event)
      if (event.event_type === 'ERROR' || /(installed|removed|deployed) successfully\b/.test(event.summary)) ends++
      if (ends === files.length) resolve()
    })
  })
  const answer = await call('ApplyOperation', {
    opName: operation, namespace: 'default', delete_op: how === 'delete', operation_id: id, kube_configs: files.map(file => readFileSync(file, 'utf8')),
  })
  print(answer)
  try { await ended } finally { events.cancel() }
}

try {
  await { accept, apply }[verb]()
} finally {
  adapter.close()
  raw.close()
}
