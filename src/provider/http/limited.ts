/** Runs the tasks, at most `most` at once; the results stand in their order. The first failure ends it. */
export async function limited<T>(most: number, tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = new Array(tasks.length)
  let next = 0
  const stop = (error: unknown): never => {
    next = tasks.length
    throw error
  }
  async function work(): Promise<void> {
    for (let at = next++; at < tasks.length; at = next++) {
      const task = tasks[at]
      if (task) results[at] = await task().catch(stop)
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, tasks.length) }, work))
  return results
}
