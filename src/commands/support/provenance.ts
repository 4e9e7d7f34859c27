import { Git } from '../../documents/git/git.js'
import type { Recording } from '../../engine.js'

type Provenance = Pick<Recording, 'estate' | 'runUrl'>
type Variables = Readonly<Record<string, string | undefined>>

/** Which commit is applied, and which pipeline does it: what a record says beyond what the run itself knows (E15). */
export const provenanceOf = async (dir: string, variables: Variables): Promise<Provenance> => ({
  estate: await commitOf(dir),
  runUrl: runUrlOf(variables),
})

/** Nulls where the estate is in no repository, or there is no git to ask. */
async function commitOf(dir: string): Promise<Provenance['estate']> {
  const git = new Git(dir)
  try {
    const commit = await git.line('rev-parse', '--verify', '--quiet', 'HEAD')
    const status = commit && (await git.line('status', '--porcelain', '--untracked-files=all', '--', '.'))
    return { commit: commit || null, dirty: typeof status === 'string' && commit ? DOCUMENT.test(status) : null }
  } catch {
    return { commit: null, dirty: null }
  }
}

/** What lies beside documents, a store of records for one, is not what is applied. */
const DOCUMENT = /\.ya?ml"?$/m

/** The address of the pipeline's run, as GitHub and GitLab tell it; without anything that might be secret. */
export function runUrlOf(variables: Variables): string | null {
  const text = variables.GITHUB_ACTIONS === 'true' ? onGitHub(variables) : onGitLab(variables)
  if (text === undefined || !URL.canParse(text)) return null
  const { protocol, origin, pathname } = new URL(text)
  return protocol === 'https:' || protocol === 'http:' ? origin + pathname : null
}

function onGitHub({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT }: Variables) {
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) return undefined
  const attempt = GITHUB_RUN_ATTEMPT ? `/attempts/${GITHUB_RUN_ATTEMPT}` : ''
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}${attempt}`
}

const onGitLab = ({ CI_JOB_URL, CI_PIPELINE_URL }: Variables) => CI_JOB_URL ?? CI_PIPELINE_URL
