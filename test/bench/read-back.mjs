/** Every row of one list, read the plain way. */
export async function rowsOf({ url, readToken }, collection) {
  const rows = []
  for (let cursor = ''; cursor !== null; ) {
    const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await fetch(`${url}/v1/${collection}?limit=1000${query}`, {
      headers: { authorization: `Bearer ${readToken}` },
    })
    if (!answer.ok) throw new Error(`${collection}: ${answer.status}`)
    const { items, next } = await answer.json()
    rows.push(...items)
    cursor = next
  }
  return rows
}
