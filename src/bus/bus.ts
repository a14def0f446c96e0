/** Events within this process: what happened, told at once to whoever asked. `Events` maps each name to its payload. */
export interface Bus<Events extends object> {
  /** Calls `fn` at every such event, in the order of registration, until the returned function is called. */
  on<Name extends keyof Events>(name: Name, fn: (payload: Events[Name]) => void): () => void
  /** Tells every listener before it returns. A listener that throws does not stop the others, nor the caller. */
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void
}

/** A new bus without listeners; `onError` learns what a listener threw, or rejected with if it is asynchronous. */
export function createBus<Events extends object>(onError: (error: unknown, name: keyof Events) => void): Bus<Events> {
  type Listeners = { [Name in keyof Events]?: Set<Registration<Events[Name]>> }
  const listeners: Listeners = {}
  return {
    on(name, fn) {
      const registration = { fn }
      const registered = (listeners[name] ??= new Set())
      registered.add(registration)
      return () => void registered.delete(registration)
    },
    emit(name, payload) {
      // A copy, so that a listener which registers another does not make this event reach it.
      const told = Array.from(listeners[name] ?? [])
      for (const { fn } of told) {
        try {
          const result: unknown = fn(payload)
          if (result instanceof Promise) result.catch((error: unknown) => onError(error, name))
        } catch (error) {
          onError(error, name)
        }
      }
    },
  }
}

/** An object of its own for each registration, so that one function may listen twice. */
interface Registration<Payload> {
  readonly fn: (payload: Payload) => void
}
