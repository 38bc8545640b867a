import { useEffect, useRef, useState } from 'react'
import { type ApiProblem, asProblem } from '@/api/problem'
import type { Picture } from '@/api/types'
import { newKey } from '@/shared/stored'
import { refusalOf, uploadPicture } from './upload'

/** A file on its way into the shop. */
export interface Upload {
  readonly key: string
  readonly file: File
  readonly step: 'waiting' | 'sending' | 'failed'
  /** 0 to 1; at 1 the shop makes its sizes. */
  readonly share: number
  /** Why it is not on its way: seen here, or said by the shop. */
  readonly refusal: ReturnType<typeof refusalOf>
  readonly problem: ApiProblem | null
}

/** Sends one file after the other: the shop works on few pictures at a time, and the order is the one of choosing. */
export function useUploads(onUploaded: (picture: Picture, file: File) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const waiting = useRef<Upload[]>([])
  const running = useRef<{ key: string; abort: AbortController } | null>(null)
  const change = (key: string, changed: Partial<Upload>) => setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...changed } : one)))
  const remove = (key: string) => setUploads((all) => all.filter((one) => one.key !== key))

  // Whoever leaves the form has called off what is on its way to it.
  useEffect(
    () => () => {
      waiting.current = []
      running.current?.abort.abort()
    },
    [],
  )

  async function sendOne({ key, file }: Upload) {
    const abort = new AbortController()
    running.current = { key, abort }
    change(key, { step: 'sending', share: 0 })
    try {
      const picture = await uploadPicture(file, { signal: abort.signal, onProgress: (share) => change(key, { share }) })
      remove(key)
      onUploaded(picture, file)
    } catch (error) {
      if (abort.signal.aborted) remove(key)
      else change(key, { step: 'failed', problem: asProblem(error) })
    } finally {
      running.current = null
    }
  }

  async function sendAll() {
    if (running.current) return
    for (let next = waiting.current.shift(); next; next = waiting.current.shift()) await sendOne(next)
  }

  return {
    uploads,
    add: (files: readonly File[]) => {
      const added = files.map((file): Upload => {
        const refusal = refusalOf(file)
        return { key: newKey(), file, step: refusal === null ? 'waiting' : 'failed', share: 0, refusal, problem: null }
      })
      setUploads((all) => [...all, ...added])
      waiting.current.push(...added.filter(({ step }) => step === 'waiting'))
      void sendAll()
    },
    again: (upload: Upload) => {
      change(upload.key, { step: 'waiting', share: 0, problem: null })
      waiting.current.push(upload)
      void sendAll()
    },
    /** Calls it off, or takes away what was said about it. */
    drop: ({ key }: Upload) => {
      waiting.current = waiting.current.filter((one) => one.key !== key)
      if (running.current?.key === key) running.current.abort.abort()
      remove(key)
    },
  }
}
