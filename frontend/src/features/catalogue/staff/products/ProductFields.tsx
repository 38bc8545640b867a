import { Area, Field, Select } from '@/shared/ui/Field'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import type { Change, Inputs, TextField } from '../editing/inputs'
import { NameAndSlug } from '../editing/SlugField'
import { PicturesField } from '../pictures/PicturesField'
import type { ProductValues } from './product-values'
import { TagsField } from './TagsField'
import type { Choice, Filing } from './use-filing'

interface ProductFieldsProps {
  form: {
    values: ProductValues
    input: Inputs<TextField<ProductValues>>
    set: (changed: Change<ProductValues>) => void
    errors: Partial<Record<keyof ProductValues, string>>
  }
  filing: Filing
  currency: string
  isNew: boolean
}

/** Everything that staff say about a product. */
export function ProductFields({ form: { values, input, set, errors }, filing, currency, isNew }: ProductFieldsProps) {
  const words = staffCatalogue.product
  return (
    <>
      <NameAndSlug values={values} input={input} set={set} errors={errors} follow={isNew} most={200} slugHint={isNew ? words.slugHint : words.slugMoves} />
      <Area label={words.description} {...input('description')} rows={6} maxLength={10_000} error={errors.description} />
      <PicturesField images={values.images} error={errors.images} onChange={(next) => set(({ images }) => ({ images: next(images) }))} />
      <div className="grid items-start gap-5 @md:grid-cols-3">
        <Field label={words.priceIn(currency)} {...input('price')} inputMode="decimal" autoComplete="off" hint={words.priceHint} error={errors.price} />
        <Field label={words.vatPercent} {...input('vat_basis_points')} inputMode="decimal" autoComplete="off" hint={words.vatHint} error={errors.vat_basis_points} />
        <Field label={words.weightGrams} {...input('weight_grams')} inputMode="numeric" autoComplete="off" hint={words.weightHint} error={errors.weight_grams} />
      </div>
      <div className="grid items-start gap-5 @md:grid-cols-2">
        <OneOf label={words.brand} none={words.noBrand} choices={filing.brands} error={errors.brand_id} input={input('brand_id')} />
        <OneOf label={words.region} none={words.noRegion} choices={filing.regions} error={errors.region_id} input={input('region_id')} />
      </div>
      <OneOf label={words.category} none={words.noCategory} choices={filing.categories} error={errors.category_id} input={input('category_id')} />
      <TagsField choices={filing.tags} chosen={values.tag_ids} error={errors.tag_ids} onChange={(tag_ids) => set({ tag_ids })} />
    </>
  )
}

interface OneOfProps {
  label: string
  none: string
  choices: readonly Choice[]
  error: string | undefined
  input: ReturnType<Inputs<TextField<ProductValues>>>
}

function OneOf({ label, none, choices, error, input }: OneOfProps) {
  return (
    <Select label={label} error={error} {...input}>
      <option value="">{none}</option>
      {/* Before the choices have come, what is chosen must not look like nothing. */}
      {input.value !== '' && !choices.some(({ id }) => id === input.value) && <option value={input.value}>{staffCatalogue.product.unknown}</option>}
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  )
}
