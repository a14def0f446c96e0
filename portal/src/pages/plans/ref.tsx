import { Fragment } from 'react'

/** The name of a thing, which may be broken after its slashes. */
export function Ref({ name }: { readonly name: string }) {
  const parts = name.split('/')
  return (
    <span className="break">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change places
        <Fragment key={index}>
          {index > 0 && (
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
