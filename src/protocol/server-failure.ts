/**
 * Why a server gave no answer. `unreachable`: the request was certainly never received, so it may be made elsewhere.
 * `lost`: it may have been received and carried out. `garbled`: it answered, but not as a BigBlueButton server does.
 */
export class ServerFailure extends Error {
  override name = 'ServerFailure'
  readonly kind: 'unreachable' | 'lost' | 'garbled'

  constructor(kind: 'unreachable' | 'lost' | 'garbled', message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}
