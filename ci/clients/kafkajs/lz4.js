'use strict'
// LZ4 frames as Kafka reads them, around the pure JavaScript blocks of lz4js. Its own frames will not do: Kafka wants
// blocks that are independent of each other, and says so.

const lz4js = require('lz4js')
const xxh32 = require('lz4js/xxh32.js')

const MAGIC = Buffer.from([0x04, 0x22, 0x4d, 0x18])
const VERSION_1_INDEPENDENT_BLOCKS = 0x60
const BLOCKS_OF_64_KIB = 0x40
const BLOCK_SIZE = 64 * 1024
const STORED = 0x80000000

function descriptor() {
  const flags = Buffer.from([VERSION_1_INDEPENDENT_BLOCKS, BLOCKS_OF_64_KIB])
  const checksum = (xxh32.hash(0, flags, 0, flags.length) >>> 8) & 0xff
  return Buffer.concat([flags, Buffer.from([checksum])])
}

function size(bytes) {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(bytes >>> 0)
  return buffer
}

function compress(source) {
  const parts = [MAGIC, descriptor()]
  for (let at = 0; at < source.length; at += BLOCK_SIZE) {
    const block = source.subarray(at, at + BLOCK_SIZE)
    const out = lz4js.makeBuffer(lz4js.compressBound(block.length))
    const length = lz4js.compressBlock(block, out, 0, block.length, new Uint32Array(1 << 16))
    if (length === 0 || length >= block.length) {
      parts.push(size(STORED + block.length), block)
    } else {
      parts.push(size(length), Buffer.from(out.subarray(0, length)))
    }
  }
  parts.push(size(0))
  return Buffer.concat(parts)
}

module.exports = () => ({
  compress: async encoder => compress(encoder.buffer),
  decompress: async buffer => Buffer.from(lz4js.decompress(buffer)),
})
