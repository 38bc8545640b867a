import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Banner } from '@/api/types'
import { BannerCard } from '@/features/catalogue/home/Banners'
import { Area, Field } from '@/shared/ui/Field'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { ArchiveOrRestore } from '../editing/ArchiveOrRestore'
import { CreateForm } from '../editing/CreateForm'
import { EditForm } from '../editing/EditForm'
import type { Inputs, TextField } from '../editing/inputs'
import { useOpened } from '../editing/ListPage'
import { useCreate, useEdit } from '../editing/use-edit'
import type { Facet } from '../editing/versions'
import { windowFacets } from '../editing/window-facets'
import { WindowFields } from '../editing/WindowFields'
import { PictureField } from '../pictures/PictureField'
import { type BannerValues, changeOf, checkBanner, fields, newBannerOf, startWith, valuesOf } from './banner-values'
import { changeBanner, createBanner, learnBanner, staffBannerQuery } from './queries'

interface FieldsProps {
  form: { values: BannerValues; input: Inputs<TextField<BannerValues>>; set: (changed: Partial<BannerValues>) => void; errors: Partial<Record<keyof BannerValues, string>> }
}

function BannerFields({ form: { values, input, set, errors } }: FieldsProps) {
  const words = staffCatalogue.banners
  return (
    <>
      <Preview values={values} />
      <Field label={words.titleLabel} {...input('title')} maxLength={200} autoComplete="off" error={errors.title} />
      <Area label={words.text} {...input('text')} rows={2} maxLength={500} error={errors.text} />
      <Field label={words.link} {...input('link')} maxLength={500} autoComplete="off" autoCapitalize="none" spellCheck={false} hint={words.linkHint} error={errors.link} />
      <PictureField label={words.picture} hint={words.pictureHint} url={values.image_url} error={errors.image_url} onChange={(image_url) => set({ image_url })} />
      <WindowFields input={input} errors={errors} endless />
      <Field label={words.position} {...input('position')} inputMode="numeric" autoComplete="off" hint={words.positionHint} error={errors.position} />
    </>
  )
}

/** As the home page will show it. Its link leads nowhere yet. */
function Preview({ values }: { values: BannerValues }) {
  const words = staffCatalogue.banners
  return (
    <div>
      <p className="mb-1.5 text-sm font-semibold">{words.preview}</p>
      <div aria-hidden="true" inert className="rounded-plate border border-line">
        <BannerCard banner={{ title: values.title || words.titleLabel, text: values.text, link: '/', image_url: values.image_url === '' ? null : values.image_url }} />
      </div>
    </div>
  )
}

export function NewBanner({ position }: { position: number }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { at } = useOpened()
  const create = useCreate({
    name: 'new.banner',
    start: startWith(position),
    fields,
    check: checkBanner,
    create: async (values, signal) => {
      const made = await createBanner(newBannerOf(values), signal)
      learnBanner(queries, made)
      await navigate(at(made.id, { state: null }), { preventScrollReset: true })
    },
  })
  return (
    <CreateForm create={create} submit={staffCatalogue.banners.create}>
      <BannerFields form={create} />
    </CreateForm>
  )
}

function facets(): Facet<BannerValues>[] {
  const words = staffCatalogue.banners
  return [
    { name: 'title', label: words.titleLabel, show: ({ title }) => title },
    { name: 'text', label: words.text, show: ({ text }) => text || editing.nothing },
    { name: 'link', label: words.link, show: ({ link }) => link },
    {
      name: 'image_url',
      label: words.picture,
      show: ({ image_url }) => (image_url === '' ? editing.nothing : <img src={image_url} alt={image_url} className="mt-1 aspect-4/3 w-24 rounded-plate bg-sunken object-cover" />),
    },
    { name: 'position', label: words.position, show: ({ position }) => position },
    ...windowFacets<BannerValues>(),
  ]
}

export function EditBanner({ banner }: { banner: Banner }) {
  const words = staffCatalogue.banners
  const queries = useQueryClient()
  const reload = () => queries.refetchQueries({ queryKey: staffBannerQuery(banner.id).queryKey })
  const edit = useEdit({
    name: `banner.${banner.id}`,
    record: banner,
    valuesOf,
    fields,
    check: checkBanner,
    save: (seen, changed) => changeBanner(seen, changeOf(changed)),
    reload,
    onSaved: (saved) => learnBanner(queries, saved),
  })
  return (
    <>
      <EditForm title={words.change} edit={edit} valuesOf={valuesOf} facets={facets()}>
        <BannerFields form={edit} />
      </EditForm>
      <ArchiveOrRestore
        words={{ ...words.archive, title: words.archive.title(banner.title) }}
        archived={edit.base.archived}
        archive={async (archived) => {
          const known = await changeBanner(edit.base, { archived })
          edit.follow(known)
          learnBanner(queries, known)
        }}
        onStale={() => void reload()}
      />
    </>
  )
}
