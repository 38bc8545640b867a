import { ApiProblem, problemFrom } from '@/api/problem'
import { session } from '@/api/session'
import type { Picture } from '@/api/types'

export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
export const mostBytes = 10 * 1024 * 1024

/** What can be seen of a file without sending it. The shop looks into it. */
export function refusalOf({ type, size }: Pick<File, 'type' | 'size'>): 'kind' | 'size' | 'empty' | null {
  if (!(pictureTypes as readonly string[]).includes(type)) return 'kind'
  if (size === 0) return 'empty'
  return size > mostBytes ? 'size' : null
}

interface UploadOptions {
  signal: AbortSignal
  /** 0 to 1: how much of it has left this device. */
  onProgress: (share: number) => void
}

/** Sends a picture. `fetch` does not say how far it is, so this is one of the last uses of an older way to ask. */
export async function uploadPicture(file: File, options: UploadOptions): Promise<Picture> {
  const token = await session.accessToken()
  const answer = await send(file, token, options)
  if (answer.status !== 401 || token === null) return pictureOf(answer)
  const renewed = await session.refresh(token)
  return pictureOf(renewed === null ? answer : await send(file, renewed, options))
}

async function pictureOf(answer: Response): Promise<Picture> {
  if (!answer.ok) throw await problemFrom(answer)
  return (await answer.json()) as Picture
}

function send(file: File, token: string | null, { signal, onProgress }: UploadOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', file)
    request.open('POST', new URL('/api/v1/images', globalThis.location.origin))
    if (token !== null) request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total)
    })
    request.addEventListener('load', () => {
      const retryAfter = request.getResponseHeader('Retry-After')
      resolve(new Response(request.responseText, { status: request.status, headers: retryAfter === null ? {} : { 'Retry-After': retryAfter } }))
    })
    request.addEventListener('error', () => reject(new ApiProblem('network', 0)))
    request.addEventListener('abort', () => reject(new DOMException('called off', 'AbortError')))
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
