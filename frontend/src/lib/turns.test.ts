import { expect, test } from 'vitest'
import { inTurn } from './turns'

test('the later waits for the earlier, also for one that failed', async () => {
  const queued = inTurn()
  const told: string[] = []
  const slow = queued(async () => {
    await new Promise((done) => setTimeout(done, 20))
    told.push('slow')
    throw new Error('no connection')
  })
  const quick = queued(async () => {
    told.push('quick')
    return 'kept'
  })
  await expect(slow).rejects.toThrow('no connection')
  expect(await quick).toBe('kept')
  expect(told).toEqual(['slow', 'quick'])
})
