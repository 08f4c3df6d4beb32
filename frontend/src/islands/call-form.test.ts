import { expect, test } from 'vitest'

import { replaces } from '../calls/parts'
import { told } from './call-form'

test('what is typed into the script of a topic stays while the topic stays', () => {
  expect(replaces('script', 'pothole', 'pothole')).toBe(false)
  expect(replaces('script', 'pothole', 'lamp')).toBe(true)
  expect(replaces('alike', undefined, undefined)).toBe(true)
})

test('the line under the form says what came of a save', () => {
  const at = new Date(2026, 10, 26, 9, 5)
  expect(told(204, '', at)).toBe('Сохранено в 09:05')
  expect(told(409, 'Звонок ведёт Вера.', at)).toBe('Звонок ведёт Вера.')
  expect(told(0, '', at)).toBe('Пока не сохранено: нет связи')
})
