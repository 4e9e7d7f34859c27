import { crc32, inflateRawSync } from 'node:zlib'

/** No plan of a real estate is larger, in bytes. */
const LARGEST = 512 * 1024 * 1024

/**
 * One file out of a ZIP archive, by its name. Reads the directory at the archive's end, as it must be read, and believes
 * neither its sizes nor its checksum before they hold.
 * @throws Error where the archive is broken, or has no such file
 */
export function fileOf(zip, name) {
  for (const { entry, method, checksum, size, packed, at } of entriesOf(zip)) {
    if (entry !== name) continue
    if (size > LARGEST) throw new Error(`${name} is larger than ${LARGEST} bytes`)
    // The file's own header has lengths of its own for what stands before the data.
    const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
    const data = zip.subarray(start, start + packed)
    const content = method === 0 ? data : inflateRawSync(data, { maxOutputLength: Math.max(size, 1) })
    if (content.length !== size || crc32(content) !== checksum) throw new Error(`${name} is damaged`)
    return content
  }
  throw new Error(`the archive has no ${name}`)
}

function* entriesOf(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > zip.length) throw new Error('this is no ZIP archive')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('the archive is damaged')
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    yield {
      entry: zip.toString('utf8', at + 46, at + 46 + nameLength),
      method: zip.readUInt16LE(at + 10),
      checksum: zip.readUInt32LE(at + 16),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      at: zip.readUInt32LE(at + 42),
    }
    at += 46 + nameLength + extra + comment
  }
}
