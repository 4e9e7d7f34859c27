/** What the third party keeps: clients, codes, grants, tokens. It shares the file with the platform and nothing else. */
export const THIRD_PARTY_SCHEMA = `
CREATE TABLE IF NOT EXISTS third_party (
  model TEXT NOT NULL, id TEXT NOT NULL, grant_id TEXT, until INTEGER, body TEXT NOT NULL,
  PRIMARY KEY (model, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS third_party_grant ON third_party (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS third_party_until ON third_party (until) WHERE until IS NOT NULL;
`
