import { Button, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { headersOf, request } from '../../api/call.ts'
import { download } from '../../parts/download.ts'
import { Icon } from '../../parts/icon.tsx'
import { Loaded } from '../../parts/page.tsx'
import { useText } from '../../text/text.ts'

type Name = 'roadmap' | 'capacity'

/** A picture that the server draws, in the colours and the language of the page. It scrolls where it is too wide. */
export function Picture({ name, alt }: { readonly name: Name; readonly alt: string }) {
  const { language } = useText()
  const theme = useComputedColorScheme()
  const query = useQuery({
    queryKey: ['picture', name, theme, language],
    queryFn: () => fetchPicture(name, theme, language),
  })
  return <Loaded query={query}>{(picture) => <Shown picture={picture} alt={alt} />}</Loaded>
}

/** The same to take along, always on white. */
export function TakePicture({ name }: { readonly name: Name }) {
  const { t, language } = useText()
  const take = async () => download(`${name}.svg`, await fetchPicture(name, 'light', language))
  return (
    <Button variant="default" leftSection={<Icon name="down" />} onClick={() => void take()}>
      {t('roadmap.picture')}
    </Button>
  )
}

/** An image cannot say who asks for it, so that it is fetched as everything else is. */
async function fetchPicture(name: Name, theme: string, language: string): Promise<Blob> {
  const response = await request(`/${name}.svg?theme=${theme}&language=${language}`, { headers: headersOf('GET') })
  return await response.blob()
}

function Shown({ picture, alt }: { readonly picture: Blob; readonly alt: string }) {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(picture)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [picture])
  return (
    // What scrolls must be reached by keyboard too.
    <div className="wide-picture" tabIndex={0} role="group" aria-label={alt}>
      {address !== undefined && <img src={address} alt="" />}
    </div>
  )
}
