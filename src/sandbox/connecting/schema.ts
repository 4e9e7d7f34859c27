/** What the platform holds of the third party: tokens, which are shown nowhere, and those still to be taken back. */
export const CONNECTING_SCHEMA = `
CREATE TABLE IF NOT EXISTS held_tokens (
  connection TEXT PRIMARY KEY, client TEXT NOT NULL, account TEXT NOT NULL, refresh TEXT NOT NULL, access TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revocations (
  id INTEGER PRIMARY KEY, connection TEXT, client TEXT NOT NULL, token TEXT, claim TEXT
);
CREATE INDEX IF NOT EXISTS revocations_connection ON revocations (connection);
`
