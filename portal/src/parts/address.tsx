import { CopyButton } from './secret.tsx'

interface AddressProps {
  /** What it is, above it. */
  readonly name: string
  readonly address: string
}

/** An address for another system, to be read and copied. */
export function Address({ name, address }: AddressProps) {
  return (
    <div className="address">
      <p>{name}</p>
      <code className="break">{address}</code>
      <CopyButton text={address} what={name} />
    </div>
  )
}
