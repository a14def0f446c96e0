import { Radio } from '@mantine/core'
import type { Room } from '../../api.gen.ts'
import { useText } from '../../text/text.ts'

const presets = ['open', 'private', 'recorded'] as const

export function presetOf(text: string): Room['preset'] {
  return presets.find((one) => one === text) ?? 'open'
}

/** What a room may be made for, each with what that means. */
export function PresetRadios() {
  const { t } = useText()
  return (
    <div className="form choices">
      {presets.map((one) => (
        <Radio key={one} value={one} label={t(`preset.${one}`)} description={t(`preset.what.${one}`)} />
      ))}
    </div>
  )
}
