'use strict'
// The scenario of ci/clients.sh with kafkajs. Arguments: the bootstrap address, and the folder of the node.

const assert = require('assert')
const { spawn } = require('child_process')
const { randomBytes } = require('crypto')
const zlib = require('zlib')
const { Kafka, CompressionTypes, CompressionCodecs, ConfigResourceTypes, logLevel } = require('kafkajs')
const { version } = require('kafkajs/package.json')

const [bootstrap, folder] = process.argv.slice(2)
const KEYED = 'js-keyed'
const KEYS = 20
const LARGE_BYTES = 900 * 1024

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')
CompressionCodecs[CompressionTypes.LZ4] = require('./lz4.js')
const codecs = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP, snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4 }
if (zlib.zstdCompressSync) { // Node.js has it since 22.15; before that, only packages that need a compiler do.
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: async encoder => zlib.zstdCompressSync(encoder.buffer),
    decompress: async buffer => zlib.zstdDecompressSync(buffer),
  })
  codecs.zstd = CompressionTypes.ZSTD
}

const kafka = new Kafka({
  clientId: 'kafkajs', brokers: bootstrap.split(','), logLevel: logLevel.NOTHING, connectionTimeout: 2000,
  retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 200 },
})

const done = step => console.log(`ok: ${step}`)
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))

// What a controller has decided reaches a broker a moment later: asks until it is so, for ten seconds.
async function eventually(expected, actual, what) {
  const deadline = Date.now() + 10_000
  let last
  do {
    try {
      last = await actual()
      assert.deepStrictEqual(last, expected)
      return
    } catch (error) {
      last = last === undefined ? error : last
      await sleep(20)
    }
  } while (Date.now() < deadline)
  assert.deepStrictEqual(last, expected, `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(last)}`)
}

function check(expected, actual, what) {
  assert.deepStrictEqual(actual, expected, `${what}: expected ${shown(expected)}, got ${shown(actual)}`)
}

const shown = value => Buffer.isBuffer(value) ? `${value.length} bytes` : String(JSON.stringify(value)).slice(0, 300)

function beginRestart(how) {
  const restart = { ended: false }
  restart.end = new Promise((resolve, reject) => {
    const child = spawn('ci/lib/restart-node', [folder, how], { stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', status => {
      restart.ended = true
      resolve(status)
    })
  })
  return restart
}

async function createTopics(admin) {
  const partitions = async topic => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0].partitions.length
  check(true, await admin.createTopics({ topics: [{ topic: KEYED, numPartitions: 3 }, { topic: 'js-scratch' }] }),
    'creation of topics')
  check(false, await admin.createTopics({ topics: [{ topic: KEYED, numPartitions: 3 }] }),
    'creation of a topic that exists')
  await eventually(3, () => partitions(KEYED), `partitions of ${KEYED}`)
  await admin.createPartitions({ topicPartitions: [{ topic: 'js-scratch', count: 4 }] })
  await eventually(4, () => partitions('js-scratch'), 'partitions of the topic that grew')
  await admin.deleteTopics({ topics: ['js-scratch'] })
  await eventually([KEYED], () => admin.listTopics(), 'topics after a deletion')
  done('topics created, refused, grown, deleted')
}

function sampleRecords() {
  const records = []
  for (let i = 0; i < 300; i++) {
    records.push({ key: Buffer.from(`key-${i}`), value: Buffer.from('value '.repeat(i % 40) + i) })
  }
  records.push({ key: Buffer.from('noise'), value: randomBytes(LARGE_BYTES) })
  records.push({ key: Buffer.from('monotonous'), value: Buffer.alloc(LARGE_BYTES) })
  records.push({ key: Buffer.from('no value'), value: null })
  records.push({ key: null, value: Buffer.from('no key') })
  records.push({ key: Buffer.alloc(0), value: Buffer.alloc(0) })
  return records.map((record, i) => ({ ...record, partition: 0, timestamp: String(1_700_000_000_000 + i),
    headers: { twice: [Buffer.from(`first ${i}`), Buffer.from('second')], 'ü': Buffer.from('ü') } }))
}

async function compression(admin, name) {
  const topic = `js-${name}`
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
  const producer = kafka.producer()
  await producer.connect()
  const sent = sampleRecords()
  // One request is one batch here: the two large records must not share one.
  for (const messages of [sent.slice(0, 300), [sent[300]], [sent[301]], sent.slice(302)]) {
    await producer.send({ topic, acks: -1, compression: codecs[name], messages })
  }
  await producer.disconnect()
  const read = []
  await readGroup({ groupId: `js-${name}-readers`, topic, count: sent.length, onRecord: (_, message) => read.push(message) })
  check(sent.length, read.length, `records read with ${name}`)
  sent.forEach((expected, i) => {
    check(String(i), read[i].offset, `offset of record ${i} with ${name}`)
    for (const field of ['key', 'value', 'timestamp']) {
      check(expected[field], read[i][field], `${field} of record ${i} with ${name}`)
    }
    check({ ...expected.headers }, { ...read[i].headers }, `headers of record ${i} with ${name}`)
  })
}

// Reads as a member of a group until it has so many records, commits what it has read, and leaves. Answers the
// committed offset of each partition.
async function readGroup({ groupId, topic, count, onRecord }) {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 10_000, heartbeatInterval: 500, maxWaitTimeInMs: 100,
    maxInFlightRequests: 1 })
  const next = new Map()
  let seen = 0
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${groupId}: ${seen} of ${count} records after 40 s`)), 40_000)
    consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error))
    const eachMessage = async ({ partition, message }) => {
      if (seen >= count) return
      onRecord(partition, message)
      next.set(partition, String(Number(message.offset) + 1))
      if (++seen === count) {
        clearTimeout(timer)
        resolve()
      }
    }
    consumer.run({ autoCommit: false, eachMessage }).catch(reject)
  })
  await consumer.commitOffsets([...next].map(([partition, offset]) => ({ topic, partition, offset })))
  await consumer.disconnect()
  return new Map([...next].sort())
}

// Record n has the key n modulo KEYS and the value n. An acknowledgement says the place of a batch's first record.
class KeyedProducer {
  constructor() {
    this.sent = 0
    this.acknowledged = new Set()
  }

  async connect() {
    this.producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
    await this.producer.connect()
  }

  async send(count) {
    const numbers = Array.from({ length: count }, (_, i) => this.sent + i)
    this.sent += count
    const messages = numbers.map(n => ({ key: `key-${n % KEYS}`, value: `${n}`, headers: { n: `${n}` } }))
    // When one of several leaders fails, kafkajs 2.2.4 sends again to those brokers that have not answered yet. If the new
    // leader is one that has, the records are sent to nobody, and count as sent: so each goes by itself.
    const sends = bootstrap.includes(',') ? messages.map(message => [message]) : [messages]
    for (const each of sends) {
      await this.producer.send({ topic: KEYED, acks: -1, compression: CompressionTypes.GZIP, messages: each })
    }
    numbers.forEach(n => this.acknowledged.add(n))
  }
}

async function produceThroughRestarts() {
  const keyed = new KeyedProducer()
  await keyed.connect()
  for (const how of ['term', 'kill']) {
    for (let i = 0; i < 20; i++) await keyed.send(20)
    const before = keyed.acknowledged.size
    const restart = beginRestart(how)
    while (!restart.ended) {
      await keyed.send(5)
      await sleep(5)
    }
    check(0, await restart.end, `status of a restart by ${how}`)
    const during = keyed.acknowledged.size - before
    for (let i = 0; i < 20; i++) await keyed.send(20)
    done(`restart by ${how}: ${before} acknowledged before, ${during} during it`)
  }
  await keyed.producer.disconnect()
  check(keyed.sent, keyed.acknowledged.size, 'acknowledged records')
  return keyed.acknowledged
}

async function groupResumes(admin, acknowledged) {
  const groupId = 'js-readers'
  const read = []
  const onRecord = (partition, message) => read.push({ partition, message })
  const half = Math.floor(acknowledged.size / 2)
  const committed = async () => {
    const [{ partitions }] = await admin.fetchOffsets({ groupId, topics: [KEYED] })
    return new Map(partitions.filter(p => p.offset !== '-1').map(p => [p.partition, p.offset]).sort())
  }
  const offsets = await readGroup({ groupId, topic: KEYED, count: half, onRecord })
  check([...offsets], [...await committed()], 'committed offsets')
  check(0, await beginRestart('kill').end, 'status of a restart by kill')
  // Whoever asks too early is told to come again; this call leaves that to its caller.
  await eventually([...offsets], async () => [...await committed()], 'committed offsets, after a kill')
  await readGroup({ groupId, topic: KEYED, count: acknowledged.size - half, onRecord })
  expectExactly(acknowledged, read)
  done(`a group read ${half}, committed, and went on behind a kill with ${read.length - half}`)
}

// These, in the order of each partition, are all that was acknowledged, each once.
function expectExactly(acknowledged, read) {
  const nextOffsets = new Map()
  const lastOfKey = new Map()
  const numbers = new Set()
  for (const { partition, message } of read) {
    const number = Number(message.value)
    check(String(nextOffsets.get(partition) || 0), message.offset, `offset after the one before in ${partition}`)
    nextOffsets.set(partition, Number(message.offset) + 1)
    const key = String(message.key)
    check(`key-${number % KEYS}`, key, `key of record ${number}`)
    check(lastOfKey.has(key) ? lastOfKey.get(key) + KEYS : number % KEYS, number, `next of ${key}`)
    lastOfKey.set(key, number)
    check(String(number), String(message.headers.n), `header of record ${number}`)
    numbers.add(number)
  }
  check([], [...acknowledged].filter(n => !numbers.has(n)), 'acknowledged records that were not read')
  check(acknowledged.size, read.length, 'number of records read')
}

async function administer(admin, count) {
  const type = ConfigResourceTypes.TOPIC
  await admin.alterConfigs({ resources: [{ type, name: KEYED,
    configEntries: [{ name: 'retention.ms', value: '86400001' }] }] })
  await eventually('86400001', async () => {
    const { resources } = await admin.describeConfigs({ resources: [{ type, name: KEYED }] })
    return resources[0].configEntries.find(entry => entry.configName === 'retention.ms').configValue
  }, 'retention.ms as altered')
  const ends = await admin.fetchTopicOffsets(KEYED)
  check(count, ends.reduce((sum, end) => sum + Number(end.high), 0), 'sum of the latest offsets')
  const { groups } = await admin.listGroups()
  check(true, groups.some(group => group.groupId === 'js-readers'), 'js-readers is among the groups')
  await admin.deleteGroups(['js-readers'])
  done('configuration, offsets and groups')
}

async function main() {
  console.log(`kafkajs ${version}, Node.js ${process.version}`)
  const admin = kafka.admin()
  await admin.connect()
  await createTopics(admin)
  for (const name of Object.keys(codecs)) await compression(admin, name)
  done(`compression ${Object.keys(codecs)} of small and large records, with headers`)
  const acknowledged = await produceThroughRestarts()
  await groupResumes(admin, acknowledged)
  await administer(admin, acknowledged.size)
  await admin.disconnect()
  console.log('PASS kafkajs')
}

main().then(() => process.exit(0), error => {
  console.error(error)
  process.exit(1)
})
