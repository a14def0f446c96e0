import { NativeSelect, TextInput } from '@mantine/core'
import type { Fields } from '../../parts/fields.ts'
import { languages, useText } from '../../text/text.ts'

export interface PersonValues {
  readonly name: string
  readonly email: string
  readonly externalId: string
  readonly role: string
  readonly language: string
  readonly groups: string
}

/** What is said of somebody. */
export function PersonFields({ fields: { text } }: { readonly fields: Fields<PersonValues> }) {
  const { t } = useText()
  return (
    <>
      <TextInput {...text('name')} label={t('people.name')} required data-autofocus autoComplete="off" />
      <TextInput {...text('email')} label={t('people.email')} type="email" autoComplete="off" />
      <NativeSelect
        {...text('role')}
        label={t('people.role')}
        data={(['member', 'admin'] as const).map((value) => ({ value, label: t(`role.${value}`) }))}
      />
      <TextInput {...text('groups')} label={t('people.groups')} description={t('people.groupsHint')} />
      <NativeSelect
        {...text('language')}
        label={t('people.language')}
        data={[
          { value: '', label: t('people.languageOfBrowser') },
          ...Object.entries(languages).map(([value, label]) => ({ value, label })),
        ]}
      />
      <TextInput {...text('externalId')} label={t('people.externalId')} description={t('people.externalIdHint')} />
    </>
  )
}

/** The same as the API takes it; what is empty is null. */
export function toPerson({ name, email, externalId, role, language, groups }: PersonValues) {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
  return {
    name,
    email: orNull(email),
    externalId: orNull(externalId),
    role: role === 'admin' ? ('admin' as const) : ('member' as const),
    language: orNull(language),
    groups: groups
      .split(',')
      .map((group) => group.trim())
      .filter((group) => group !== ''),
  }
}
