// Goes as text into the generated validators, which need no package at run time.

/** What ajv found, in words: one complaint a mistake, none for the branches of an "either, or" that is named as a whole. */
export function complaints(errors) {
  const either = new Set(errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath))
  const inside = (error) =>
    errors.some((other) => other !== error && other.instancePath.startsWith(`${error.instancePath}/`))
  const told = errors.filter((error) => {
    if (error.keyword === 'if' || error.keyword === 'propertyNames') return false
    if (!either.has(error.instancePath)) return true
    return error.keyword === 'anyOf' ? !inside(error) : Object.hasOwn(error.params, 'additionalProperty')
  })
  return told.map(complaint)
}

function complaint(error) {
  const { keyword, params, instancePath, parentSchema } = error
  const at = (name) => `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
  if (keyword === 'additionalProperties') {
    return {
      pointer: at(params.additionalProperty),
      detail: `unknown field ${JSON.stringify(params.additionalProperty)}`,
    }
  }
  if (keyword === 'required') return { pointer: at(params.missingProperty), detail: 'is required' }
  if (keyword === 'false schema') return { pointer: instancePath, detail: 'cannot stand here' }
  const pointer = error.propertyName === undefined ? instancePath : at(error.propertyName)
  return { pointer, detail: parentSchema['x-detail'] ?? plain(keyword, params, error.message) }
}

function plain(keyword, params, message) {
  if (keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`
  if (keyword === 'type') return `must be ${[params.type].flat().join(' or ')}`
  return message
}

/** The length of a text in characters, as JSON Schema counts it. */
export function characters(text) {
  return [...text].length
}
