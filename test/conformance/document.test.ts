import { fileURLToPath } from 'node:url'
import { createConfig, lint, type RuleSeverity } from '@redocly/openapi-core'
import { expect, test } from 'vitest'

const document = fileURLToPath(new URL('../../schema/platform.openapi.yaml', import.meta.url))

/** Rules of the recommended set that are off, each with its reason. */
const OFF: Record<string, RuleSeverity> = {
  // ConnectionByApiKey requires `apiKey` in an `else` beside the properties that define it, which JSON Schema allows; the
  // rule looks for the definition within the `else` alone.
  'no-required-schema-properties-undefined': 'off',
}

/** What Redocly says of the document, errors and warnings alike, as `severity rule: message at place`. */
async function complaints(ref: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'], rules: OFF })
  const found = await lint({ ref, config })
  return found.map(
    ({ severity, ruleId, message, location }) => `${severity} ${ruleId}: ${message} at ${location[0]?.pointer ?? ''}`,
  )
}

test('Redocly finds no error and no warning in the OpenAPI document', async () => {
  expect(await complaints(document)).toEqual([])
})

test('Redocly does find what is wrong with one that is broken', async () => {
  const broken = fileURLToPath(new URL('./fixtures/broken.openapi.yaml', import.meta.url))
  const found = await complaints(broken)
  expect(found).toContainEqual(expect.stringMatching(/^error no-unresolved-refs: .* at #\/paths\//))
  expect(found).toContainEqual(expect.stringMatching(/^error operation-operationId-unique: /))
  expect(found).toContainEqual(expect.stringMatching(/^warn operation-4xx-response: /))
})
