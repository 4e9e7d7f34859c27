#!/usr/bin/env node
if (process.argv[2] === '--version') {
  const { readFileSync } = await import('node:fs')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`writ ${version}\n`)
} else {
  // Accounts are planned one after the other, on trees that live for milliseconds. V8 concludes from the first ones that
  // they last, and keeps a hundred megabytes of them on a large platform: here it must not guess.
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--no-allocation-site-pretenuring')
  try {
    const { main } = await import('../dist/commands/support/main.js')
    await main(process.argv.slice(2))
  } catch ({ code, message }) {
    // What main could not tell itself: its own files could not be read.
    const help = code === 'EMFILE' ? 'Let it open more files: ulimit -n 1024.' : 'Install Writ anew.'
    process.stderr.write(
      `error  system/start  Writ cannot start: ${message}\n       Nothing was changed.\n help  ${help}\n`,
    )
    process.exitCode = 1
  }
}
