import { Fragment } from 'react'

/** The name of a thing, which may be broken after its slashes. */
export function Ref({ name }: { readonly name: string }) {
  const parts = name.split('/').map((part, place) => ({ part, place }))
  return (
    <span className="break">
      {parts.map(({ part, place }) => (
        <Fragment key={place}>
          {place > 0 && (
            <>
              /<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </span>
  )
}
