import type { Level } from './annotation.js'

/** What a rule is about, for whoever meets it for the first time. */
export interface RuleText {
  readonly title: string
  readonly text: string
  readonly level: Level
}

const DEEDS: Readonly<Record<string, RuleText>> = {
  'plan/ends-connections': {
    title: 'Ends live connections',
    text: 'Applying what this line says ends connections that live. Whoever owns them would have to connect again: a revert restores settings, and no connection.',
    level: 'warning',
  },
  'plan/takes-access': {
    title: 'Takes access away',
    text: 'Applying what this line says takes an app from people who may use it now. Nobody is connected with it there.',
    level: 'warning',
  },
  'plan/opens': {
    title: 'Opens access',
    text: 'Applying what this line says lets people use an app that they may not use now.',
    level: 'note',
  },
  'plan/closes': {
    title: 'Closes access',
    text: 'Applying what this line says closes a setting that nobody uses as things are.',
    level: 'note',
  },
  'plan/changes': {
    title: 'Changes settings',
    text: 'Applying what this line says changes settings, and nobody gains or loses an app by it.',
    level: 'note',
  },
  'plan/drift': {
    title: 'Drifted',
    text: 'What lives is not what this line says, as somebody wrote over it by hand. Applying restores what is declared; if the hand was right, change the line.',
    level: 'warning',
  },
  'plan/released': {
    title: 'Released',
    text: 'A line that governed this is gone. What it opened stays open, and no plan will speak of it again. To close it, say so; to let go of it, leave it as it is.',
    level: 'warning',
  },
  'audit/undeclared': {
    title: 'Undeclared access',
    text: 'Somebody may use, or is connected with, an app that no document lets them use. Declare it, close it, or accept it with a Waiver until a date.',
    level: 'error',
  },
  'audit/missing': {
    title: 'Missing access',
    text: 'Documents let somebody use an app, and the platform does not. Apply opens it, or says what it waits for.',
    level: 'warning',
  },
  'audit/waived': {
    title: 'Waived',
    text: 'Undeclared, and accepted by a Waiver until its last day.',
    level: 'note',
  },
  'audit/not-evaluable': {
    title: 'Not evaluable',
    text: 'What could not be read whole, or stands in an account that an error stops, is unknown: it is neither conforming nor undeclared.',
    level: 'warning',
  },
}

/** By what a rule's name begins with; the longest that fits counts. */
const AREAS: Readonly<Record<string, RuleText>> = {
  'limits/': {
    title: 'A limit',
    text: 'A limit of writ.yaml counts more than it allows. Narrow the change, apply it in parts with --only, or let exactly this plan pass with an Override, which the plan prints ready to copy.',
    level: 'error',
  },
  'policy/': {
    title: 'A policy',
    text: 'A Policy document judges this. Its message says what to do; writ policy test runs its examples.',
    level: 'error',
  },
  protect: {
    title: 'Protected',
    text: 'writ.yaml protects this: nothing closes, removes or revokes it.',
    level: 'warning',
  },
  expect: {
    title: 'Not as expected',
    text: 'writ.yaml says what must hold, and it would not after this plan.',
    level: 'error',
  },
  'read/': {
    title: 'Not read whole',
    text: 'A list of the platform could not be read whole. What is not known is not changed; run again when the platform answers.',
    level: 'warning',
  },
  'undeclared/': {
    title: 'Undeclared',
    text: 'It lives on the platform and no document speaks of it. Declare it, or say undeclared: keep in writ.yaml.',
    level: 'warning',
  },
  'connection/': {
    title: 'A rule on connections',
    text: 'A live connection is not as the rules of the estate want it.',
    level: 'warning',
  },
  'yaml/': { title: 'YAML', text: 'The file is not the strict YAML that Writ reads.', level: 'error' },
  'schema/': {
    title: 'Schema',
    text: 'The document does not fit the schema of its kind, which writ schema KIND prints.',
    level: 'error',
  },
  'reference/': { title: 'Reference', text: 'A document refers to something that is not declared.', level: 'error' },
  'conflict/': { title: 'Conflict', text: 'Two statements of the estate cannot both hold.', level: 'error' },
  'file/': { title: 'File', text: 'A file of the estate cannot be read as it stands.', level: 'error' },
  'document/': { title: 'Document', text: 'This is no document of a known kind.', level: 'error' },
  'config/': {
    title: 'writ.yaml',
    text: 'The settings of the estate in writ.yaml do not hold together.',
    level: 'error',
  },
  'secret/': { title: 'Secrets', text: 'Secrets are named by their variable, never written down.', level: 'error' },
  'baseline/': { title: 'Baseline', text: 'The commit that --baseline names cannot be held against.', level: 'error' },
}

const OTHER: RuleText = {
  title: 'A remark',
  text: 'Something that somebody should know of the estate.',
  level: 'warning',
}

/** The help of a rule, by its name; that of its area where it has none of its own. */
export function ruleText(id: string): RuleText {
  const own = Object.hasOwn(DEEDS, id) ? DEEDS[id] : undefined
  const area = Object.keys(AREAS).find((begin) => id.startsWith(begin))
  return own ?? (area === undefined ? OTHER : (AREAS[area] ?? OTHER))
}
