import { Checkbox, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core'
import type { Operations, Room } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { type Fields, useFields } from '../../parts/fields.ts'
import { Section } from '../../parts/page.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { useText } from '../../text/text.ts'
import { PresetRadios, presetOf } from './preset.tsx'

type Change = NonNullable<Operations['PATCH /organisations/{organisation}/rooms/{room}']['body']>

const choices = {
  mayStart: ['owners', 'members', 'anyone'],
  moderators: ['owners', 'members'],
  recording: ['never', 'allowed', 'always'],
} as const
const switches = ['guests', 'lobby', 'muteOnStart', 'joinPage'] as const

type Values = ReturnType<typeof valuesOf>

/** How a room behaves. The preset decides; what is set otherwise stays so when the preset is changed. */
export function RoomSettings({ room }: { readonly room: Room }) {
  const { t } = useText()
  const save = useChange('PATCH /organisations/{organisation}/rooms/{room}', { said: () => t('part.saved') })
  const fields = useFields(valuesOf(room), save.error)
  const submit = () => {
    const params = { organisation: room.organisation, room: room.id }
    save.mutate({ params, body: changeOf(fields.values, valuesOf(room)) })
  }
  return (
    <Section title={t('room.settings')}>
      <SaveForm change={save} isWide onSave={submit}>
        <About fields={fields} />
        <Behaviour fields={fields} />
      </SaveForm>
    </Section>
  )
}

function About({ fields: { text } }: { readonly fields: Fields<Values> }) {
  const { t } = useText()
  return (
    <>
      <TextInput {...text('title')} label={t('room.field.title')} required maxLength={200} />
      <Textarea {...text('description')} label={t('room.field.description')} rows={3} />
      <div className="columns">
        {(['name', 'expectedSize', 'accessCode', 'moderatorCode'] as const).map((name) => (
          <TextInput
            key={name}
            {...text(name)}
            label={t(`room.field.${name}`)}
            description={t(`room.hint.${name}`)}
            required={name === 'name'}
            inputMode={name === 'expectedSize' ? 'numeric' : 'text'}
          />
        ))}
      </div>
    </>
  )
}

function Behaviour({ fields: { values, text, check, put } }: { readonly fields: Fields<Values> }) {
  const { t } = useText()
  return (
    <>
      <Radio.Group label={t('room.field.preset')} value={values.preset} onChange={(preset) => put({ preset })}>
        <PresetRadios />
      </Radio.Group>
      <div className="columns wide">
        {(['mayStart', 'moderators', 'recording'] as const).map((name) => (
          <NativeSelect
            key={name}
            {...text(name)}
            label={t(`room.field.${name}`)}
            data={choices[name].map((value) => ({ value, label: t(`room.choice.${value}`) }))}
          />
        ))}
      </div>
      {switches.map((name) => (
        <Checkbox key={name} {...check(name)} label={t(`room.field.${name}`)} />
      ))}
    </>
  )
}

function valuesOf({ title, name, description, accessCode, moderatorCode, expectedSize, preset, settings }: Room) {
  return {
    title,
    name,
    description,
    accessCode: accessCode ?? '',
    moderatorCode: moderatorCode ?? '',
    expectedSize: expectedSize === null ? '' : String(expectedSize),
    preset: preset as string,
    ...settings,
  }
}

/** Only what was changed: a setting that was not touched goes on following the preset. */
function changeOf(values: Values, before: Values): Change {
  const isChanged = (name: keyof Values) => values[name] !== before[name]
  const settings = [...switches, 'mayStart', 'moderators', 'recording'].filter((name) =>
    isChanged(name as keyof Values),
  )
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
  const size = orNull(values.expectedSize)
  const all = {
    title: values.title,
    name: values.name,
    description: values.description,
    preset: presetOf(values.preset),
    accessCode: orNull(values.accessCode),
    moderatorCode: orNull(values.moderatorCode),
    expectedSize: size === null ? null : Number(size),
  }
  const changed = Object.entries(all).filter(([name]) => isChanged(name as keyof Values))
  return {
    ...Object.fromEntries(changed),
    ...(settings.length > 0
      ? { settings: Object.fromEntries(settings.map((name) => [name, values[name as keyof Values]])) }
      : {}),
  }
}
