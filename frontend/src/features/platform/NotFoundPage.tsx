import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { texts } from '@/texts/en'
import { MessagePage } from './MessagePage'

export function NotFoundPage() {
  return (
    <MessagePage title={texts.platform.notFoundTitle} body={texts.platform.notFoundBody}>
      <ButtonLink to={paths.products()} look="strong">
        {texts.search.all}
      </ButtonLink>
    </MessagePage>
  )
}
