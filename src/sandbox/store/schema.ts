/**
 * One table holds the rows of every collection as the JSON text that goes over the wire, beside the few columns that
 * filters and rules ask for. A row keeps only its latest change, so `revision` with the tombstones is the change feed.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS rows (
  collection TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,
  account TEXT, project TEXT, app TEXT, subject TEXT, name TEXT, status TEXT,
  mark TEXT, body TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rows_place ON rows (collection, account, id);
CREATE INDEX IF NOT EXISTS rows_account ON rows (collection, account, app, status);
CREATE INDEX IF NOT EXISTS rows_app ON rows (collection, app, status);
CREATE INDEX IF NOT EXISTS rows_project ON rows (collection, project, app) WHERE project IS NOT NULL;
CREATE INDEX IF NOT EXISTS rows_subject ON rows (collection, subject, app) WHERE subject IS NOT NULL;
CREATE INDEX IF NOT EXISTS rows_name ON rows (collection, name) WHERE name IS NOT NULL;
CREATE INDEX IF NOT EXISTS rows_address ON rows (collection, account, name COLLATE NOCASE) WHERE name IS NOT NULL;
CREATE INDEX IF NOT EXISTS rows_revision ON rows (revision);
CREATE TABLE IF NOT EXISTS tombstones (
  collection TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, account TEXT, subject TEXT,
  PRIMARY KEY (collection, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tombstones_revision ON tombstones (revision);
CREATE TABLE IF NOT EXISTS audit (
  id TEXT PRIMARY KEY, revision INTEGER NOT NULL, account TEXT, subject TEXT, collection TEXT NOT NULL,
  resource TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS audit_account ON audit (account, revision);
CREATE INDEX IF NOT EXISTS audit_resource ON audit (collection, resource, revision);
CREATE TABLE IF NOT EXISTS portals (
  account TEXT NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL, shows TEXT,
  PRIMARY KEY (account, revision)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
  principal TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL, etag TEXT,
  body TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (principal, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
CREATE TABLE IF NOT EXISTS tokens (
  hash TEXT PRIMARY KEY, user TEXT NOT NULL, kind TEXT NOT NULL, via TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS starts (
  state TEXT PRIMARY KEY, principal TEXT NOT NULL, request TEXT NOT NULL, at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lease (
  one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT, fencing INTEGER NOT NULL, expires_at INTEGER
);
CREATE TABLE IF NOT EXISTS lease_terms (
  fencing INTEGER PRIMARY KEY, principal TEXT NOT NULL, since INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, raw TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS codes (
  hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, subject TEXT NOT NULL, until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
  hash TEXT PRIMARY KEY, user TEXT NOT NULL, kind TEXT NOT NULL, until INTEGER NOT NULL, notice TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
`
