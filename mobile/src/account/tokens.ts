import { Problem } from '../api/problem'
import type { Shapes } from '../api/client'
import type { Safe } from '../device/safe'

export type Session = Shapes['Session']

/** What the tokens need from outside. */
export interface World {
  safe: Safe
  /** The next two tokens for this one. Throws Problem. */
  renew(refresh: string): Promise<Session>
  /** Waits until nobody else is at it: another tab, the worker. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Milliseconds of a clock that nobody sets: performance.now. It may stand still while the phone sleeps. */
  now(): number
  /** The portal has ended the sign-in: what is personal goes from this device, what waits to be sent stays. */
  ended(): Promise<void>
}

const EARLY_MS = 30_000 // a request is under way for a while

/**
 * The two tokens of this device. The short one lives in the memory of this page or worker; the long one in the safe,
 * where every page and the worker read it anew under one lock, since each use makes it another. Where the answer to a
 * renewal is lost the safe still has the old one, which the portal takes once more.
 */
export class Tokens {
  private held: { access: string; until: number } | null = null
  private renewing: Promise<string | null> | null = null

  constructor(private readonly world: World) {}

  /** For a request; null: nobody is signed in. Throws Problem where the portal could not be asked for the next one. */
  async access(): Promise<string | null> {
    if (this.held && this.world.now() < this.held.until) return this.held.access
    this.renewing ??= this.renew().finally(() => (this.renewing = null))
    return this.renewing
  }

  /** The portal did not take it, whatever our clock says. */
  refused(access: string): void {
    if (this.held?.access === access) this.held = null
  }

  /** A person has just proved who they are. Throws NoStore: then nobody is signed in here. */
  async begin(session: Session): Promise<void> {
    await this.world.alone(async () => {
      await this.world.safe.keep(session.refresh)
      this.hold(session)
    })
  }

  /** Forgets both here and gives the long one back: the portal is told by whoever calls. */
  async end(): Promise<string | null> {
    return this.world.alone(async () => {
      const refresh = await this.world.safe.read()
      this.held = null
      await this.world.safe.empty()
      return refresh
    })
  }

  /** Another page has signed in or out. */
  forget(): void {
    this.held = null
  }

  private renew(): Promise<string | null> {
    return this.world.alone(async () => {
      this.held = null
      const refresh = await this.world.safe.read()
      if (!refresh) return null
      try {
        const session = await this.world.renew(refresh)
        this.hold(session)
        await this.world.safe.keep(session.refresh)
        return session.access
      } catch (failure) {
        if (!(failure instanceof Problem)) throw failure
        if (failure.status !== 401 || failure.code !== 'signed_out') throw failure // a proxy's 401 signs nobody out
        await this.world.safe.empty()
        await this.world.ended()
        return null
      }
    })
  }

  private hold({ access, expires_in }: Session): void {
    this.held = { access, until: this.world.now() + Math.max(0, expires_in * 1000 - EARLY_MS) }
  }
}
