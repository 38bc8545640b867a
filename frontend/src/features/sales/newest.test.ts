import { expect, it } from 'vitest'
import { aSale, inSeconds } from '@/testing/examples'
import { newestSale } from './newest'

const known = aSale({ revision: 7, remaining: 5 })

it('takes what is newer, whoever brings it', () => {
  const newer = aSale({ revision: 8, remaining: 4, server_time: inSeconds(-10) })
  expect(newestSale(known, newer)).toBe(newer)
  expect(newestSale(undefined, newer)).toBe(newer)
})

it('never goes back', () => {
  expect(newestSale(known, aSale({ revision: 6, remaining: 9, server_time: inSeconds(10) }))).toBe(known)
  expect(newestSale(known, { ...known, server_time: inSeconds(-10) })).toBe(known)
})

it('follows the clock where nothing else has happened', () => {
  const ended = aSale({ ...known, status: 'ended', server_time: inSeconds(10) })
  expect(newestSale(known, ended)).toBe(ended)
})
