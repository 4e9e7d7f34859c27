/** The lists that may shrink, as a plan names them. */
export const SHRINKABLE = [
  ...['apps', 'accounts', 'project-templates', 'projects', 'groups', 'users', 'invitations', 'connections'],
  ...['workflows', 'account-integrations', 'project-integrations', 'group-integrations', 'user-integrations'],
]
