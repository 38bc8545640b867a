import { useEffect } from 'react'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { Button } from '@/shared/ui/Button'
import { texts } from '@/texts/en'
import { MessagePage } from './MessagePage'
import { NotFoundPage } from './NotFoundPage'
import { Frame } from './Shell'

/** The last resort: a page that threw while it was drawn or loaded. */
export function CrashPage() {
  const error = useRouteError()
  useEffect(() => console.error(error), [error])
  return (
    <Frame>
      {isRouteErrorResponse(error) && error.status === 404 ? (
        <NotFoundPage />
      ) : (
        <MessagePage title={texts.platform.crashTitle} body={texts.platform.crashBody}>
          <Button look="strong" onClick={() => globalThis.location.reload()}>
            {texts.common.reload}
          </Button>
        </MessagePage>
      )}
    </Frame>
  )
}
