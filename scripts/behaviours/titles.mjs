// The titles of all tests, read from their source.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'

/** Every test under a folder: {file, title}, the titles of what it stands in before its own. */
export async function testTitles(root) {
  const names = await readdir(join(root, 'test'), { recursive: true })
  const files = names.filter((name) => name.endsWith('.test.ts')).sort()
  const found = await Promise.all(files.map((name) => titlesOf(root, `test/${name}`)))
  return found.flat()
}

async function titlesOf(root, file) {
  const text = await readFile(join(root, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const titles = []
  walk(source, [], (title) => titles.push({ file, title }))
  return titles
}

function walk(node, above, found) {
  const title = titleOf(node)
  if (title?.test) found([...above, title.text].join(' › '))
  const inside = title && !title.test ? [...above, title.text] : above
  ts.forEachChild(node, (child) => walk(child, inside, found))
}

function titleOf(node) {
  if (!ts.isCallExpression(node)) return undefined
  const name = calledName(node.expression)
  const text = node.arguments[0] && literal(node.arguments[0])
  if (text === undefined) return undefined
  if (name === 'describe') return { test: false, text }
  return name === 'test' || name === 'it' ? { test: true, text } : undefined
}

/** `test`, also of `test.each(…)(…)` and `test.skipIf(…)(…)`; the inner call of those has no title. */
function calledName(expression) {
  if (ts.isIdentifier(expression)) return expression.text
  if (ts.isPropertyAccessExpression(expression)) return calledName(expression.expression)
  return ts.isCallExpression(expression) ? calledName(expression.expression) : undefined
}

function literal(node) {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map(({ literal: { text } }) => `…${text}`).join('')
}
