import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const accidents = JSON.parse(readFileSync(new URL('accidents.json', import.meta.url), 'utf8'))
const accident = accidents.find(({ test }) => test === process.env.WRIT_WITHOUT_GUARD_OF)

/** One incident's test over a Writ whose guard against it is taken away: it must fail. */
export default defineConfig({
  plugins: [
    {
      name: 'without-guard',
      enforce: 'pre',
      transform(code, id) {
        if (!id.split('?')[0].endsWith(`/${accident.file}`)) return null
        const [text, instead] = accident.remove
        if (!code.includes(text)) throw new Error(`${accident.file} has no ${text}`)
        return code.replace(text, () => instead)
      },
    },
  ],
  test: { include: [`test/incidents/${accident.test}.test.ts`], testTimeout: 60_000 },
})
