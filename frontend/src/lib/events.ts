/** Told on a form when its words have reached the server. */
export const SAVED = 'draft-saved'
