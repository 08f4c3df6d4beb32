import { expect, test } from 'vitest'
import { found, ringing, type Spot } from './contacts'

const spot = (name: string, address: string, services: string[] = []): Spot => ({ code: name, name, address, hours: '', phones: [], services })
const ALL = [spot('МФЦ «Мои документы»', 'ул. Лётная, 5', ['Паспорт']), spot('Поликлиника № 2', 'ул. Новая, 1')]

test('a place is found by the beginnings of words of its name, address and services, in any order', () => {
  expect(found(ALL, 'летная мфц')).toEqual([ALL[0]])
  expect(found(ALL, 'пасп')).toEqual([ALL[0]])
  expect(found(ALL, 'новая 2')).toEqual([ALL[1]])
  expect(found(ALL, '')).toEqual(ALL)
  expect(found(ALL, 'аптека')).toEqual([])
})

test('a telephone is rung without its extension and its brackets', () => {
  expect(ringing('8 (800) 200-00-00, доб. 5')).toBe('88002000000')
  expect(ringing('+7 999 000-00-00')).toBe('+79990000000')
  expect(ringing('112')).toBe('112')
})
