import { expect, it } from 'vitest'
import { unitsOf } from './stock'

it('turns what was typed into what came or went', () => {
  expect(unitsOf('received', '24', 7)).toBe(24)
  expect(unitsOf('written_off', '3', 7)).toBe(-3)
  expect(unitsOf('counted', '5', 7)).toBe(-2)
  expect(unitsOf('counted', '7', 7)).toBe(0)
  expect(unitsOf('counted', '0', 7)).toBe(-7)
  for (const typed of ['', 'some', '1.5', '-2', '2000000000']) expect(unitsOf('received', typed, 7)).toBeNull()
})
