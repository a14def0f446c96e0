import { Checkbox, TextInput } from '@mantine/core'
import { fieldProblem } from '../../api/problem.ts'
import type { Organisation } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { useFields } from '../../parts/fields.ts'
import { Section } from '../../parts/page.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { useText } from '../../text/text.ts'
import { digitsOf, fromAmount, toAmount } from './amounts.ts'

const amounts = ['listening', 'speaking', 'camera', 'recording', 'base'] as const
const counts = ['free', 'solidarity'] as const

/** What the meetings of an organisation cost; amounts are written as people write them. */
export function PricesForm({ organisation: { id, prices, parent } }: { readonly organisation: Organisation }) {
  const { t } = useText()
  const save = useChange('PATCH /organisations/{organisation}', { said: () => t('part.saved') })
  const fields = useFields(() => valuesOf(prices), save.error)
  const { values, text, check } = fields
  const digits = digitsOf(values.currency)
  const wrong = amounts.filter((name) => toAmount(values[name], digits) === undefined)
  const submit = () => {
    if (wrong.length > 0 && values.hasOwn) return
    save.mutate({ params: { organisation: id }, body: { prices: values.hasOwn ? pricesOf(values, digits) : null } })
  }
  return (
    <Section title={t('prices.title')} lede={t('prices.lede')}>
      <SaveForm change={save} onSave={submit}>
        <Checkbox
          {...check('hasOwn')}
          label={t('prices.own')}
          description={parent === null ? undefined : t('prices.inherited')}
        />
        {values.hasOwn && <PriceFields text={text} wrong={wrong} error={save.error} />}
      </SaveForm>
    </Section>
  )
}

interface PriceFieldsProps {
  readonly text: ReturnType<typeof useFields<ReturnType<typeof valuesOf>>>['text']
  readonly wrong: readonly string[]
  readonly error: unknown
}

function PriceFields({ text, wrong, error }: PriceFieldsProps) {
  const { t } = useText()
  return (
    <div className="columns">
      <TextInput {...text('currency', 'prices.currency')} label={t('prices.currency')} required maxLength={3} />
      {amounts.map((name) => (
        <TextInput
          key={name}
          {...text(name, `prices.${name}`)}
          label={t(`prices.${name}`)}
          inputMode="decimal"
          required
          error={wrong.includes(name) ? t('prices.wrong') : fieldProblem(error, `prices.${name}`)}
        />
      ))}
      {counts.map((name) => (
        <TextInput
          key={name}
          {...text(name, `prices.${name}`)}
          label={t(`prices.${name}`)}
          inputMode="numeric"
          required
        />
      ))}
    </div>
  )
}

function pricesOf(values: ReturnType<typeof valuesOf>, digits: number) {
  const numbers = Object.fromEntries(counts.map((name) => [name, Number(values[name])]))
  const money = Object.fromEntries(amounts.map((name) => [name, toAmount(values[name], digits) ?? 0]))
  return { currency: values.currency.trim().toUpperCase(), ...money, ...numbers }
}

function valuesOf(prices: Organisation['prices']) {
  const { currency = 'EUR', free = 0, solidarity = 100 } = prices ?? {}
  const digits = digitsOf(currency)
  const write = (name: (typeof amounts)[number]) => fromAmount(prices?.[name] ?? 0, digits)
  return {
    hasOwn: prices !== null,
    currency: currency as string,
    listening: write('listening'),
    speaking: write('speaking'),
    camera: write('camera'),
    recording: write('recording'),
    base: write('base'),
    free: String(free),
    solidarity: String(solidarity),
  }
}
