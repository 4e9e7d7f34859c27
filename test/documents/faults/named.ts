import { expect, test } from 'vitest'
import type { Diagnostic } from '../../../src/model/diagnostic.js'
import { type Files, load, places } from '../estate.js'

/**
 * A list of faults of which each has exactly one test of its name. Whoever strikes a test, or writes one of another
 * name, is told.
 */
export function named(items: readonly string[]) {
  const written: string[] = []
  return {
    /** The test of one item. */
    fault(item: string, run: () => void | Promise<void>, timeout?: number): void {
      written.push(item)
      test(item, run, timeout)
    },
    /** Stands at the end of the file. */
    each: () =>
      test('each of these faults has exactly one test', () => {
        expect([...written].sort()).toEqual([...items].sort())
      }),
  }
}

/** What loading these files tells, `code file:line:column` each; every error names its place and a remedy. */
export async function told(files: Files): Promise<string[]> {
  const loaded = await load(files)
  expectTold(loaded.diagnostics)
  return places(loaded)
}

export function expectTold(diagnostics: readonly Diagnostic[]): void {
  for (const { code, severity, message, help, at } of diagnostics) {
    expect(message, code).toMatch(/\S/)
    if (severity === 'error')
      expect([code, help?.length, at?.line]).toEqual([code, expect.any(Number), expect.any(Number)])
  }
}

/** The same of one file beside a writ.yaml. */
export const toldOf = (text: string | Buffer): Promise<string[]> => told({ 'a.yaml': text })
