import { expect, test } from 'vitest'
import { place, type Route } from './router'

const ROUTES: Route<string>[] = [
  { pattern: '', screen: 'nearby' },
  { pattern: 'appeals/:number', screen: 'appeal' },
  { pattern: 'report', screen: 'report' },
]
const at = (path: string) => place(ROUTES, new URL(path, 'https://x.test'), '/app/')

test('each address has its screen, with or without the last stroke', () => {
  expect(at('/app/')?.screen).toBe('nearby')
  expect(at('/app')?.screen).toBe('nearby')
  expect(at('/app/report/')?.screen).toBe('report')
})

test('parts of the address come by name, the query as it is', () => {
  const found = at('/app/appeals/123-%D1%8F?from=list')
  expect(found?.params).toEqual({ number: '123-я' })
  expect(found?.query.get('from')).toBe('list')
})

test('a broken escape is no reason to fall over', () => {
  expect(at('/app/appeals/%E0%A4%A')?.params).toEqual({ number: '%E0%A4%A' })
})

test('what is not on the list has no screen', () => {
  expect(at('/app/appeals')).toBeNull()
  expect(at('/app/appeals/1/2')).toBeNull()
  expect(at('/appeals/1')).toBeNull()
})
