// Loaded before anything else by `--import`: tells the parent, at the end, what the process took.
import { readFileSync, writeSync } from 'node:fs'

/** The kernel's high-water mark of this process alone; `maxRSS` begins with what the parent had. */
function peakKiB() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  writeSync(3, JSON.stringify({ peakMiB: peakKiB() / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }))
})
