import type { Links } from '../links'

/** The browser itself opens links of the app, and the worker those of notifications. */
export const links: Links = { listen: () => {} }
