import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { decodeFile } from './decode.js'
import { type FoundFile, fileError, reasonOf } from './find.js'
import { limits } from './limits.js'

/** How many bytes may still be read in this run. */
export interface Appetite {
  left: number
}

/** A file's text. Without blocking: what was a file when it was found may be a pipe by now. */
export function readFile(found: FoundFile, appetite: Appetite): ReturnType<typeof decodeFile> {
  try {
    const bytes = readBytes(found.path)
    if (typeof bytes === 'string') return refuse(found, 'file/not-a-file', bytes, 'Remove it.')
    if (bytes.length > limits.fileBytes) return refuse(found, 'file/too-large', `this file is too large`, tooLarge)
    appetite.left -= bytes.length
    if (appetite.left < 0) return refuse(found, 'file/too-large', 'the estate is too large', estateTooLarge)
    return decodeFile(found.file, bytes)
  } catch (cause) {
    return refuse(
      found,
      'file/unreadable',
      `this file cannot be read: ${reasonOf(cause)}`,
      'Grant the right to read it.',
    )
  }
}

const tooLarge = `A file may have ${limits.fileBytes} bytes; split it.`
const estateTooLarge = `All files together may have ${limits.totalBytes} bytes.`

function refuse(
  { file }: FoundFile,
  code: 'file/not-a-file' | 'file/too-large' | 'file/unreadable',
  message: string,
  help: string,
) {
  return { diagnostics: [fileError(file, code, message, help)] }
}

function readBytes(path: string): Buffer | string {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(handle)
    if (!stats.isFile()) return 'this is not a regular file'
    return readUpTo(handle, Math.min(stats.size, limits.fileBytes) + 1)
  } finally {
    closeSync(handle)
  }
}

/** Most files fit into one buffer, which is decoded before the next file is read. */
const shared = Buffer.allocUnsafe(64 * 1024)

/** Reads until the end or until `size` bytes: one more than expected, so that the end is seen by a short read. */
function readUpTo(handle: number, size: number): Buffer {
  let buffer = size <= shared.length ? shared : Buffer.allocUnsafe(size)
  let length = 0
  while (length <= limits.fileBytes) {
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)])
    const wanted = Math.min(buffer.length - length, Math.max(size - length, 1))
    const count = readSync(handle, buffer, length, wanted, null)
    length += count
    if (count < wanted) break
  }
  return buffer.subarray(0, length)
}
