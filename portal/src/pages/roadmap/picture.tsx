import { useComputedColorScheme } from '@mantine/core'
import { useText } from '../../text/text.ts'

interface PictureProps {
  readonly name: 'roadmap' | 'capacity'
  readonly alt: string
}

/** A picture that the server draws, in the colours and the language of the page. It scrolls where it is too wide. */
export function Picture({ name, alt }: PictureProps) {
  const { language } = useText()
  const theme = useComputedColorScheme()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard too
    <div className="wide-picture" tabIndex={0} role="group" aria-label={alt}>
      <img src={`/api/v1/${name}.svg?theme=${theme}&language=${language}`} alt={alt} />
    </div>
  )
}

/** The same to take along, always on white. */
export function PictureLink({ name }: Pick<PictureProps, 'name'>) {
  const { t, language } = useText()
  return (
    <a href={`/api/v1/${name}.svg?theme=light&language=${language}`} download={`${name}.svg`}>
      {t('roadmap.picture')}
    </a>
  )
}
