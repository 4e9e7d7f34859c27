// Every mutant that survived must stand in explained.json with a reason, and whatever stands there must have survived.
import { existsSync, readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync('node_modules/.cache/writ/mutation.json', 'utf8'))
const path = new URL('explained.json', import.meta.url)
const explained = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []

const textAt = (source, { start, end }) => {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  lines[last] = lines[last].slice(0, end.column - 1)
  lines[0] = lines[0].slice(start.column - 1)
  return lines.join('\n')
}

const mutants = Object.entries(report.files).flatMap(([file, { source, mutants: all }]) =>
  all.map(({ status, location, replacement }) => ({
    file,
    status,
    line: location.start.line,
    was: textAt(source, location),
    is: replacement,
  })),
)
const survived = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
const isSame = (one, other) => one.file === other.file && one.was === other.was && one.is === other.is
const open = survived.filter((mutant) => !explained.some((each) => isSame(each, mutant)))
const idle = explained.filter(
  (each) => mutants.some(({ file }) => file === each.file) && !survived.some((mutant) => isSame(mutant, each)),
)

const count = (status) => mutants.filter((each) => each.status === status).length
process.stdout.write(
  `${mutants.length} mutants: ${count('Killed')} killed, ${count('Timeout')} timed out, ${survived.length} survived, ${survived.length - open.length} of them explained\n`,
)
for (const { file, line, was, is } of open) process.stdout.write(`unexplained  ${file}:${line}  ${was} -> ${is}\n`)
for (const { file, was, is } of idle) process.stdout.write(`explained, and killed  ${file}  ${was} -> ${is}\n`)
process.exitCode = open.length + idle.length > 0 ? 1 : 0
