import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { compose } from '../../src/sandbox/mail/compose.js'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

const DAY = 24 * 60 * 60 * 1000

const invitation = {
  account: 'acc_acme',
  email: 'dora@acme.example',
  department: 'HR Department',
  designation: 'Senior HR Executive',
  manager: 'max@acme.example',
}

describe('U5: an invitation is a mail', () => {
  test('U5: it goes to the invited person and says where, as what and by whom they are led', async () => {
    const { admin, mails, url } = await sandbox()
    await admin.create('invitations', invitation)
    const [raw, ...others] = await mails('dora@acme.example')
    expect(others).toEqual([])
    const mail = await PostalMime.parse(String(raw))
    expect(mail).toMatchObject({
      to: [{ address: 'dora@acme.example' }],
      from: { name: 'acme-cloud', address: 'no-reply@sandbox.example' },
      subject: 'You are invited to acme',
    })
    expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@sandbox\.example>$/)
    for (const words of [
      'HR Department',
      'Senior HR Executive',
      'max@acme.example',
      `${url}/invitations/accept?code=`,
    ]) {
      expect(mail.text).toContain(words)
    }
  })

  test('U5: several addresses are several invitations and mails; those that are pending get none', async () => {
    const { admin, mails } = await sandbox()
    const emails = ['dora@acme.example', 'new@acme.example', 'emil@acme.example']
    const items = emails.map((email) => ({
      ...{ collection: 'invitations', id: null, ifMatch: null },
      body: { ...invitation, email },
    }))
    const { results } = await admin.post<{ results: { status: number }[] }>('bulk/upsert', { items })
    expect(results.map(({ status }) => status)).toEqual([201, 409, 201])
    const sent = await Promise.all((await mails()).map((raw) => PostalMime.parse(raw)))
    expect(sent.map(({ to }) => to?.[0]?.address)).toEqual(['emil@acme.example', 'dora@acme.example'])
  })

  test('U5: a refused invitation leaves no mail behind', async () => {
    const { admin, mails } = await sandbox()
    await expect(admin.create('invitations', { ...invitation, projects: ['prj_none'] })).rejects.toMatchObject(
      refusal('invalid'),
    )
    expect(await mails()).toEqual([])
  })

  test('U5: one that nobody accepts expires after 14 days, by the platform; then another may be sent', async () => {
    let at = Date.UTC(2026, 0, 1)
    const { admin, mails } = await sandbox(undefined, { clock: () => at })
    const { id } = await admin.create('invitations', invitation)
    at += 14 * DAY - 1
    expect((await admin.row('invitations', id)).status).toBe('pending')
    at += 1
    expect((await admin.row('invitations', id)).status).toBe('expired')
    const [event] = (await admin.list('audit-events', `resource=${id}`)).slice(-1)
    expect(event).toMatchObject({ via: 'platform', changes: { status: { before: 'pending', after: 'expired' } } })
    await expect(admin.post(`invitations/${id}/accept`)).rejects.toMatchObject(refusal('conflict'))
    expect((await admin.create('invitations', invitation)).status).toBe('pending')
    expect(await mails('dora@acme.example')).toHaveLength(2)
  })

  test('U5: one whose mail comes back has bounced, and that is told by its status', async () => {
    const { admin, control } = await sandbox()
    const { id } = await admin.create('invitations', invitation)
    expect(await control('bounce', { email: 'dora@acme.example' })).toEqual({ bounced: [id] })
    expect(await admin.ids('invitations', 'status=bounced')).toContain(id)
    const gone = await admin.create('invitations', { ...invitation, email: 'nobody@bounce.example' })
    expect(gone.status).toBe('bounced')
  })
})

describe('a composed message', () => {
  const envelope = { from: { name: 'Acme "Ü"', address: 'a@b.example' }, messageId: 'x@b.example', date: new Date(0) }

  test('carries any text unharmed, in lines that mail may have', async () => {
    const text = `Grüße\n.\n${'long '.repeat(300)}\nFrom here\n`
    const subject = `Über${'lang '.repeat(30)}Ende`
    const raw = compose({ to: 'a@b.example', subject, text }, envelope)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const mail = await PostalMime.parse(raw)
    expect(mail.text?.trimEnd()).toBe(text.trimEnd())
    expect(mail.subject).toBe(subject)
    expect(mail.date).toBe('1970-01-01T00:00:00.000Z')
  })

  test.each(['\r\n', '\n', '\r', '\u2028'])('takes no header from what is written into it (%j)', async (end) => {
    const hostile = `x${end}Bcc: evil@evil.example${end}${end}<script>`
    const from = { name: hostile, address: 'a@b.example' }
    const raw = compose(
      { to: `a@b.example${end}Bcc: evil@evil.example`, subject: hostile, text: 'x' },
      { ...envelope, from },
    )
    const { headers, bcc, text } = await PostalMime.parse(raw)
    expect(bcc).toBeUndefined()
    expect(headers.map(({ key }) => key).sort()).toEqual(
      [
        ...['auto-submitted', 'content-transfer-encoding', 'content-type', 'date'],
        ...['from', 'message-id', 'mime-version', 'subject', 'to'],
      ].sort(),
    )
    expect(text?.trim()).toBe('x')
  })
})
