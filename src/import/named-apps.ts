import type { Page } from './page.js'

/** The apps that a page names. */
export function appsNamed({ kind, value }: Page): string[] {
  const {
    integrations = {},
    allowedApps,
    apps,
    app,
  } = value as {
    readonly integrations?: object
    readonly allowedApps?: { readonly apps?: readonly string[]; readonly except?: readonly string[] }
    readonly apps?: readonly string[]
    readonly app?: string
  }
  return [
    ...Object.keys(integrations),
    ...(allowedApps?.apps ?? []),
    ...(allowedApps?.except ?? []),
    ...(kind === 'Package' ? (apps ?? []) : []),
    ...(app === undefined ? [] : [app]),
  ]
}
