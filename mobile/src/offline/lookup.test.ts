import { expect, test } from 'vitest'
import { type Addresses, type Places, searched } from './lookup'

const PLACES: Places[] = [{ territory: '1', name: 'Округ', settlements: [[1, 'г. Липовка', 55.5, 39.5], [2, 'д. Новая Липа', 55.6, 39.6]] }]
const ADDRESSES: Addresses[] = [{ settlements: { 1: [['ул. Зелёная', [['5', 55.51, 39.51], ['7 к. 2', 55.52, 39.51]]], ['ул. Мира', [['1', null, null]]]] } }]
const labels = (typed: string) => searched(typed, PLACES, ADDRESSES).map((one) => one.label)

test('settlements are found by the beginning of a word, without «ё» and marks', () => {
  expect(labels('лип')).toEqual(['г. Липовка', 'д. Новая Липа'])
  expect(labels('Новая лип')).toEqual(['д. Новая Липа'])
})

test('an address is a settlement, a street and a house in any spelling', () => {
  expect(labels('липовка, зеленая 5')).toEqual(['г. Липовка, ул. Зелёная, 5'])
  expect(labels('Липовка ЗЕЛЁНАЯ 7к')).toEqual([])
  expect(labels('липовка зел 7')).toEqual(['г. Липовка, ул. Зелёная, 7 к. 2'])
})

test('nothing is guessed', () => {
  expect(labels('')).toEqual([])
  expect(labels('москва')).toEqual([])
  expect(labels('липовка мира 1')).toEqual([]) // a house without a point leads nowhere
})
