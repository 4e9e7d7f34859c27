// Loaded before the program (--import): counts what it does to files, and ends it without warning before or after one of
// these. WRIT_KILL_FILES=before:7 or after:7; WRIT_COUNT_FILES=PATH gets the count when the program ends by itself.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const COUNTED = ['writeSync', 'fdatasyncSync', 'fsyncSync', 'linkSync', 'renameSync', 'ftruncateSync', 'rmSync']
const [when, at] = (process.env.WRIT_KILL_FILES ?? ':0').split(':')
let count = 0

const end = () => process.kill(process.pid, 'SIGKILL')

for (const name of COUNTED) {
  const real = fs[name]
  fs[name] = (...args) => {
    count += 1
    const isIt = count === Number(at)
    if (isIt && when === 'before') end()
    const result = real(...args)
    if (isIt && when === 'after') end()
    return result
  }
}
syncBuiltinESMExports()

const report = process.env.WRIT_COUNT_FILES
const write = fs.writeFileSync
if (report !== undefined) process.on('exit', () => write(report, String(count)))
