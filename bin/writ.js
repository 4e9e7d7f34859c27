#!/usr/bin/env node
if (process.argv[2] === '--version') {
  const { readFileSync } = await import('node:fs')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`writ ${version}\n`)
} else {
  const { main } = await import('../dist/commands/support/main.js')
  await main(process.argv.slice(2))
}
