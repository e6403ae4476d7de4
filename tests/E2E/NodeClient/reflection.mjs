// Learns a service from the server itself, by gRPC server reflection: no .proto of the adapter is used here.
import grpc from '@grpc/grpc-js'
import protoLoader from '@grpc/proto-loader'

const limitMs = 10_000
const reflectionPath = '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo'

// The two fields of the reflection protocol that are needed, written as protobuf by hand: 4 = file_containing_symbol, 7 = list_services.
const lengthDelimited = (field, bytes) => Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes])

function varint(value) {
  const bytes = []
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80)
  bytes.push(value)
  return Buffer.from(bytes)
}

// The length-delimited fields of a message, as [field, bytes]; others are passed over.
function* fields(message) {
  let at = 0
  const number = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++]
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const tag = number()
    if ((tag & 7) === 0) { number(); continue }
    if ((tag & 7) !== 2) throw new Error(`a field of wire type ${tag & 7} is not expected in a reflection answer`)
    const length = number()
    yield [tag >>> 3, message.subarray(at, (at += length))]
  }
}

const child = (message, field) => [...fields(message)].filter(([number]) => number === field).map(([, bytes]) => bytes)

function ask(client, request) {
  return new Promise((resolve, reject) => {
    const raw = bytes => bytes
    const call = client.makeBidiStreamRequest(reflectionPath, raw, raw, new grpc.Metadata(), { deadline: Date.now() + limitMs })
    call.on('data', resolve)
    call.on('error', reject)
    call.write(request)
    call.end()
  })
}

/** The names of the services the server offers. */
export async function listServices(client) {
  const answer = await ask(client, lengthDelimited(7, Buffer.alloc(0)))
  return child(answer, 6).flatMap(list => child(list, 1)).flatMap(service => child(service, 1)).map(name => name.toString())
}

/** The definition of a service, as grpc-js takes it. */
export async function loadService(client, symbol) {
  const answer = await ask(client, lengthDelimited(4, Buffer.from(symbol)))
  const files = child(answer, 4).flatMap(list => child(list, 1))
  if (files.length === 0) throw new Error(`the server's reflection does not know ${symbol}`)
  const set = Buffer.concat(files.map(file => lengthDelimited(1, file)))
  const definition = protoLoader.loadFileDescriptorSetFromBuffer(set, { keepCase: true, enums: String, defaults: true })
  return definition[symbol]
}
