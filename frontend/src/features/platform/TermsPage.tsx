import { useTitle } from '@/shared/use-title'
import { terms } from '@/texts/en/terms'

export function Component() {
  useTitle(terms.title)
  return (
    <article className="frame pt-10 md:pt-20">
      <h1 className="display max-w-4xl">{terms.title}</h1>
      <p className="mt-5 max-w-(--measure) text-lg text-ink-soft">{terms.lead}</p>
      <div className="mt-12 border-t border-line-strong">
        {terms.sections.map(({ heading, paragraphs }) => (
          <section key={heading} className="grid gap-x-10 gap-y-3 border-b border-line py-8 md:grid-cols-[1fr_2fr]">
            <h2 className="text-xl font-bold tracking-tight">{heading}</h2>
            <div className="flex max-w-(--measure) flex-col gap-4">
              {paragraphs.map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
            </div>
          </section>
        ))}
      </div>
    </article>
  )
}
