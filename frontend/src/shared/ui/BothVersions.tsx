import type { Ref } from 'react'
import { lists } from '@/texts/en/lists'
import type { Words } from '@/texts/en/problems'
import { Button } from './Button'
import { Notice } from './Notice'

/** One thing that is not as it was, in words. */
export interface Difference {
  readonly name: string
  readonly before: string
  readonly now: string
}

interface BothVersionsProps {
  words: Words
  tone?: 'calm' | 'bad'
  headingRef?: Ref<HTMLHeadingElement>
  differences: readonly Difference[]
  /** Goes on from what it is now. What was typed goes with that, and the button says so. */
  onTake: () => void
}

/** Somebody else was faster (412): what one saw and what it is now, side by side. What is typed beside it stays as it is. */
export function BothVersions({ words, tone = 'bad', headingRef, differences, onTake }: BothVersionsProps) {
  return (
    <Notice words={words} tone={tone} level={3} {...(headingRef && { headingRef })}>
      <div className="w-full">
        <table className="figures w-full text-left text-sm">
          <thead>
            <tr className="border-b border-line-strong">
              <th scope="col" className="py-2 pr-4 font-semibold">
                <span className="sr-only">{lists.versions.field}</span>
              </th>
              <th scope="col" className="py-2 pr-4 font-semibold">
                {lists.versions.before}
              </th>
              <th scope="col" className="py-2 font-semibold">
                {lists.versions.now}
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ name, before, now }) => (
              <tr key={name} className="border-b border-line align-baseline">
                <th scope="row" className="py-2 pr-4 font-normal text-ink-soft">
                  {name}
                </th>
                <td className="py-2 pr-4 [overflow-wrap:anywhere] text-ink-soft">{before}</td>
                <td className="py-2 font-semibold [overflow-wrap:anywhere]">{now}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Button className="mt-4" onClick={onTake}>
          {lists.versions.take}
        </Button>
      </div>
    </Notice>
  )
}
