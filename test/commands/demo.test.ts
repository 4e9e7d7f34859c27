import { expect, test } from 'vitest'
import { writ } from './writ.js'

test('the demo shows the main job and ends by itself with 0, with nobody watching', async () => {
  const { exitCode, stdout, stderr } = await writ(['demo'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const chapters = [...stdout.matchAll(/^▌ ([a-z]+)$/gm)].map(([, name]) => name)
  expect(chapters).toEqual(['validate', 'plan', 'apply', 'plan', 'meanwhile', 'drift', 'apply', 'audit'])
  expect(stdout).toContain('No mistakes in')
  expect(stdout).toContain('Ends 3 connections of 3 people.')
  expect(stdout).toMatch(/In sync\./)
  expect(stdout).toContain('joe@acme.example, admin page')
  expect(stdout).toMatch(/What is governed is as declared\.[^▌]*$/)
}, 30_000)
