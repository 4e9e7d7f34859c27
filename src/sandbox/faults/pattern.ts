/**
 * Whether a path fits a pattern: `*` stands for one part between slashes, and as the last part for everything below.
 * Compared part by part, so that no pattern takes longer than its length.
 * @example fits('/v1/accounts/*', '/v1/accounts/acc_1/integrations/slack') // true
 */
export function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  const open = wanted.at(-1) === '*'
  if (open ? parts.length < wanted.length : parts.length !== wanted.length) return false
  return wanted.every((part, index) => part === '*' || part === parts[index])
}
