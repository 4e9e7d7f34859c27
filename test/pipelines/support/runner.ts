import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { parse } from 'yaml'
import { root } from '../../commands/writ.js'
import { type Contexts, holds, resolved } from './expressions.js'
import { type Command, obeyed } from './runner-log.js'

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly with?: Record<string, string | number | boolean>
  readonly env?: Record<string, string>
}
interface Job {
  readonly if?: string
  readonly permissions?: Record<string, string>
  readonly steps: readonly Step[]
}
export interface Workflow {
  readonly permissions: object
  readonly jobs: Record<string, Job>
}
interface Action {
  readonly inputs: Record<string, { default?: string }>
  readonly outputs: Record<string, { value: string }>
  readonly runs: { readonly steps: readonly Step[] }
}

/** What the steps that are no scripts of ours do. */
export interface Host {
  readonly variables: Readonly<Record<string, string>>
  checkout(into: string, options: Readonly<Record<string, string>>): void
  upload(name: string, file: string): void
}

export interface JobRun {
  /** False where the job's `if:` does not hold. */
  readonly ran: boolean
  readonly success: boolean
  readonly log: string
  /** What a runner would have obeyed of the log. */
  readonly commands: readonly Command[]
  readonly summary: string
  /** Outputs of the action. */
  readonly outputs: Readonly<Record<string, string>>
}

/** A job of a workflow as GitHub's runner runs it, step by step, in a folder of its own. */
export async function runJob(
  workflow: Workflow,
  name: string,
  contexts: Contexts,
  host: Host,
  folder: string,
): Promise<JobRun> {
  const job = workflow.jobs[name]
  if (job === undefined) throw new Error(`the workflow has no job ${name}`)
  const nothing = { ran: false, success: true, log: '', commands: [], summary: '', outputs: {} }
  if (job.if !== undefined && !holds(job.if, contexts)) return nothing
  const machine = new Machine(host, folder)
  const runner = { temp: join(folder, 'temp') }
  const steps: Record<string, { outputs: Record<string, string> }> = {}
  const success = await machine.steps(job.steps, { ...contexts, runner, steps }, steps)
  const summary = readFileSync(machine.file('summary'), 'utf8')
  return { ran: true, success, log: machine.log, commands: obeyed(machine.log), summary, outputs: machine.outputs }
}

class Machine {
  log = ''
  outputs: Record<string, string> = {}
  private path: string
  private readonly workspace: string

  constructor(
    private readonly host: Host,
    private readonly folder: string,
  ) {
    this.path = process.env.PATH ?? ''
    this.workspace = join(folder, 'work')
    for (const each of ['work', 'temp', 'home']) mkdirSync(join(folder, each), { recursive: true })
    for (const each of ['summary', 'path']) writeFileSync(this.file(each), '')
  }

  file = (name: string): string => join(this.folder, `${name}.txt`)

  /** Runs steps until one fails; those that say always() still run then. */
  async steps(all: readonly Step[], contexts: Contexts, done: Record<string, object>): Promise<boolean> {
    let success = true
    for (const step of all) {
      const condition = step.if ?? ''
      if (!success && !condition.includes('always()')) continue
      if (condition !== '' && !holds(condition, contexts)) continue
      const outputs: Record<string, string> = {}
      if (step.id !== undefined) done[step.id] = { outputs }
      success = (await this.step(step, contexts, outputs)) && success
    }
    return success
  }

  private async step(step: Step, contexts: Contexts, outputs: Record<string, string>): Promise<boolean> {
    const given = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([key, value]) => [key, resolved(String(value), contexts)]),
    )
    const [action = ''] = (step.uses ?? '').split('@')
    if (step.run !== undefined) return this.script(step, contexts, outputs)
    if (action === 'actions/setup-node') return true
    if (action === 'actions/checkout') this.host.checkout(this.workspace, given)
    else if (action === 'actions/upload-artifact') this.host.upload(given.name ?? '', given.path ?? '')
    else if (action.endsWith('/writ')) return this.composite(given, contexts)
    else throw new Error(`this runner does not know ${step.uses}`)
    return true
  }

  /** Our own action, from this repository, with nothing but what it declares. */
  private async composite(given: Record<string, string>, contexts: Contexts): Promise<boolean> {
    const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action
    for (const key of Object.keys(given)) if (!(key in action.inputs)) throw new Error(`the action has no input ${key}`)
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([key, { default: preset = '' }]) => [
        key,
        given[key] ?? resolved(preset, contexts),
      ]),
    )
    const steps: Record<string, object> = {}
    const inner = { github: contexts.github, runner: contexts.runner, inputs, steps }
    const success = await this.steps(action.runs.steps, inner, steps)
    for (const [key, { value }] of Object.entries(action.outputs)) this.outputs[key] = resolved(value, inner)
    return success
  }

  private async script(step: Step, contexts: Contexts, outputs: Record<string, string>): Promise<boolean> {
    const script = join(this.folder, 'step.sh')
    writeFileSync(script, resolved(step.run ?? '', contexts))
    writeFileSync(this.file('output'), '')
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([key, value]) => [key, resolved(String(value), contexts)]),
    )
    const { all, exitCode } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: this.workspace,
      env: { ...this.environment(), ...env },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      all: true,
    })
    this.log += `${all}\n`
    for (const line of readFileSync(this.file('output'), 'utf8').split('\n').filter(Boolean)) {
      const [, key = '', value = ''] = /^([\w-]+)=(.*)$/.exec(line) ?? []
      if (key === '') throw new Error(`this is no output: ${line}`)
      outputs[key] = value
    }
    for (const line of readFileSync(this.file('path'), 'utf8').split('\n').filter(Boolean))
      this.path = `${line}:${this.path}`
    writeFileSync(this.file('path'), '')
    appendFileSync(this.file('summary'), '')
    return exitCode === 0
  }

  private environment = (): Record<string, string> => ({
    PATH: this.path,
    HOME: join(this.folder, 'home'),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: root.replace(/\/$/, ''),
    GITHUB_OUTPUT: this.file('output'),
    GITHUB_PATH: this.file('path'),
    GITHUB_STEP_SUMMARY: this.file('summary'),
    RUNNER_TEMP: join(this.folder, 'temp'),
    ...this.host.variables,
  })
}
